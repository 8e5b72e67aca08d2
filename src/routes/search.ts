// Search and suggestions over all collections.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { labelOf } from "../formats/labels.ts";
import type { AnyRecord, Records } from "../model/bundle.ts";
import { COLLECTIONS, Collection } from "../model/ids.ts";
import type { Reference } from "../model/reference.ts";
import { ownTexts } from "../model/texts.ts";
import { nameKey } from "../query/analyzer.ts";
import { rank, wordsOf } from "../query/completion.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { highlight, isEmpty, readSearch, type Search, type Segment, wholeKeys } from "../query/search.ts";
import { type SearchPlan, searchQuery } from "../query/search-query.ts";
import { SUGGESTED } from "../store/catalog/fulltext.ts";
import type { Reader } from "../store/plan/bounded.ts";
import { byId } from "../store/read/records.ts";
import { countFound, findHits } from "../store/search/hits.ts";
import { candidates } from "../store/search/suggestions.ts";
import { giveWay, inTurns } from "../turns.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { hintOf } from "./answer/hints.ts";
import { Labels, labelsOf, type Named } from "./answer/labels.ts";
import { address } from "./answer/links.ts";
import { WEIGHTS } from "./answer/weights.ts";
import { searchElsewhere } from "./elsewhere.ts";

/** Most suggestions in an answer. */
const SUGGESTIONS_MOST = 20;

const Address = z.string().meta({ description: "Where the record is.", examples: ["/v1/participants/kz"] });
const NamedRecord = z
  .string()
  .meta({ description: "What it is called, in the language asked for.", examples: ["Kazakhstan"] });

const Hit = z
  .strictObject({
    collection: Collection,
    id: z.string().meta({ examples: ["kz"] }),
    label: NamedRecord,
    tier: z.union([z.literal(1), z.literal(2), z.literal(3)]).meta({
      description: "3: the whole name or title. 2: all words in it. 1: elsewhere.",
      examples: [3],
    }),
    date: z
      .string()
      .nullable()
      .meta({ description: "First day it may fall on, where it has a date.", examples: [null] }),
    years: z
      .string()
      .nullable()
      .meta({
        description: "Of a former state: from when to when it was, an EDTF interval; null for all else.",
        examples: ["1922/1991"],
      }),
    highlights: z
      .array(
        z.strictObject({
          field: z.string().meta({ description: "Which part of the record, as in `fields`.", examples: ["names.en"] }),
          segments: z.array(z.strictObject({ text: z.string(), match: z.boolean() })),
        }),
      )
      .meta({
        description:
          "Its own words that were found, as segments and not as HTML; none where the names of others in it were.",
      }),
    href: Address,
  })
  .meta({ id: "Hit", description: "A record found, and the words by which it was." });

const Suggestion = z
  .strictObject({
    collection: z.enum(SUGGESTED),
    id: z.string().meta({ examples: ["kassym-jomart-tokayev"] }),
    label: NamedRecord,
    hint: z
      .string()
      .meta({ description: "One more line to tell it from others.", examples: ["President of Kazakhstan"] }),
    matched: z.string().meta({ description: "The name or alias that what was typed begins.", examples: ["Tokayev"] }),
    href: Address,
  })
  .meta({ id: "Suggestion", description: "A record whose name begins with what was typed." });

type Suggested = (typeof SUGGESTED)[number];

const HIGHLIGHTS = 3;

/** The query string of a search. */
export const SEARCH_QUERY = searchQuery(
  {
    q: "Words to find, in any case, script or language; phrases in quotation marks, `-word` for what must not be there.",
    example: "инвестиций",
    most: LIMIT.most,
    usual: 20,
    cursor: true,
  },
  COLLECTIONS,
);

