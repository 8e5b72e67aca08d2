// Beside a record: what else belongs to it, on its page: what was said and claimed there, what a person did, what was held at a place.
import { wordsIn } from "../formats/labels.ts";
import type { Related } from "../formats/related.ts";
import { amountWords, plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named } from "../formats/words/values.ts";
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import { fingerprintOf } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import type { Kept } from "../routes/answer/excerpts.ts";
import { statesIn } from "../routes/answer/state-names.ts";
import { total } from "../store/count/totals.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { ofEvents } from "../store/read/records.ts";
import { el, type Kids, type Node } from "./parts/el.ts";
import { pageAt, recordAt, type View } from "./parts/links.ts";
import { isolated, valueNode } from "./parts/marks.ts";
import { summaryOf } from "./parts/naming.ts";
import { pairLinks } from "./parts/pairs.ts";
import { KINDS } from "./parts/words.ts";

const SAYS = {
  en: {
    said: "Said here",
    claimed: "Figures claimed here",
    part: "Takes part in",
    spoke: "Said",
    held: "Held here",
    all: "All",
    parts: "Parts of it",
    pairs: "With which states it took part in events",
  },
  ru: {
    said: "Сказано здесь",
    claimed: "Названные здесь цифры",
    part: "Участвует",
    spoke: "Сказал",
    held: "Здесь прошло",
    all: "Все:",
    parts: "Его части",
    pairs: "С какими государствами участвует в событиях",
  },
} as const;

/** Records of a list that are shown. */
const SHOWN = 10;

interface Beside {
  readonly records: readonly Kept[];
  /** The sections, once what they name has been read. */
  sections(related: Related): Kids;
}

/** A few records of a list, and how many there are. */
interface Few {
  readonly heading: string;
  readonly collection: Collection;
  readonly records: readonly AnyRecord[];
  readonly total: number;
  /** The list of all of them. */
  readonly href: string;
}

export async function besideOf(
  context: RouteContext,
  view: View,
  collection: Collection,
  record: AnyRecord,
): Promise<Beside> {
  const t = SAYS[view.lang];
  const few = async (heading: string, of: Collection, filter: string) =>
    fewOf(context, view, heading, of, filter, record.id);
  const lists: Few[] = [];
  if (collection === "events") {
    lists.push(...(await saidAt(context, view, record)), await few(t.parts, "events", "partOf"));
  } else if (collection === "participants") {
    lists.push(await few(t.part, "events", "participant"), await few(t.spoke, "quotes", "speaker"));
  } else if (collection === "venues") {
    lists.push(await few(t.held, "events", "venue"));
  }
  const some = lists.filter(({ records }) => records.length > 0);
  return {
    records: some.flatMap(({ collection, records }) => records.map((record) => ({ collection, record }))),
    sections: (related) => [...some.map((list) => sectionOf(view, list, related)), pairsOf(context, view, record)],
  };
}

/** Of a state: where its pairs are; of an event: the pairs of its states. */
function pairsOf({ reference }: RouteContext, view: View, record: AnyRecord): Node | null {
  if ("countries" in record) return pairLinks(view, [record], statesIn(reference, view.lang).nameOf);
  if (!("offices" in record) || record.kind !== "country") return null;
  const query = [["country", record.id] as const, ["dataset", "all"] as const];
  return el("p", { class: "small" }, el("a", { href: pageAt(view, "/dyads", query) }, SAYS[view.lang].pairs));
}

/** The quotes and figures of an event. */
async function saidAt({ database }: RouteContext, view: View, { id }: AnyRecord): Promise<Few[]> {
  const t = SAYS[view.lang];
  const lists: Few[] = [];
  for (const [collection, heading] of [
    ["quotes", t.said],
    ["figures", t.claimed],
  ] as const) {
    const docs = await ofEvents(database, collection, [id]);
    const records = [...docs.values()].slice(0, LIMIT.usual).map((doc) => JSON.parse(doc) as AnyRecord);
    lists.push({
      heading,
      collection,
      records,
      total: docs.size,
      href: pageAt(view, `/${collection}`, [
        ["event", id],
        ["dataset", "all"],
      ]),
    });
  }
  return lists;
}

