// Labels: the names of the ids and of the words of vocabularies that an answer has, in one language.
//
// Names stand by collection and by vocabulary, for one word means different things: `year` is a kind of figure and a
// unit. A name that is not known is left out. Records are fetched by their ids, some at a time, so that other requests
// get their turn, whatever an answer includes.
import { z } from "zod";
import type { Awaitable } from "../../coroutine.ts";
import { type Lang, labelOf, wordsIn } from "../../formats/labels.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { idsAt, REFERENCES, VOCABULARIES, type VocabularyName, WORDS } from "../../model/references.ts";
import { byId } from "../../store/read/records.ts";
import { giveWay, inTurns } from "../../turns.ts";
import type { RouteContext } from "./envelope.ts";
import { stateNames } from "./group-rows.ts";
import { DERIVED } from "./included.ts";

const KEYS = [...COLLECTIONS, ...(Object.keys(VOCABULARIES) as VocabularyName[]), "cameo"] as const;
type Key = (typeof KEYS)[number];
const NameById = z
  .record(z.string(), z.string())
  .meta({ id: "NameById", description: "Names by id or word.", examples: [{ kz: "Kazakhstan" }] });

export const Labels = z
  .strictObject(
    Object.fromEntries(KEYS.map((key) => [key, NameById.optional()])) as Record<Key, z.ZodOptional<typeof NameById>>,
  )
  .meta({
    id: "Labels",
    description:
      "With `labels`: the names of all ids, by collection, and of all words and codes, by vocabulary, that the answer has. In the language asked for, or, where a record has no name in it, in another.",
  });
export type Labels = z.infer<typeof Labels>;

/** Which ids and words an answer has, and the records of it that are at hand. */
export interface Named {
  readonly found: ReadonlyMap<Key, Set<string>>;
  readonly known: ReadonlyMap<Collection, Map<string, AnyRecord>>;
}

function nothingNamed(): Named {
  return {
    found: new Map(KEYS.map((key) => [key, new Set()])),
    known: new Map(COLLECTIONS.map((collection) => [collection, new Map()])),
  };
}

/** Where parts of answers have ids and words, as JSON Pointers with `*` for each item. */
type Places = Readonly<Record<string, Key>>;

export function nameAt({ found }: Named, value: unknown, places: Places): void {
  for (const [pattern, key] of Object.entries(places)) {
    for (const id of idsAt(value, pattern)) found.get(key)?.add(id);
  }
}

const PLACES = Object.fromEntries(
  COLLECTIONS.map((one) => [one, { "/id": one, ...REFERENCES[one], ...DERIVED[one], ...WORDS[one] }]),
) as unknown as { readonly [C in Collection]: Places };

/** Takes in all that a record names, or a part or summary of it. */
export function nameRecord(named: Named, collection: Collection, record: unknown): void {
  nameAt(named, record, PLACES[collection]);
}

/** Takes in records as they are sent, with their documents, which have their own names. */
export async function nameRecords(
  named: Named,
  collection: Collection,
  docs: Iterable<string>,
  shown: Iterable<string> = docs,
): Promise<void> {
  await inTurns(docs, (doc) => {
    const record = JSON.parse(doc) as AnyRecord;
    named.known.get(collection)?.set(record.id, record);
  });
  await inTurns(shown, (doc) => nameRecord(named, collection, JSON.parse(doc)));
}

/** Records that are fetched at a time. */
const AT_A_TIME = 100;

/** The names of all that `take` takes in, as far as they are known; null where no language is asked for. */
export async function labelsOf(
  { database, reference }: Pick<RouteContext, "database" | "reference">,
  lang: Lang | null,
  take: (named: Named) => Awaitable<void>,
): Promise<Labels | null> {
  if (lang === null) return null;
  const { found, known } = nothingNamed();
  await take({ found, known });
  const states = stateNames(reference);
  const cameo = new Map(reference.cameo.map(({ code, name }) => [code, wordsIn(name, lang)]));
  const labels: Partial<Record<Key, Record<string, string>>> = {};
  for (const [key, all] of found) {
    if (all.size === 0) continue;
    const sorted = [...all].sort();
    const collection = COLLECTIONS.find((one) => one === key);
    const terms = Object.hasOwn(VOCABULARIES, key) ? VOCABULARIES[key as keyof typeof VOCABULARIES] : [];
    const records = collection === undefined ? undefined : await recordsOf(collection, sorted);
    const nameOf = (id: string): string | null => {
      if (key === "cameo") return cameo.get(id) ?? null;
      const record = records?.get(id);
      if (collection !== undefined && record !== undefined) return labelOf(collection, record as never, lang);
      if (collection === "participants") return wordsIn(states.get(id) ?? null, lang);
      return terms.find((term) => term.id === id)?.label[lang] ?? null;
    };
    const names = (await inTurns(sorted, (id) => [id, nameOf(id)] as const)).filter(([, name]) => name !== null);
    if (names.length > 0) labels[key] = Object.fromEntries(names) as Record<string, string>;
  }
  return labels as Labels;

  async function recordsOf(collection: Collection, ids: readonly string[]) {
    const records = new Map(known.get(collection));
    const missing = ids.filter((id) => !records.has(id));
    for (let at = 0; at < missing.length; at += AT_A_TIME) {
      await giveWay();
      const docs = await byId(database, collection, missing.slice(at, at + AT_A_TIME));
      await inTurns(docs, ([id, doc]) => records.set(id, JSON.parse(doc) as AnyRecord));
    }
    return records;
  }
}
