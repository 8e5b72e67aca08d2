// The six collections, each with the words that introduce it.

import type { z } from "zod";
import { Included, SHOWN } from "../formats/envelope.ts";
import type { FormatRow } from "../formats/table.ts";
import { RECORDS } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { type Parts, partsOf } from "../query/fields.ts";
import { INCLUDES } from "../query/filters.ts";
import { formatsOf } from "./answer/render.ts";

/** What a collection is called and says of itself in the documentation. */
interface CollectionText {
  readonly collection: Collection;
  /** One of its records, as in `getEvent`. */
  readonly singular: string;
  readonly summary: string;
  readonly description: string;
  /** What one of its records says. */
  readonly says: string;
  /** A record that the examples use. */
  readonly example: string;
}

/** The same with what its list and its records are served as. */
export interface CollectionAbout extends CollectionText {
  /** A record of it, whole or cut. */
  readonly record: z.ZodType;
  /** The schema of `included`, where records can be had with what they refer to. */
  readonly included: z.ZodType | undefined;
  readonly formats: readonly FormatRow[];
  /** The parts of its records, and of those in \`included\`, that `fields` may name. */
  readonly parts: Parts;
}

const TEXTS: readonly CollectionText[] = [
  {
    collection: "events",
    singular: "Event",
    summary: "Events: visits, talks, invitations and what else happened",
    description:
      "Newest first. An uncertain date is a range: `from` and `to` find it when it may fall in the window, or, with `certainty=certain`, only when it must. `participant`, `country` and `role` given together hold in one entry of `participants`.",
    says: "Who took part in which role, where and when, what its sources knew of it, and the words that say so.",
    example: "2023-10-17-tokayev-xi-talks",
  },
  {
    collection: "participants",
    singular: "Participant",
    summary: "Participants: persons, countries, organizations, delegations",
    description: "By id. Offices are those that the sources name.",
    says: "Its names in several languages, the state that it belongs to, its codes, and the offices that sources name.",
    example: "kassym-jomart-tokayev",
  },
  {
    collection: "venues",
    singular: "Venue",
    summary: "Venues: from a room to the country around it",
    description: "By id. `within` finds what lies inside a venue at any depth.",
    says: "Its names in several languages, the larger venue around it, and its point where one is known.",
    example: "great-hall-of-the-people",
  },
  {
    collection: "quotes",
    singular: "Quote",
    summary: "Quotes: what was said, verbatim, sentence by sentence",
    description:
      "Newest first. Text is in the source's language; translations say who made them and whether they are official.",
    says: "The words in their own language, who said them to whom, translations, and the records that they mention.",
    example: "2023-10-17-tokayev-on-cooperation",
  },
  {
    collection: "figures",
    singular: "Figure",
    summary: "Figures: numbers claimed, with claimant, unit and linkage",
    description:
      "Newest first. Values are exact decimal strings. Figures with `additive` false must not be summed; `linkedTo` names those of the same claim.",
    says: "The number as written and as an exact decimal, what it measures, who claims it, and in which quote.",
    example: "2023-10-17-investment-volume",
  },
  {
    collection: "sources",
    singular: "Source",
    summary: "Sources: the articles and releases behind the records",
    description: "By id. `derivedFrom` is the chain of who reports whom.",
    says: "Its publisher, headline and date, and the sources that it reports; its text is not served.",
    example: "zakon-kz-2023-10-17",
  },
];

const PARTS = Object.fromEntries(COLLECTIONS.map((one) => [one, partsOf(RECORDS[one])])) as Record<Collection, Parts>;

export const COLLECTION_ABOUTS: readonly CollectionAbout[] = TEXTS.map((text) => ({
  ...text,
  record: SHOWN[text.collection],
  included: INCLUDES[text.collection].length > 0 ? Included : undefined,
  formats: formatsOf(text.collection),
  parts: {
    ...PARTS[text.collection],
    included: Object.fromEntries(INCLUDES[text.collection].map((one) => [one, PARTS[one]])),
  },
}));
