// Records to be compared: the values of a draft and of what was accepted, in one form.
//
// Both are bundles: a sheet is expanded first, so that what follows from its conventions counts on either side alike.
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

/** @param bundle as JSON gives it, or as a sheet expands */
export function comparableIn(bundle: unknown): Comparable[] {
  const lists = bundle as Readonly<Record<string, readonly Fields[] | undefined>>;
  return COLLECTIONS.flatMap((collection) =>
    (lists[collection] ?? []).map(
      (record): Comparable => ({ collection, id: String(record.id), values: ofBundle(record, collection) }),
    ),
  );
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
