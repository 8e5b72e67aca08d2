// The chart of a pair: rows for a few events, a block a visit for decades of visits, bars by year for all else.
import { wordsIn } from "../formats/labels.ts";
import { dateWords } from "../formats/words/dates.ts";
import { termWords } from "../formats/words/values.ts";
import type { Event } from "../model/event.ts";
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import { fingerprintOf } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import type { Group } from "../routes/answer/group-rows.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { AXIS_KEY, axisRows } from "./parts/axis.ts";
import { all, el, type Kids } from "./parts/el.ts";
import { recordAt, type View } from "./parts/links.ts";
import { lower, statusWords } from "./parts/naming.ts";
import { type Block, decadesMissing, type Lane, type Level, strata } from "./parts/strata.ts";
import { strip } from "./parts/strip.ts";

/** Events that have a row each. */
const ROWS = 40;

interface Asked {
  readonly events: readonly Event[];
  readonly order: readonly [string, string];
  readonly nameOf: (id: string) => string;
  readonly query: readonly (readonly [string, string])[];
  readonly years: readonly Group[];
  readonly asked: readonly string[];
}

const SAYS = {
  en: {
    to: (state: string) => `Visits to ${state}`,
    missing: "no file of these years is loaded",
    key: "A block is a visit, stacked by the year it began. A blank year is no proof that there was no visit.",
    state: "state visit",
    official: "official or working visit",
    private: "private visit",
    unknown: "rank not stated",
    years: "Events by year; the height goes by the square root.",
  },
  ru: {
    to: (state: string) => `Визиты: ${state}`,
    missing: "файлов за эти годы не загружено",
    key: "Клетка — визит, стопки по году начала. Пустой год не доказывает, что визитов не было.",
    state: "государственный визит",
    official: "официальный или рабочий визит",
    private: "частный визит",
    unknown: "ранг не назван",
    years: "События по годам; высота по квадратному корню.",
  },
} as const;

export async function chartOf(context: RouteContext, view: View, asked: Asked): Promise<Kids> {
  const { events, years } = asked;
  const { lang } = view;
  const dated = events.filter(({ date }) => date !== null);
  const visits = events.filter(({ type }) => type === "visit");
  if (dated.length === 0) return null;
  if (events.length <= ROWS) {
    const items = dated.map((event) => itemOf(view, event));
    return all(axisRows(items, lang), el("p", { class: "hint" }, AXIS_KEY[lang]));
  }
  if (visits.length === events.length) return visitsChart(context, view, asked);
  const counts = years.flatMap(({ keys, count }) => (keys.year == null ? [] : [{ year: Number(keys.year), count }]));
  const known = counts.map(({ year }) => year);
  if (known.length === 0) return null;
  const [from, to] = [Math.min(...known), Math.max(...known)];
  return all(
    strip(counts, from, to, lang),
    el("p", { class: "ends small" }, el("span", null, from), el("span", null, to)),
    el("p", { class: "hint" }, SAYS[lang].years),
  );
}

/** An event on the axis; what merely occurred says no more. */
export function itemOf(view: View, event: Event) {
  const { id, title, date, status } = event;
  const extra = status === "occurred" ? null : statusWords(event, view.lang);
  return { href: recordAt(view, "events", id), title: wordsIn(title, view.lang) ?? id, date, status, extra };
}

const levelOf = (rank: Event["rank"]): Level => (rank === null ? 0 : rank === "state" ? 3 : rank === "private" ? 1 : 2);

async function visitsChart(context: RouteContext, view: View, { events, order, nameOf, asked }: Asked): Promise<Kids> {
  const { lang } = view;
  const t = SAYS[lang];
  const yearOf = ({ date }: Event) => Number((date?.earliest ?? date?.latest ?? "0").slice(0, 4));
  const years = events.map(yearOf).filter((year) => year > 0);
  const [from, to] = [Math.floor(Math.min(...years) / 10) * 10, Math.floor(Math.max(...years) / 10) * 10 + 9];
  const decades = asked.includes("us-visits") ? await decadesOf(context) : null;
  const lane = (host: string, visitor: string): Lane => ({
    name: t.to(nameOf(host)),
    missingWords: t.missing,
    missing: host === "us" && decades !== null ? decadesMissing(decades, from, to) : [],
    blocks: events
      .filter((event) =>
        event.participants.some(({ role, onBehalfOf }) => role === "visitor" && onBehalfOf === visitor),
      )
      .sort((a, b) => levelOf(b.rank) - levelOf(a.rank))
      .map((event): Block => {
        const rank = event.rank === null ? "" : `, ${lower(termWords("events/rank", event.rank, lang))}`;
        const day = event.date === null ? "" : `, ${dateWords(event.date.edtf, lang)}`;
        return {
          href: recordAt(view, "events", event.id),
          title: `${wordsIn(event.title, lang)}${day}${rank}`,
          year: yearOf(event),
          level: levelOf(event.rank),
        };
      }),
  });
  const keys = (
    [
      [3, t.state],
      [2, t.official],
      [1, t.private],
      [0, t.unknown],
    ] as const
  ).map(([level, words]) => {
    const low = level === 1;
    const block = el("rect", { class: `blk l${level}`, width: 11, height: low ? 3 : 7, x: 1, y: low ? 5 : 1 });
    return el("li", null, el("svg", { width: 14, height: 9, "aria-hidden": "true" }, block), ` ${words}`);
  });
  const hatched =
    decades !== null && order.includes("us")
      ? el("li", null, el("span", { class: "hatchkey", "aria-hidden": "true" }), ` ${t.missing}`)
      : null;
  const [one, other] = order;
  return all(
    strata([lane(one, other), lane(other, one)], from, to),
    el("ul", { class: "keys" }, keys, hatched),
    el("p", { class: "hint" }, t.key),
  );
}

/** The decades of which a file of visits to the United States is loaded: each file is one, and its source is named by it. */
async function decadesOf({ database }: RouteContext): Promise<number[]> {
  const values = { dataset: [{ not: false, values: ["us-visits"] }] } as unknown as ParameterValues;
  const criteria = criteriaOf("sources", values);
  const sort = { key: "id", descending: false } as const;
  const list = {
    criteria,
    sort,
    limit: 200,
    after: null,
    sample: null,
    count: "none" as const,
    fingerprint: fingerprintOf(criteria, sort),
  };
  const { docs } = await page(database, list, await planFor(database, criteria));
  const ids = docs.map((doc) => (JSON.parse(doc) as { id: string }).id);
  return ids.map((id) => Number(/-file-(\d{4})$/.exec(id)?.[1])).filter((decade) => decade > 0);
}
