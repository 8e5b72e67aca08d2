// Bundles: one article's records as files hold them, and the registers that articles share.
import { z } from "zod";
import { Event, WrittenEvent } from "./event.ts";
import { Figure, WrittenFigure } from "./figure.ts";
import { type Collection, Day } from "./ids.ts";
import { Participant, WrittenParticipant } from "./participant.ts";
import { Quote, WrittenQuote } from "./quote.ts";
import type { Retired } from "./retired.ts";
import { Source, WrittenSource } from "./source.ts";
import { Venue, WrittenVenue } from "./venue.ts";

const schemaHint = z.string().optional().meta({ description: "Where an editor finds the JSON Schema of this file." });

/** `data/bundles/<date>-<slug>.json`: everything coded from one article. */
export const Bundle = z.strictObject({
  $schema: schemaHint,
  sources: z.array(WrittenSource).min(1),
  participants: z.array(WrittenParticipant),
  venues: z.array(WrittenVenue),
  events: z.array(WrittenEvent).min(1),
  quotes: z.array(WrittenQuote),
  figures: z.array(WrittenFigure),
});
export type Bundle = z.infer<typeof Bundle>;

/** `data/register/{participants,venues}.json`: records that several articles share. */
export const ParticipantRegister = z.strictObject({ $schema: schemaHint, participants: z.array(WrittenParticipant) });
export const VenueRegister = z.strictObject({ $schema: schemaHint, venues: z.array(WrittenVenue) });

/** The schema of each collection's records as served. */
export const RECORDS = {
  events: Event,
  participants: Participant,
  venues: Venue,
  quotes: Quote,
  figures: Figure,
  sources: Source,
} as const satisfies Record<Collection, z.ZodType>;

export type Records = { [C in Collection]: z.infer<(typeof RECORDS)[C]> };
export type AnyRecord = Records[Collection];

/** A dataset as it is loaded: who publishes it, on what terms, and all of its records. */
export interface Dataset {
  readonly info: DatasetInfo;
  readonly records: { readonly [C in Collection]: readonly Records[C][] };
  /** Ids that it no longer serves. */
  readonly retired?: readonly Retired[];
}

export const DatasetInfo = z
  .strictObject({
    id: z.string().meta({ description: "The word for `dataset=`.", examples: ["curated"] }),
    kind: z.enum(["curated", "bulk"]).meta({
      description: "Curated records are checked value by value; bulk rows are carried over.",
      examples: ["curated"],
    }),
    title: z.string().meta({ examples: ["Curated articles"] }),
    description: z.string(),
    licence: z.string().meta({ description: "The terms on which it may be used.", examples: ["CC BY 4.0"] }),
    licenceUrl: z.url().nullable(),
    attribution: z.string(),
    version: z.string().meta({
      description: "Hash of its content: the same content has the same version.",
      examples: ["3b1f0c9a2d4e5f60"],
    }),
    updated: Day.nullable().meta({ description: "The day its content last changed.", examples: ["2026-11-24"] }),
    counts: z.record(z.string(), z.int()).meta({ description: "Records by collection." }),
  })
  .meta({ id: "Dataset", description: "What is loaded, in which version, on which terms." });
export type DatasetInfo = z.infer<typeof DatasetInfo>;

/** Most names and ranges that are listed; further ones are counted. */
export const LISTED_MOST = 100;

const further = z
  .int()
  .min(0)
  .meta({ description: `How many are not listed: at most ${LISTED_MOST} are.`, examples: [0] });
const covered = Day.nullable();

export const Coverage = z
  .strictObject({
    first: covered.meta({
      description: "The first day of an event; null where none is known.",
      examples: ["2023-10-17"],
    }),
    last: covered.meta({
      description: "The last day of an event; null where none is known.",
      examples: ["2023-10-17"],
    }),
    files: z
      .strictObject({
        count: z
          .int()
          .min(0)
          .meta({ examples: [1] }),
        names: z.array(z.string()).meta({ description: "Sorted.", examples: [["20231017.export.CSV"]] }),
        further,
      })
      .nullable()
      .meta({ description: "The files that were imported; null where they are not known." }),
    gaps: z
      .strictObject({
        unit: z.enum(["quarter-hour", "day", "year"]).meta({
          description:
            "What is looked for between the first and the last: a file of each `quarter-hour` or `day`, as the names of GDELT's files say; a record of each `year`, of lists, which need not have had one.",
        }),
        count: z
          .int()
          .min(0)
          .meta({ description: "How many lack.", examples: [0] }),
        ranges: z
          .array(z.strictObject({ from: z.string(), to: z.string() }))
          .meta({ description: "Those that lack, both ends included: `1932`, `2023-10-17`, `2023-10-17T10:15Z`." }),
        further,
      })
      .nullable()
      .meta({ description: "What is missing; null where that cannot be known." }),
  })
  .meta({
    id: "Coverage",
    description: "Which days and files a dataset reaches over, and what it lacks between them.",
  });
export type Coverage = z.infer<typeof Coverage>;

/** A dataset as a database holds it; of one without events nothing is said of days. */
export const LoadedDataset = DatasetInfo.extend({
  coverage: Coverage.nullable().meta({ description: "Null where the dataset has no events." }),
}).meta({
  id: "LoadedDataset",
  description: "What is loaded, in which version, on which terms, and what it reaches over.",
});
export type LoadedDataset = z.infer<typeof LoadedDataset>;

/** What `data/dataset.json` says; the rest of the dataset's description is computed. */
export const WrittenInfo = DatasetInfo.omit({ version: true, counts: true, updated: true });
export type WrittenInfo = z.infer<typeof WrittenInfo>;
