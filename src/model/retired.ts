// Retired records: ids that are no longer served, why, and which record took their place.
import { z } from "zod";
import { Collection, Day, Id } from "./ids.ts";

export const Retired = z
  .strictObject({
    collection: Collection.meta({ description: "The collection it was in.", examples: ["events"] }),
    id: Id.meta({ description: "The id it had; it is never given to another record." }),
    on: Day.meta({ description: "The day it was retired.", examples: ["2026-11-24"] }),
    reason: z.string().min(1).meta({ description: "Why, for whoever still has the id." }),
    mergedInto: Id.nullable().meta({ description: "The record that holds its content now; null when none does." }),
  })
  .meta({ id: "Retired", description: "A record that is no longer served." });
export type Retired = z.infer<typeof Retired>;

/** `data/retired.json`. */
export const RetiredList = z.array(Retired);
