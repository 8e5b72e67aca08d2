// Identifiers: lower-case slugs, permanent, unique within their collection.
import { z } from "zod";

/** The collections, in the order in which a reader meets them. */
export const COLLECTIONS = ["events", "participants", "venues", "quotes", "figures", "sources"] as const;
export const Collection = z.enum(COLLECTIONS).meta({ id: "Collection", description: "A collection of records." });
export type Collection = z.infer<typeof Collection>;

/** One word of the grammar of ids, as a regular expression source; linear, safe on any input. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The id that a name or a title would have: its Latin letters and digits in lower case, without accents; may be empty. */
export function slugOf(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’‘]/g, "").toLowerCase();
  return (plain.match(/[a-z0-9]+/g) ?? []).join("-");
}

/** A record's id: at most 128 characters, so that it fits a path segment of the router. */
export const Id = z
  .string()
  .max(128)
  .regex(SLUG)
  .meta({
    id: "Id",
    description: "A readable, permanent id: lower-case words joined by hyphens, unique within its collection.",
    examples: ["2023-10-17-tokayev-xi-talks"],
  });

/** A reference to a record of `collection` that this server answers. */
export function idOf(collection: Collection, example?: string) {
  return Id.meta({
    description: `The id of a record of \`${collection}\`.`,
    ...(example === undefined ? {} : { examples: [example] }),
  });
}

/** A calendar day, `YYYY-MM-DD` (ISO 8601-1). */
export const Day = z.iso.date().meta({ id: "Day", description: "A day, YYYY-MM-DD.", examples: ["2023-10-17"] });
