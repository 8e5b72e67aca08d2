// Records to be compared: the values of a draft, and of an accepted sheet or bundle, in one form.
import { parse } from "yaml";
import { COLLECTIONS } from "../../model/ids.ts";

/** A value by its path; participants as `id role`, lists as their items. */
export interface Comparable {
  readonly collection: string;
  readonly id: string;
  readonly values: ReadonlyMap<string, string>;
}

type Fields = Readonly<Record<string, unknown>>;

/** What both sides may have: nothing that only a person writes, such as a summary or a note. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  sources: ["kind", "publisher", "headline", "language", "derivedFrom"],
  events: ["type", "date", "status", "rank", "venue", "stage"],
  quotes: ["text", "speaker", "mode", "addressees"],
  figures: ["raw", "kind", "value", "valueMax", "scale", "currency", "unit", "bound", "stage", "claimant"],
};

/** The value of a line of a sheet, without its evidence and note. */
function valueIn(line: string): string {
  const json = /^"(?:[^"\\]|\\.)*"/.exec(line)?.[0];
  if (json !== undefined) return JSON.parse(json) as string;
  return line.split(/(?:^|\s)(?:<[<~!]|--)(?:\s|$)/u, 1)[0]?.trim() ?? "";
}

/** @throws Error where the text is neither a sheet nor a bundle */
export function comparableIn(text: string): Comparable[] {
  const file: unknown = text.trimStart().startsWith("{") ? JSON.parse(text) : parse(text, { schema: "failsafe" });
  if (typeof file !== "object" || file === null) throw new Error("is neither a sheet nor a bundle");
  const isSheet = "sheet" in file;
  return COLLECTIONS.flatMap((collection) => {
    const records = (file as Fields)[collection] ?? {};
    const list = Array.isArray(records)
      ? records.map((one: Fields) => [String(one.id), one] as const)
      : Object.entries(records as Record<string, Fields>);
    return list.map(
      ([id, record]): Comparable => ({
        collection,
        id: id.replace(/\?$/, ""),
        values: isSheet ? ofSheet(record, collection) : ofBundle(record, collection),
      }),
    );
  });
}

function ofSheet(record: Fields, collection: string): Map<string, string> {
  const values = new Map<string, string>();
  const lines = new Map(
    Object.entries(record).map(([path, line]) => [
      path.replace(/\?$/, ""),
      String(Array.isArray(line) ? line[0] : line),
    ]),
  );
  for (const [path, line] of lines) {
    const value = path === "text" && collection === "quotes" ? line.trim() : valueIn(line);
    if (value === "" || value === "null") continue;
    if (path.startsWith("participants.")) values.set(`participant ${value.split(/\s+/).slice(0, 2).join(" ")}`, "yes");
    else if (path === "invitation.stage") values.set("stage", value);
    else if (path === "in") values.set("quote", value);
    else if (FIELDS[collection]?.includes(path)) values.set(path, value);
  }
  // What convention says and a sheet leaves out.
  if (collection === "events" && !values.has("status")) values.set("status", "occurred");
  if (collection === "quotes" && !values.has("mode")) values.set("mode", "direct");
  return values;
}

function ofBundle(record: Fields, collection: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const field of FIELDS[collection] ?? []) {
    const value = record[field];
    const shown = Array.isArray(value) ? value.join(", ") : value;
    if (shown !== null && shown !== undefined && shown !== "") values.set(field, String(shown));
  }
  const { invitation, quote, participants } = record as {
    invitation?: { stage?: string } | null;
    quote?: string | null;
    participants?: readonly { participant: string | null; role: string }[];
  };
  if (invitation?.stage !== undefined) values.set("stage", invitation.stage);
  if (typeof quote === "string") values.set("quote", quote);
  for (const { participant, role } of participants ?? [])
    if (participant !== null) values.set(`participant ${participant} ${role}`, "yes");
  return values;
}
