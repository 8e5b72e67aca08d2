// References: which field of which record names a record of which collection, or is a word of which vocabulary.
import { CODING_RULES } from "./coding-rules.ts";
import { EVENT_TYPES } from "./event-types.ts";
import type { Collection } from "./ids.ts";
import type { Term } from "./term.ts";
import * as vocabulary from "./vocabulary.ts";

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

/** The ids or words at a pattern of {@link REFERENCES} or {@link WORDS} in a record; what is unknown there is left out. */
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

/** The closed vocabularies by their names in `/v1/vocabularies`; codes of the reference tables are not among them. */
export const VOCABULARIES = {
  "event-types": EVENT_TYPES,
  statuses: vocabulary.STATUSES,
  ranks: vocabulary.RANKS,
  "invitation-stages": vocabulary.INVITATION_STAGES,
  roles: vocabulary.ROLES,
  relations: vocabulary.RELATIONS,
  topics: vocabulary.TOPICS,
  "participant-kinds": vocabulary.PARTICIPANT_KINDS,
  "venue-kinds": vocabulary.VENUE_KINDS,
  "source-kinds": vocabulary.SOURCE_KINDS,
  "quote-modes": vocabulary.QUOTE_MODES,
  "figure-kinds": vocabulary.FIGURE_KINDS,
  bounds: vocabulary.BOUNDS,
  stages: vocabulary.STAGES,
  scales: vocabulary.SCALES,
  units: vocabulary.UNITS,
  bases: vocabulary.BASIS_TERMS,
  "coding-rules": CODING_RULES,
  plover: vocabulary.PLOVER,
} as const satisfies Readonly<Record<string, readonly Term[]>>;
export type VocabularyName = keyof typeof VOCABULARIES | "cameo";

type Words = Readonly<Record<string, VocabularyName>>;

const codesIn = (pattern: string): Words => ({
  [`${pattern}/plover/event`]: "plover",
  [`${pattern}/cameo/code`]: "cameo",
  [`${pattern}/rule`]: "coding-rules",
});
const BASIS: Words = { "/provenance/*/basis": "bases" };

/** Where a record of each collection has words of which vocabulary; a test holds it to the schemas. */
export const WORDS: { readonly [C in Collection]: Words } = {
  events: {
    "/type": "event-types",
    "/status": "statuses",
    "/rank": "ranks",
    "/invitation/stage": "invitation-stages",
    "/participants/*/role": "roles",
    "/relations/*/type": "relations",
    "/topics/*": "topics",
    ...codesIn("/codes"),
    ...BASIS,
  },
  participants: { "/kind": "participant-kinds", ...BASIS },
  venues: { "/kind": "venue-kinds", ...BASIS },
  quotes: { "/mode": "quote-modes", ...codesIn("/codes"), ...codesIn("/segments/*/codes"), ...BASIS },
  figures: {
    "/kind": "figure-kinds",
    "/bound": "bounds",
    "/stage": "stages",
    "/scale": "scales",
    "/unit": "units",
    ...BASIS,
  },
  sources: { "/kind": "source-kinds", ...BASIS },
};
