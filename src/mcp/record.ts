// Record: one record with the words on which each of its values rests, a few kB at a time.
import type { Related } from "../formats/related.ts";
import { fieldWords } from "../formats/words/fields.ts";
import { shortened, valueWords } from "../formats/words/values.ts";
import type { Collection } from "../model/ids.ts";
import type { Answer } from "./answer.ts";
import type { ApiRecord } from "./ask.ts";
import { compact, type Shape, shapeOf } from "./shapes.ts";

/** Bytes of values in an answer; the first always goes in. */
const MOST = 2_500;
/** Code points of a note or of one piece of evidence. */
const SHOWN = 160;

interface Wanted {
  readonly base: string;
  /** Only what stands at this path or below. */
  readonly path?: string;
  /** Which value comes first. */
  readonly from: number;
}

/** The record in short, then its values by path: basis, words of the source, note; `next` where there are more. */
export function recordOf<C extends Collection>(
  collection: C,
  record: ApiRecord[C],
  related: Related,
  { base, path, from }: Wanted,
): Answer {
  const entries = record.provenance.filter(
    (one) => path === undefined || one.path === path || one.path.startsWith(`${path}/`),
  );
  const values: Shape[] = [];
  let bytes = 0;
  for (const { path: at, basis, evidence, note } of entries.slice(from)) {
    const value = valueWords({ collection, record: record as never, related, lang: "en" }, at);
    const shape = compact({
      path: at,
      field: fieldWords(collection, at, "en"),
      value: value === null ? null : shortened(value, SHOWN),
      basis,
      words: evidence.map(({ exact, source }) => ({ text: shortened(exact, SHOWN), source })),
      note: note === null ? null : shortened(note, SHOWN),
    });
    bytes += Buffer.byteLength(JSON.stringify(shape));
    if (values.length > 0 && bytes > MOST) break;
    values.push(shape);
  }
  const end = from + values.length;
  const { evidence, json, ...own } = shapeOf(collection, record, related, { base, most: MOST });
  const isMore = end < entries.length;
  return {
    data: [...(from === 0 && path === undefined ? [own] : []), ...values],
    total: entries.length,
    ...(isMore ? { next: String(end) } : {}),
    ...(isMore
      ? { notes: [`${entries.length - end} more values: call again with from=${end}, or with \`path\`.`] }
      : {}),
    links: { json: String(json), evidence: String(evidence) },
  };
}
