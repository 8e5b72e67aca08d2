// Quotations: a quote is what its evidence says, and a figure that it contains stands in its words.
import { brief, type Fault } from "../input/faults.ts";
import { isObject } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Citation, type Corpus, type Entry, faultIn, idOf, items, text } from "./corpus.ts";
import { covers } from "./coverage.ts";
import { type Difference, differenceOf } from "./differences.ts";

/** How a quote's text differs from the evidence that is to show it whole; null where some evidence is the text. */
export function differing(quote: Entry, { quoted }: Corpus): (Difference & { readonly citation: Citation }) | null {
  const words = text(quote.record.text);
  const spans = quoted.get(quote) ?? [];
  if (words === null || spans.some(({ evidence }) => evidence.exact === words)) return null;
  const citation = spans[0];
  const difference = citation === undefined ? null : differenceOf(words, citation.evidence.exact);
  return citation === undefined || difference === null ? null : { ...difference, citation };
}

/** Every quote shows where its words stand: without that, nothing inside it could be checked. */
export function* quotes(corpus: Corpus): Generator<Fault> {
  for (const entry of corpus.entries) {
    if (entry.collection !== "quotes" || text(entry.record.text) === null) continue;
    const difference = differing(entry, corpus);
    if (difference !== null) {
      const { at, words, citation } = difference;
      const message = `differs from its evidence, ${citation.pointer}, at code point ${at}: ${brief(words[0])} here, ${brief(words[1])} there`;
      yield faultIn(entry, "/text", message);
    } else if (!corpus.quoted.has(entry) && !isDrafted(entry)) {
      yield faultIn(
        entry,
        "/text",
        "needs an entry of provenance for /text whose evidence is the whole text, from its source",
      );
    }
  }
}

/** Whether evidence of the text is there whose own shape is at fault. */
function isDrafted({ record }: Entry): boolean {
  return items(record.provenance).some(
    (item) =>
      isObject(item) &&
      item.path === "/text" &&
      items(item.evidence).some((one) => isObject(one) && one.exact === record.text && one.start === undefined),
  );
}

/** The words of a figure that names a quote stand inside that quote. */
export function* insideQuotes(corpus: Corpus): Generator<Fault> {
  const raws = corpus.citations.filter(({ entry, path }) => entry.collection === "figures" && covers(path, "/raw"));
  for (const [entry, cited] of Map.groupBy(raws, (citation) => citation.entry)) {
    const id = text(entry.record.quote);
    const quote = corpus.ids.quotes.get(id ?? "");
    const spans = quote === undefined ? [] : (corpus.quoted.get(quote) ?? []);
    const sound = cited.filter(({ evidence }) => evidence.end - evidence.start === lengthOf(evidence.exact));
    if (quote === undefined || spans.length === 0 || sound.length === 0 || differing(quote, corpus) !== null) continue;
    if (sound.some((one) => spans.some((span) => isWithin(one, span)))) continue;
    const [{ exact, start, end } = { exact: "", start: 0, end: 0 }] = sound.map(({ evidence }) => evidence);
    const where = spans.map(({ evidence }) => `${evidence.start} to ${evidence.end}`).join(", ");
    const other = [...corpus.quoted].find(([, list]) => sound.some((one) => list.some((span) => isWithin(one, span))));
    const help =
      other === undefined ? "write null where the reporter says it" : `it is inside ${brief(idOf(other[0]))}`;
    const message = `${brief(exact)}, ${start} to ${end} of the source, is not inside ${brief(id)}, which is ${where}; ${help}`;
    yield faultIn(entry, "/quote", message);
  }
}

function isWithin({ evidence: inner }: Citation, { evidence: outer }: Citation): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}
