// Annotations: a record's evidence as a W3C AnnotationPage (https://www.w3.org/TR/annotation-model/).
//
// Ids and sources must be IRIs (section 3.1), which relative references are not: without a public address they are URNs.
import { z } from "zod";
import type { Collection } from "../model/ids.ts";
import type { ProvenanceEntry } from "../model/provenance.ts";
import { urnOf } from "./labels.ts";

const Selector = z.union([
  z.strictObject({ type: z.literal("TextQuoteSelector"), exact: z.string(), prefix: z.string(), suffix: z.string() }),
  z.strictObject({ type: z.literal("TextPositionSelector"), start: z.int().min(0), end: z.int().min(1) }),
]);

export const AnnotationPage = z
  .strictObject({
    "@context": z.literal("http://www.w3.org/ns/anno.jsonld"),
    id: z.string().meta({
      description: "This page: its address, or a URN where the server does not know its public address.",
      examples: ["urn:communique:events:2023-10-17-tokayev-xi-talks:evidence:page"],
    }),
    type: z.literal("AnnotationPage"),
    partOf: z
      .strictObject({
        id: z.string().meta({ examples: ["urn:communique:events:2023-10-17-tokayev-xi-talks:evidence"] }),
        type: z.literal("AnnotationCollection"),
        label: z.string().meta({ examples: ["Evidence of 2023-10-17-tokayev-xi-talks"] }),
        total: z.int().min(0),
        first: z.string().meta({ description: "This page, which is the only one." }),
        last: z.string(),
      })
      .meta({ description: "All annotations of the record." }),
    startIndex: z.literal(0),
    items: z.array(
      z.strictObject({
        id: z.string().meta({
          description: "The annotation's URN.",
          examples: ["urn:communique:events:2023-10-17-tokayev-xi-talks:evidence:0"],
        }),
        type: z.literal("Annotation"),
        created: z.iso.datetime().meta({
          description: "When the annotation as it stands was made: the day on which the record last changed, at 0 UTC.",
          examples: ["2026-11-24T00:00:00Z"],
        }),
        creator: z
          .strictObject({ id: z.string(), type: z.literal("Organization"), name: z.string() })
          .meta({ description: "Who made it: this project, by hand or by an importer." }),
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

const CREATOR = { id: "urn:communique:project", type: "Organization", name: "Communiqué" } as const;

/** The evidence of one record; `base` is the public address of the server, or nothing. */
export function annotationPage(
  collection: Collection,
  record: { readonly id: string; readonly updated: string; readonly provenance: readonly ProvenanceEntry[] },
  base: string,
): AnnotationPage {
  const iri = (of: Collection, id: string) => (base === "" ? urnOf(of, id) : `${base}/v1/${of}/${id}`);
  const all = `${urnOf(collection, record.id)}:evidence`;
  const page = base === "" ? `${all}:page` : `${iri(collection, record.id)}/evidence`;
  const items = record.provenance.map((entry, index): Item => {
    const body: Item["body"] = [
      { type: "TextualBody", purpose: "identifying", value: entry.path, format: "text/plain" },
      { type: "TextualBody", purpose: "classifying", value: entry.basis, format: "text/plain" },
    ];
    if (entry.note !== null)
      body.push({ type: "TextualBody", purpose: "commenting", value: entry.note, format: "text/plain" });
    return {
      id: `${all}:${index}`,
      type: "Annotation",
      created: `${record.updated}T00:00:00Z`,
      creator: CREATOR,
      motivation: entry.evidence.length > 0 ? "identifying" : "commenting",
      body,
      target:
        entry.evidence.length === 0
          ? iri(collection, record.id)
          : entry.evidence.map(({ source, exact, prefix, suffix, start, end }) => ({
              type: "SpecificResource",
              source: iri("sources", source),
              selector: [
                { type: "TextQuoteSelector", exact, prefix, suffix },
                { type: "TextPositionSelector", start, end },
              ],
            })),
    };
  });
  return {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    id: page,
    type: "AnnotationPage",
    partOf: {
      ...{ id: all, type: "AnnotationCollection", label: `Evidence of ${record.id}` },
      ...{ total: items.length, first: page, last: page },
    },
    startIndex: 0,
    items,
  };
}
