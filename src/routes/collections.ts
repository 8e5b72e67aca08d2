// The six collections, each with the words that introduce it.

import type { FastifyInstance } from "fastify";
import { RECORDS } from "../model/bundle.ts";
import { partsOf } from "../query/fields.ts";
import type { RouteContext } from "./answer/envelope.ts";
import type { CollectionText } from "./collection.ts";
import { detailRoutes } from "./detail.ts";
import { listRoute } from "./list.ts";

const COLLECTION_TEXTS: readonly CollectionText[] = [
  {
    collection: "events",
    singular: "Event",
    summary: "Events: visits, talks, invitations and what else happened",
    description:
      "Newest first. An uncertain date is a range: `from` and `to` find it when it may fall in the window, or, with `certainty=certain`, only when it must. `participant`, `country` and `role` given together hold in one entry of `participants`.",
    example: "2023-10-17-tokayev-xi-talks",
  },
  {
    collection: "participants",
    singular: "Participant",
    summary: "Participants: persons, countries, organizations, delegations",
    description: "By id. Offices are those that the sources name.",
    example: "kassym-jomart-tokayev",
  },
  {
    collection: "venues",
    singular: "Venue",
    summary: "Venues: from a room to the country around it",
    description: "By id. `within` finds what lies inside a venue at any depth.",
    example: "great-hall-of-the-people",
  },
  {
    collection: "quotes",
    singular: "Quote",
    summary: "Quotes: what was said, verbatim, sentence by sentence",
    description:
      "Newest first. Text is in the source's language; translations say who made them and whether they are official.",
    example: "2023-10-17-tokayev-on-cooperation",
  },
  {
    collection: "figures",
    singular: "Figure",
    summary: "Figures: numbers claimed, with claimant, unit and linkage",
    description:
      "Newest first. Values are exact decimal strings. Figures with `additive` false must not be summed; `linkedTo` names those of the same claim.",
    example: "2023-10-17-investment-volume",
  },
  {
    collection: "sources",
    singular: "Source",
    summary: "Sources: the articles and releases behind the records",
    description: "By id. `derivedFrom` is the chain of who reports whom.",
    example: "zakon-kz-2023-10-17",
  },
];

export function collectionsRoutes(app: FastifyInstance, context: RouteContext): void {
  for (const about of COLLECTION_TEXTS) {
    const parts = partsOf(RECORDS[about.collection]);
    listRoute(app, context, about, parts);
    detailRoutes(app, context, about, parts);
  }
}
