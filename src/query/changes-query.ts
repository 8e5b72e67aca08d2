// Changes: the query string of the list of changes.

import type { z } from "zod";
import { type CursorPosition, fingerprint } from "./cursor.ts";
import { cursorParameter, LIMIT, limitParameter } from "./list-parameters.ts";
import { positionOf, strict } from "./list-query.ts";
import { given, required } from "./parameter.ts";
import { isDay } from "./period.ts";
import { quote } from "./value-list.ts";

/** Changes since a day, read and checked. */
export interface ChangesPlan {
  readonly since: string;
  readonly limit: number;
  readonly after: CursorPosition | null;
  readonly question: string;
}

/** The schema of `/v1/changes`. */
export function changesQuery() {
  const shape: Record<string, z.ZodType> = {
    since: required(
      (text, fault) => {
        if (!isDay(text)) fault(`cannot be ${quote(text)}; write a day that exists: 2023-10-17`);
        return text;
      },
      { type: "string", format: "date", description: "The first day of interest.", ...given("2026-11-01") },
    ),
    limit: limitParameter(LIMIT.most, 50),
    cursor: cursorParameter,
  };
  return strict(shape).transform((values, context): ChangesPlan => {
    const { since, limit = 50, cursor } = values as { since: string; limit?: number; cursor?: string };
    const question = fingerprint([`changes=${since}`]);
    return { since, limit, question, after: positionOf(cursor, question, context) };
  });
}
