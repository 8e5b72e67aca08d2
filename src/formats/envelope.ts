// Envelopes: stored JSON joined to an answer by concatenation, never re-serialised.
import { z } from "zod";
import { RECORDS } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { COLLECTIONS } from "../model/ids.ts";
import { partialOf } from "./partial.ts";

const Version = z.string().meta({
  description: "Version of all data answered from; it changes when the data does.",
  examples: ["5d41402abc4b2a76"],
});
const Datasets = z.array(z.string()).meta({ description: "The datasets answered from.", examples: [["curated"]] });
const Link = z.string().meta({ description: "Path-absolute, or absolute when the server knows its public address." });

export const Meta = z
  .strictObject({ version: Version, datasets: Datasets })
  .meta({ id: "Meta", description: "What the answer was made from." });
export type Meta = z.infer<typeof Meta>;

export const ListMeta = z
  .strictObject({
    version: Version,
    datasets: Datasets,
    total: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: "Records found; null with `count=none`.", examples: [12] }),
    totalIsLowerBound: z.boolean().meta({ description: "True when there are more than `total`.", examples: [false] }),
    limit: z
      .int()
      .min(1)
      .max(200)
      .meta({ description: "Most records on a page.", examples: [20] }),
    missing: z.array(z.string()).meta({ description: "Ids asked for that no record has.", examples: [[]] }),
    notes: z.array(z.string()).meta({ description: "What a reader should know of this answer.", examples: [[]] }),
  })
  .meta({ id: "ListMeta", description: "What the list was made from, and how long it is." });
export type ListMeta = z.infer<typeof ListMeta>;

export const Links = z
  .strictObject({ self: Link.meta({ examples: ["/v1"] }) })
  .meta({ id: "Links", description: "This answer." });
export const ListLinks = z
  .strictObject({
    self: Link.meta({ examples: ["/v1/events"] }),
    next: Link.nullable().meta({ description: "The next page, null at the end.", examples: [null] }),
  })
  .meta({ id: "ListLinks", description: "This page and the next; the same in the `Link` header (RFC 8288)." });
export type ListLinks = z.infer<typeof ListLinks>;

const shown = (collection: Collection) =>
  z.union([RECORDS[collection], partialOf(RECORDS[collection], `${RECORDS[collection].meta()?.id}Part`)]);

/** The schema of a record of each collection as it is sent: whole, or cut by `fields`. */
export const SHOWN = Object.fromEntries(COLLECTIONS.map((one) => [one, shown(one)])) as unknown as Readonly<
  Record<Collection, z.ZodType>
>;

export const Included = z
  .strictObject(Object.fromEntries(COLLECTIONS.map((one) => [one, z.array(SHOWN[one]).optional()])))
  .meta({ id: "Included", description: "Records referred to, by collection, each once, sorted by id." });

/** Records by collection, as JSON texts by id. */
export type IncludedDocs = ReadonlyMap<Collection, ReadonlyMap<string, string>>;

/** What an answer has beside its data, where it was asked for. */
export interface Along {
  readonly included?: IncludedDocs | null;
  readonly labels?: object | null;
}

/** `{data, included?, labels?, meta, links}`, `data` being JSON text already. */
export function envelope(data: string, { included = null, labels = null }: Along, meta: object, links: object): string {
  const records = included === null ? "" : `,"included":${includedText(included)}`;
  const names = labels === null ? "" : `,"labels":${JSON.stringify(labels)}`;
  return `{"data":${data}${records}${names},"meta":${JSON.stringify(meta)},"links":${JSON.stringify(links)}}`;
}

/** The same with a JSON text as bytes. */
export function envelopeBytes(data: Uint8Array, meta: object, links: object): Buffer {
  const tail = tailOf(meta, links);
  // Not of Node's pool: it may be kept, and would keep the pool.
  const all = Buffer.allocUnsafeSlow(HEAD.length + data.length + Buffer.byteLength(tail));
  all.write(HEAD);
  all.set(data, HEAD.length);
  all.write(tail, HEAD.length + data.length);
  return all;
}

const HEAD = '{"data":';
const tailOf = (meta: object, links: object) => `,"meta":${JSON.stringify(meta)},"links":${JSON.stringify(links)}}`;

/** What stands before the records of a list, which have commas between them. */
export const LIST_HEAD = `${HEAD}[`;

/** What stands after the records of a list. */
export function listTail(meta: object, links: object): string {
  return `]${tailOf(meta, links)}`;
}

/** A JSON list of JSON texts. */
export function listText(docs: Iterable<string>): string {
  return `[${[...docs].join(",")}]`;
}

function includedText(included: IncludedDocs): string {
  const members = [...included].map(([collection, docs]) => {
    const sorted = [...docs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, doc]) => doc);
    return `${JSON.stringify(collection)}:${listText(sorted)}`;
  });
  return `{${members.join(",")}}`;
}

/** Most characters of a `Link` header: with the other headers it stays under the 4 KiB that nginx reads by default. */
export const LINK_MOST = 2_560;

/**
 * The `Link` header of these links (RFC 8288), with the page for people as `alternate`. Where they are too long together,
 * the page is left out, then `self`, which the client knows; where they are still too long there is no header, and the
 * body has the links.
 */
export function linkHeader(links: Readonly<Record<string, string | null>>, page: string | null = null): string | null {
  let text = "";
  let count = 0;
  for (const rel in links) {
    const uri = links[rel];
    if (uri == null) continue;
    text += `${count++ === 0 ? "" : ", "}<${uri}>; rel=${rel}`;
  }
  if (page !== null && count > 0) text += `, <${page}>; rel=alternate; type="text/html"`;
  if (count > 0 && text.length <= LINK_MOST) return text;
  if (page !== null) return linkHeader(links);
  const { self, ...others } = links;
  return self === undefined || count <= 1 ? null : linkHeader(others);
}
