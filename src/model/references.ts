// References: which field of which record names a record of which collection.
import type { Collection } from "./ids.ts";

type Table = Readonly<Record<string, Collection>>;

const EVIDENCE: Table = { "/provenance/*/evidence/*/source": "sources" };

const mentionsIn = (pattern: string): Table => ({
  [`${pattern}/mentions/events/*`]: "events",
  [`${pattern}/mentions/figures/*`]: "figures",
  [`${pattern}/mentions/participants/*`]: "participants",
  [`${pattern}/mentions/venues/*`]: "venues",
});

/** Where a record of each collection names records of which other; a test holds it to the schemas. */
export const REFERENCES: { readonly [C in Collection]: Table } = {
  events: {
    "/venue": "venues",
    "/participants/*/participant": "participants",
    "/participants/*/onBehalfOf": "participants",
    "/partOf": "events",
    "/relations/*/event": "events",
    "/invitation/visit/*": "events",
    "/sources/*": "sources",
    ...EVIDENCE,
  },
  participants: { "/country": "participants", "/offices/*/of": "participants", ...EVIDENCE },
  venues: { "/within": "venues", "/country": "participants", ...EVIDENCE },
  quotes: {
    "/event": "events",
    "/source": "sources",
    "/speaker": "participants",
    "/addressees/*": "participants",
    ...mentionsIn(""),
    ...mentionsIn("/segments/*"),
    ...EVIDENCE,
  },
  figures: {
    "/event": "events",
    "/quote": "quotes",
    "/source": "sources",
    "/claimant": "participants",
    "/linkedTo/*": "figures",
    ...EVIDENCE,
  },
  sources: { "/publisher": "participants", "/derivedFrom/*": "sources", ...EVIDENCE },
};

/** The ids at a pattern of {@link REFERENCES} in a record; what is unknown there is left out. */
export function idsAt(record: unknown, pattern: string): string[] {
  let values = [record];
  for (const key of pattern.split("/").slice(1)) {
    values = values.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      return key === "*" ? Object.values(value) : [(value as Record<string, unknown>)[key]];
    });
  }
  return values.filter((value) => typeof value === "string");
}
