// Provenance: which words of which source say each value.
import { z } from "zod";
import { idOf } from "./ids.ts";

/** How a value is known. */
const BASES = ["stated", "derived", "external"] as const;

/** A span of a source's text, in Unicode code points, as the W3C Web Annotation selectors want it. */
export const Evidence = z
  .strictObject({
    source: idOf("sources", "zakon-kz-2023-10-17"),
    exact: z
      .string()
      .min(1)
      .meta({ description: "The words themselves, typos kept.", examples: ["17 октября 2023 года"] }),
    prefix: z
      .string()
      .meta({ description: "Up to 32 characters before them; empty where the words are unique.", examples: [""] }),
    suffix: z
      .string()
      .meta({ description: "Up to 32 characters after them; empty where the words are unique.", examples: [""] }),
    start: z
      .int()
      .min(0)
      .meta({ description: "First code point, counted from 0 (not UTF-16 units, not bytes).", examples: [79] }),
    end: z
      .int()
      .min(1)
      .meta({ description: "The code point after the last.", examples: [99] }),
  })
  .meta({ id: "Evidence", description: "A span of a source: TextQuoteSelector and TextPositionSelector in one." });
export type Evidence = z.infer<typeof Evidence>;

/** What is known of one value, or of all values under a path. */
export const ProvenanceEntry = z
  .strictObject({
    path: z
      .string()
      .regex(/^(?:\/(?:[^~/]|~[01])*)*$/)
      .meta({
        description: "JSON Pointer (RFC 6901) into the record; it covers its whole subtree.",
        examples: ["/date"],
      }),
    basis: z.enum(BASES).meta({
      description:
        "`stated`: the source says it. `derived`: reasoned from what the source says. `external`: known from elsewhere.",
      examples: ["stated"],
    }),
    evidence: z.array(Evidence).meta({ description: "The words that say it; empty only for `external`." }),
    note: z
      .string()
      .min(1)
      .nullable()
      .meta({
        description: "How it was derived, or where it comes from; always given for `derived` and `external`.",
        examples: [null],
      }),
  })
  .meta({ id: "ProvenanceEntry", description: "The basis and the evidence of one value or subtree of a record." });
export type ProvenanceEntry = z.infer<typeof ProvenanceEntry>;

export const Provenance = z.array(ProvenanceEntry).meta({
  description: "One entry per value or subtree. Every substantive value of a curated record is covered.",
});

/** Longest evidence outside quotes, in code points. */
export const EVIDENCE_LIMIT = 120;
/** Longest prefix or suffix, in code points. */
export const CONTEXT_LIMIT = 32;
