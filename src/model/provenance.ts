// Provenance: which words of which source say each value.
//
// Every value that a curated record states has an entry of provenance: a JSON Pointer, how the value is known, and the
// words of a source that say it. `src/intake/checks` holds the entries to the records and, where the text of an article
// is at hand, to the text.
//
// Evidence is a list of spans, not one. Many values rest on two places: a date on "September last year" and on the year
// of the article, a claim on the number and on what it counts. One span over both would be too long to serve; one of
// the two would not be the whole reason.
//
// Offsets count Unicode code points, from 0, the end excluded, as the TextPositionSelector of the W3C Web Annotation
// model does. UTF-16 units suit JavaScript and few other languages; bytes depend on the encoding. `prefix` and `suffix`
// are those of the TextQuoteSelector: they are given only where the words occur more than once.
//
// Limits: evidence outside quotes has 120 code points at most, a prefix or suffix 32. How much of an article may be
// shown altogether is in `src/intake/checks/excerpt-limit.ts`.
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
        // As a text of JSON: one generator of clients takes the escape that JavaScript adds for a broken one.
        pattern: "^(?:/(?:[^~/]|~[01])*)*$",
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