export function searchRoutes(app: FastifyInstance, context: RouteContext): void {
  const { database, base, reference } = context;
  const years = yearsOf(reference);

  app.get("/v1/search", {
    config: { cached: true, weight: WEIGHTS.search },
    schema: {
      operationId: "search",
      tags: ["search"],
      summary: "Full text over all collections",
      description:
        "Records of any collection that have all words, best first: whole names and titles, then all words in a name or title, then the rest; then newest. " +
        "Every word must be there, also those that a hyphen, a dash or a slash joins; articles and conjunctions need not. " +
        "A name is found in every case and alphabet that it has: Russian and Kazakh cases, Kazakh in Latin letters, traditional and simplified Chinese, possessives, diacritics or none, short and former names; the words of a state's name are looked for together. " +
        "The same person or state is found in the same records by each of its names. Amounts and days are found as one types them: `21 млрд`, `$21bn`, `2023-10-17`.",
      querystring: SEARCH_QUERY,
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Hit).max(LIMIT.most), ListMeta, ListLinks, { labels: Labels }) } },
        "Hits, best first.",
      ),
    },
    handler: consistently(context, async (request) => {
      const seek = request.query as SearchPlan;
      const frame = await frameOf(context, request, seek);
      const { found, records, next, counted, search } = await searched(context, seek);
      const data = await inTurns(found, ({ collection, id, tier, date, record, highlights }) => ({
        collection,
        id,
        label: labelOf(collection, record as never, seek.lang),
        tier,
        date,
        years: years.get(id) ?? null,
        highlights,
        href: address(base, `/v1/${collection}/${id}`),
      }));
      const notes = isEmpty(search)
        ? ["`q` has no letter or digit, so it finds nothing"]
        : seek.after === null
          ? await searchElsewhere(database, frame, search, seek)
          : [];
      const meta = frame.meta({ ...counted, limit: seek.limit, notes });
      const labels = await labelsOf(context, seek.labels, (named) => nameHits(named, found, records));
      return enveloped(JSON.stringify(data), meta, frame.links(next, seek.question), { labels });
    }),
  });

  app.get("/v1/suggest", {
    config: { cached: true },
    schema: {
      operationId: "suggest",
      tags: ["search"],
      summary: "Completion for participants, venues and events",
      description:
        "Records whose name begins with what was typed, for a combobox: any alias, any script, the last word unfinished, one letter of a word wrong.",
      querystring: searchQuery(
        {
          q: "What has been typed so far: the last word may be unfinished, one letter of a word wrong.",
          example: "Tokaev",
          most: SUGGESTIONS_MOST,
          usual: 10,
          cursor: false,
        },
        SUGGESTED,
      ),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Suggestion).max(SUGGESTIONS_MOST), ListMeta, ListLinks) } },
        "Suggestions, best first.",
      ),
    },
    handler: consistently(context, async (request) => {
      const seek = request.query as SearchPlan;
      const frame = await frameOf(context, request, seek);
      const { ranked, cut } = await completions(database, seek);
      const data = await Promise.all(
        ranked.slice(0, seek.limit).map(async ({ collection, record, matched }) => ({
          collection,
          id: record.id,
          label: labelOf(collection, record as never, seek.lang),
          hint: await hintOf(database, collection, record, seek.lang, years),
          matched,
          href: address(base, `/v1/${collection}/${record.id}`),
        })),
      );
      const left = ranked.length - data.length;
      const more = `${left}${cut ? " or more" : ""} further names answer what was typed: type more, or look for whole words in /v1/search`;
      const meta = frame.meta({
        total: ranked.length,
        lowerBound: cut,
        limit: seek.limit,
        notes: left > 0 || cut ? [more] : [],
      });
      return enveloped(JSON.stringify(data), meta, frame.links(null, seek.question));
    }),
  });
}

function nameHits(
  { found, known }: Named,
  hits: readonly { collection: Collection; id: string }[],
  records: ReadonlyMap<string, AnyRecord>,
): void {
  for (const { collection, id } of hits) {
    found.get(collection)?.add(id);
    const record = records.get(`${collection}/${id}`);
    if (record !== undefined) known.get(collection)?.set(id, record);
  }
}

/** The hits of a search with their records and the words found, where the next page begins, and how many there are. */
export async function searched({ database, stateCodes }: RouteContext, seek: SearchPlan) {
  const search = readSearch(seek.q, stateCodes.names);
  const { hits, next } = await findHits(database, search, wholeKeys(seek.q), seek, seek.limit, seek.after);
  await giveWay();
  const counted = await countFound(database, search, seek);
  const records = await recordsOf(database, hits);
  const found = await inTurns(hits, (hit) => {
    const record = records.get(`${hit.collection}/${hit.id}`) as AnyRecord;
    return { ...hit, record, highlights: highlightsOf(hit.collection, record as never, search) };
  });
  return { found, records, next, counted, search };
}

/** Records by `collection/id`. */
async function recordsOf(database: Reader, hits: readonly { collection: Collection; id: string }[]) {
  const records = new Map<string, AnyRecord>();
  for (const collection of new Set(hits.map((hit) => hit.collection))) {
    const ids = hits.filter((hit) => hit.collection === collection).map(({ id }) => id);
    const docs = await byId(database, collection, ids);
    await inTurns(docs, ([id, doc]) => records.set(`${collection}/${id}`, JSON.parse(doc)));
  }
  return records;
}

function highlightsOf<C extends Collection>(collection: C, record: Records[C], search: Search) {
  const found: { field: string; segments: Segment[] }[] = [];
  for (const [field, text] of ownTexts(collection, record)) {
    const segments = highlight(text, search);
    if (segments !== null) found.push({ field, segments });
    if (found.length === HIGHLIGHTS) break;
  }
  return found;
}

/** Records that what was typed may mean, best first: that very name, fewest wrong letters, names that begin so. */
async function completions(database: Reader, { q, collections, datasets: asked }: SearchPlan) {
  const typed = wordsOf(q);
  const keys = new Set(wholeKeys(q));
  const { found, cut } = await candidates(database, typed, [...keys], collections, asked);
  const records = await recordsOf(database, found);
  const some = await inTurns(found, ({ collection, id, whole }) => {
    const record = records.get(`${collection}/${id}`);
    if (record === undefined) return [];
    const best = ownTexts(collection, record as never)
      .filter(([field]) => /^(?:names|aliases|title)\./.test(field))
      .map(([field, text]) => ({
        text,
        score: whole && keys.has(nameKey(text, field.split(".").at(-1) ?? "")) ? 0 : rank(typed, text),
      }))
      .filter((one): one is { text: string; score: number } => one.score !== null)
      .sort((a, b) => a.score - b.score)[0];
    return best === undefined
      ? []
      : [{ collection: collection as Suggested, record, matched: best.text, score: best.score }];
  });
  const ranked = some.flat();
  const order = (collection: Suggested) => SUGGESTED.indexOf(collection);
  ranked.sort(
    (a, b) => a.score - b.score || order(a.collection) - order(b.collection) || (a.record.id < b.record.id ? -1 : 1),
  );
  return { ranked, cut };
}

/** From when to when each former state was, as an EDTF interval. */
function yearsOf({ historicStates }: Reference): ReadonlyMap<string, string> {
  return new Map(historicStates.map(({ id, from, to }) => [id, `${from ?? ""}/${to ?? ""}`]));
}
