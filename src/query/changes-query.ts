// Changes: the query string of the list of changes.

import type { z } from "zod";
import { fingerprint } from "./cursor.ts";
import { cursorParameter, LIMIT, limitParameter } from "./list-parameters.ts";
import { positionOf, strict } from "./list-query.ts";
import { examples, scalar } from "./parameter.ts";
import { isDay } from "./period.ts";
import { quote } from "./value-list.ts";

/** Changes since a day or after an entry, read and checked. */
export interface ChangesPlan {
  readonly since: string | null;
  /** The number of the entry that was read last: the one that was asked for, or that of the page before. */
  readonly after: number | null;
  readonly limit: number;
  readonly question: string;
}

/** The schema of `/v1/changes`. */
export function changesQuery() {
  const shape: Record<string, z.ZodType> = {
    since: scalar(
      (text, fault) => {
        if (!isDay(text)) fault(`cannot be ${quote(text)}; write a day that exists: 2023-10-17`);
        return text;
      },
      {
        type: "string",
        format: "date",
        description: "What happened here on this day (UTC) and later.",
        ...examples("2026-11-01"),
      },
    ),
    after: scalar(
      (text, fault) => {
        if (!/^(?:0|[1-9]\d{0,14})$/.test(text)) fault(`cannot be ${quote(text)}; write the \`seq\` of an entry`);
        return Number(text);
      },
      {
        type: "integer",
        minimum: 0,
        maximum: 999_999_999_999_999,
        description: "What follows the entry of this `seq`: the one that was read last, so that none is missed.",
        ...examples(0),
      },
    ),
    limit: limitParameter(LIMIT.most, 50),
    cursor: cursorParameter,
  };
  return strict(shape).transform((values, context): ChangesPlan => {
    const {
      since = null,
      after = null,
      limit = 50,
      cursor,
    } = values as Partial<Omit<ChangesPlan, "question">> & {
      cursor?: string;
    };
    const question = fingerprint([`changes=${since ?? ""}`, `after=${after ?? ""}`]);
    const position = positionOf(cursor, question, context);
    return { since, limit, question, after: position === null ? after : Number(position.id) };
  });
}
