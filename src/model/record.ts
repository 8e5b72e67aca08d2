// What every record has, whatever it is about.
import { Day, Id } from "./ids.ts";
import { Provenance } from "./provenance.ts";

/** Fields that every file record carries. */
export const written = {
  id: Id,
  updated: Day.meta({ description: "The day this record last changed, kept by hand.", examples: ["2026-11-24"] }),
  provenance: Provenance,
};

/** Fields that every served record carries. */
export const served = {
  ...written,
  dataset: Id.meta({ description: "The dataset this record belongs to.", examples: ["curated"] }),
};
