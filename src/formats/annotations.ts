// Annotations: a record's evidence as a W3C AnnotationPage (https://www.w3.org/TR/annotation-model/).
import { z } from "zod";
import type { ProvenanceEntry } from "../model/provenance.ts";

const Selector = z.union([
  z.strictObject({ type: z.literal("TextQuoteSelector"), exact: z.string(), prefix: z.string(), suffix: z.string() }),
  z.strictObject({ type: z.literal("TextPositionSelector"), start: z.int().min(0), end: z.int().min(1) }),
]);

export const AnnotationPage = z
  .strictObject({
    "@context": z.literal("http://www.w3.org/ns/anno.jsonld"),
    id: z.string().meta({ description: "This page.", examples: ["/v1/events/2023-10-17-tokayev-xi-talks/evidence"] }),
    type: z.literal("AnnotationPage"),
    startIndex: z.literal(0),
    items: z.array(
      z.strictObject({
        id: z.string().meta({
          description: "The annotation's URN.",
          examples: ["urn:communique:events:2023-10-17-tokayev-xi-talks:evidence:0"],
        }),
        type: z.literal("Annotation"),
        motivation: z
          .enum(["identifying", "commenting"])
          .meta({ description: "`identifying` where words say the value, `commenting` where only a note does." }),
        body: z.array(
          z.strictObject({
            type: z.literal("TextualBody"),
            purpose: z.enum(["identifying", "classifying", "commenting"]).meta({
              description:
                "`identifying`: the JSON Pointer of the value; `classifying`: the basis; `commenting`: the note.",
            }),
            value: z.string(),
            format: z.literal("text/plain"),
          }),
        ),
        target: z.union([
          z.string().meta({ description: "The record itself, where no source states the value." }),
          z
            .array(
              z.strictObject({ type: z.literal("SpecificResource"), source: z.string(), selector: z.array(Selector) }),
            )
            .min(1),
        ]),
      }),
    ),
  })
  .meta({
    id: "AnnotationPage",
    description: "The evidence of a record's values, one annotation for each provenance entry.",
  });
type AnnotationPage = z.infer<typeof AnnotationPage>;

type Item = AnnotationPage["items"][number];

/** The evidence of one record; `address` makes the URL of a path. */
export function annotationPage(
  collection: string,
  record: { readonly id: string; readonly provenance: readonly ProvenanceEntry[] },
  address: (path: string) => string,
): AnnotationPage {
  const self = `/v1/${collection}/${record.id}`;
  const items = record.provenance.map((entry, index): Item => {
    const body: Item["body"] = [
      { type: "TextualBody", purpose: "identifying", value: entry.path, format: "text/plain" },
      { type: "TextualBody", purpose: "classifying", value: entry.basis, format: "text/plain" },
    ];
    if (entry.note !== null)
      body.push({ type: "TextualBody", purpose: "commenting", value: entry.note, format: "text/plain" });
    return {
      id: `urn:communique:${collection}:${record.id}:evidence:${index}`,
      type: "Annotation",
      motivation: entry.evidence.length > 0 ? "identifying" : "commenting",
      body,
      target:
        entry.evidence.length === 0
          ? address(self)
          : entry.evidence.map(({ source, exact, prefix, suffix, start, end }) => ({
              type: "SpecificResource",
              source: address(`/v1/sources/${source}`),
              selector: [
                { type: "TextQuoteSelector", exact, prefix, suffix },
                { type: "TextPositionSelector", start, end },
              ],
            })),
    };
  });
  return {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id: address(`${self}/evidence`),
    type: "AnnotationPage",
    startIndex: 0,
    items,
  };
}