async function fewOf(
  { database }: RouteContext,
  view: View,
  heading: string,
  collection: Collection,
  filter: string,
  id: string,
): Promise<Few> {
  const criteria = {
    ...criteriaOf(collection, { [filter]: [{ not: false, values: [id] }] } as unknown as ParameterValues),
    datasets: "all" as const,
  };
  const sort = { key: "date", descending: true } as const;
  const list = {
    criteria,
    sort,
    limit: SHOWN,
    after: null,
    sample: null,
    count: "bounded" as const,
    fingerprint: fingerprintOf(criteria, sort),
  };
  const access = await planFor(database, criteria);
  const { docs, next } = await page(database, list, access);
  const counted = next === null ? docs.length : ((await total(database, access, "bounded")).total ?? docs.length);
  const records = docs.map((doc) => JSON.parse(doc) as AnyRecord);
  return {
    heading,
    collection,
    records,
    total: counted,
    href: pageAt(view, `/${collection}`, [
      [filter, id],
      ["dataset", "all"],
    ]),
  };
}

function sectionOf(view: View, list: Few, related: Related): Node {
  const { heading, collection, records, total: count, href } = list;
  const id = `h-${collection}-${heading.length}`;
  const body =
    collection === "quotes"
      ? records.map((record) => quoteNode(view, record as Records["quotes"], related))
      : el(
          "ul",
          { class: "plain" },
          records.map((record) => el("li", null, lineOf(view, collection, record))),
        );
  const more =
    count <= records.length
      ? null
      : el(
          "p",
          { class: "small" },
          el("a", { href }, `${SAYS[view.lang].all} ${plural(count, KINDS[view.lang][collection][1], view.lang)}`),
        );
  return el("section", { "aria-labelledby": id }, el("h2", { id }, heading), body, more);
}

function quoteNode(view: View, quote: Records["quotes"], related: Related): Node {
  const { lang } = view;
  const who = quote.speaker === null ? null : named("participants", quote.speaker, related, lang).text;
  const day = quote.date === null ? null : dateWords(quote.date.edtf, lang);
  const name = [who, day].filter((one) => one !== null).join(", ");
  const own = quote.language === lang ? undefined : quote.translations[lang]?.text;
  return el(
    "blockquote",
    { class: "said" },
    el("p", { lang: quote.language }, isolated(quote.text)),
    own === undefined ? null : el("p", { class: "soft" }, own),
    el("footer", null, el("a", { href: recordAt(view, "quotes", quote.id) }, name)),
  );
}

function lineOf(view: View, collection: Collection, record: AnyRecord): Kids {
  const { lang } = view;
  const link = (text: string) => el("a", { href: recordAt(view, collection, record.id) }, isolated(text));
  if (collection === "figures") {
    const figure = record as Records["figures"];
    return [link(amountWords(figure, lang)), ` — ${wordsIn(figure.measure, lang)}, ${wordsIn(figure.subject, lang)}`];
  }
  const { title } = record as Records["events"];
  return [
    link(wordsIn(title, lang) ?? record.id),
    " ",
    el("span", { class: "soft small" }, summaryOf(collection, record, lang)),
  ];
}

/** Names as links, for the rows of tables. */
export function namesNode(
  view: View,
  collection: Collection,
  ids: readonly string[],
  related: Related,
  most: number,
): Kids {
  const shown = ids.slice(0, most).map((id) => valueNode(view, [named(collection, id, related, view.lang)]));
  const more = ids.length > most ? [` +${ids.length - most}`] : [];
  return [...shown.flatMap((one, at) => (at === 0 ? [one] : [", ", one])), ...more];
}
