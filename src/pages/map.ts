// The map: where events took place, by the point of their place, or by the state where no finer place is known.
//
// It has no JSON of its own: it takes the filters of `/v1/events`, and shows what `/v1/stats/events?by=venue` counts and
// `format=geojson` places. The middle of a state is never a point; what is known of a state alone is its shade.
import type { FastifyInstance } from "fastify";
import { COLUMNS } from "../formats/columns.ts";
import { wordsIn } from "../formats/labels.ts";
import { pointOf } from "../formats/places.ts";
import { countWords, plural } from "../formats/words/amounts.ts";
import type { Venue } from "../model/venue.ts";
import { type ListQuery, listQuery } from "../query/list-query.ts";
import type { Criteria } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { withSurroundings } from "../routes/answer/included.ts";
import { COLLECTION_ABOUTS } from "../routes/collections.ts";
import { groups } from "../store/count/groups.ts";
import { planFor } from "../store/plan/probe.ts";
import { pageRoute } from "./answer.ts";
import { all, el, join, type Kids } from "./parts/el.ts";
import { apiAt, pageAt, type View, withQuery } from "./parts/links.ts";
import { extentOf, mapNode, type Place, WORLD } from "./parts/map.ts";
import { isolated, kicker } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";
import { coarse, fine, pointAt } from "./parts/world.ts";

/** Places that may be named on the map, and those that are listed under it. */
const NAMED = 40;
const LISTED = 24;
/** Venues read at a time. */
const READ = 500;

/** Where events are: at points, in states, at places without coordinates, nowhere. */
export interface Placed {
  readonly places: readonly (Place & { readonly venue: Venue })[];
  readonly states: ReadonlyMap<string, number>;
  readonly inStates: number;
  readonly blank: number;
  readonly nowhere: number;
}

export async function placesOf({ database, reference }: RouteContext, criteria: Criteria): Promise<Placed> {
  const plan = await planFor(database, criteria);
  const found = await groups(database, plan, ["venue"], { sort: "-count", limit: null });
  const counts = new Map(found.groups.map(({ keys, count }) => [keys[0] ?? null, count]));
  const ids = [...counts.keys()].filter((id) => id !== null);
  const venues = new Map<string, Venue>();
  for (let at = 0; at < ids.length; at += READ) {
    for (const [id, doc] of await withSurroundings(database, ids.slice(at, at + READ))) venues.set(id, JSON.parse(doc));
  }
  const m49 = new Map(reference.countries.map(({ id, m49 }) => [id, m49]));
  const points = new Map<string, Place & { venue: Venue }>();
  const states = new Map<string, number>();
  let [inStates, blank] = [0, 0];
  for (const id of ids) {
    const count = counts.get(id) ?? 0;
    const venue = venues.get(id);
    const placed = pointOf(venue, venues);
    const xy = placed === null ? null : pointAt(placed.location.longitude, placed.location.latitude);
    if (placed !== null && xy !== null) {
      const there = points.get(placed.at.id);
      const [x, y] = xy;
      const { precision } = placed.location;
      const { at } = placed;
      points.set(at.id, { id: at.id, x, y, count: count + (there?.count ?? 0), precision, name: null, venue: at });
      continue;
    }
    const code = venue?.kind === "country" ? (m49.get(venue.country ?? "") ?? null) : null;
    if (code === null) blank += count;
    else {
      states.set(code, (states.get(code) ?? 0) + count);
      inStates += count;
    }
  }
  const places = [...points.values()].sort((a, b) => b.count - a.count);
  return { places, states, inStates, blank, nowhere: counts.get(null) ?? 0 };
}

const SAYS = {
  en: {
    title: "Map",
    where: "Where it happened",
    dataset: "Dataset",
    together: "all together",
    city: "in a city",
    region: "in a region, at its centre",
    state: "only in a state, shown as shade",
    blank: "at a place without coordinates",
    nowhere: "event without a place|events without a place",
    about:
      "Equal Earth projection: areas compare. The larger the circle, the more events. Outlines: Natural Earth, 1:110 million; borders as drawn there, no statement on any of them.",
    world: "The whole world",
    fitted: "Where the events are",
    top: "Places with most events",
    events: "event|events",
    places: "place|places",
    points: (points: string, total: string, places: string) => `${points} of ${total} have a point, at ${places}.`,
  },
  ru: {
    title: "Карта",
    where: "Где это было",
    dataset: "Набор данных",
    together: "все вместе",
    city: "в городе",
    region: "в регионе, в его центре",
    state: "известно только государство, показано тоном",
    blank: "в месте без координат",
    nowhere: "событие без места|события без места|событий без места",
    about:
      "Проекция Equal Earth: площади сравнимы. Чем больше круг, тем больше событий. Контуры: Natural Earth, 1:110 млн; границы как там проведены, ни об одной из них ничего не утверждается.",
    world: "Весь мир",
    fitted: "Где события",
    top: "Где событий больше всего",
    events: "событие|события|событий",
    places: "место|места|мест",
    points: (points: string, total: string, places: string) =>
      `Точка известна у ${points} из ${total}, мест: ${places.replace(/\D+$/, "")}.`,
  },
} as const;

export function mapPage(app: FastifyInstance, context: RouteContext): void {
  const events = COLLECTION_ABOUTS.find(({ collection }) => collection === "events");
  const formats = (events?.formats ?? []).map(({ name }) => name);
  pageRoute(app, context, {
    path: "/map",
    own: { extent: ["world"] },
    querystring: listQuery(
      "events",
      events?.parts ?? {},
      context.stateCodes,
      formats,
      COLUMNS.events.map(({ name }) => name),
    ),
    async make(request, view) {
      const { lang } = view;
      const t = SAYS[lang];
      const question = request.query as ListQuery;
      const criteria = question.ids === null ? question.plan.criteria : null;
      const frame = await frameOf(context, request, criteria, "/v1/events");
      const placed =
        criteria === null
          ? { places: [], states: new Map(), inStates: 0, blank: 0, nowhere: 0 }
          : await placesOf(context, criteria);
      const shown = withNames(placed, view);
      const query = view.query.filter(([name]) => !["cursor", "limit", "sort", "extent"].includes(name));
      const fitted = extentOf(shown, placed.states, fine());
      const isWorld = view.query.some(([name]) => name === "extent");
      return {
        title: t.title,
        description: saysOf(placed, view),
        json: apiAt(view, "/stats/events", [...query, ["by", "venue"]]),
        forms: [
          {
            name: "GeoJSON",
            href: apiAt(view, "/events", [...query, ["format", "geojson"]]),
            type: "application/geo+json",
          },
          { name: "CSV", href: apiAt(view, "/events", [...query, ["format", "csv"]]), type: "text/csv" },
        ],
        version: frame.version,
        isWide: true,
        current: "map",
        body: all(
          el("div", { class: "head" }, kicker(t.title), el("h1", null, t.where), switchNode(view, frame.loaded)),
          notesNode(view, frame.duplicates),
          el(
            "figure",
            { class: "mapfig" },
            mapNode(shown, placed.states, fine(), saysOf(placed, view), isWorld ? WORLD : fitted),
            fitted === WORLD ? null : extentNode(view, isWorld),
            captionNode(view, placed),
          ),
          el("section", { "aria-labelledby": "h-top" }, el("h2", { id: "h-top" }, t.top), topNode(view, placed, query)),
        ),
      };
    },
  });
}

/** The map of the home page: the most frequent places, drawn coarsely. */
export function smallMap(view: View, placed: Placed) {
  return mapNode(placed.places.slice(0, 160), placed.states, coarse(), saysOf(placed, view));
}

const shortName = ({ names }: Venue, { lang }: View) => (wordsIn(names, lang) ?? "").split(",")[0] ?? "";

function withNames({ places }: Placed, view: View): Place[] {
  return places.map((place, at) => ({
    ...place,
    name: at < NAMED && place.precision !== "region" ? shortName(place.venue, view) : null,
  }));
}

/** What the map shows, in words. */
export function saysOf({ places, inStates, blank, nowhere }: Placed, { lang }: View): string {
  const t = SAYS[lang];
  const points = places.reduce((sum, { count }) => sum + count, 0);
  const whole = points + inStates + blank + nowhere;
  const parts = [
    t.points(countWords(points, lang), plural(whole, t.events, lang), plural(places.length, t.places, lang)),
    ...(inStates > 0 ? [`${t.state}: ${countWords(inStates, lang)}.`] : []),
    ...(blank > 0 ? [`${t.blank}: ${countWords(blank, lang)}.`] : []),
    ...(nowhere > 0 ? [`${plural(nowhere, t.nowhere, lang)}.`] : []),
  ];
  return parts.join(" ");
}

function switchNode(
  view: View,
  loaded: readonly { readonly id: string; readonly kind: string; readonly counts: Readonly<Record<string, number>> }[],
): Kids {
  const t = SAYS[view.lang];
  const chosen = view.query.find(([name]) => name === "dataset")?.[1] ?? null;
  const links = loaded
    .filter(({ counts }) => (counts.events ?? 0) > 0)
    .map(({ id, kind, counts }) => {
      const isChosen = chosen === null ? kind === "curated" : chosen === id;
      const href = withQuery(view, ["dataset"], kind === "curated" ? [] : [["dataset", id]]);
      return el(
        "a",
        { href, "aria-current": isChosen ? "true" : undefined },
        `${id} ${countWords(counts.events ?? 0, view.lang)}`,
      );
    });
  const all = el(
    "a",
    { href: withQuery(view, ["dataset"], [["dataset", "all"]]), "aria-current": chosen === "all" ? "true" : undefined },
    t.together,
  );
  return el("p", { class: "switch" }, `${t.dataset}: `, join([...links, all], " · "));
}

/** The way to the whole map, and back to the part with the events. */
function extentNode(view: View, isWorld: boolean): Kids {
  const t = SAYS[view.lang];
  const href = withQuery(view, ["extent"], isWorld ? [] : [["extent", "world"]]);
  return el("p", { class: "switch ways" }, el("a", { href }, isWorld ? t.fitted : t.world));
}

function captionNode(view: View, { places, inStates, blank, nowhere }: Placed): Kids {
  const { lang } = view;
  const t = SAYS[lang];
  const at = (isRegion: boolean) =>
    countWords(
      places
        .filter(({ precision }) => (precision === "region") === isRegion)
        .reduce((sum, { count }) => sum + count, 0),
      lang,
    );
  const circle = (look: string) =>
    el(
      "svg",
      { width: 12, height: 12, "aria-hidden": "true" },
      el("circle", { class: `pt ${look}`, cx: 6, cy: 6, r: 4 }),
    );
  const shade = el(
    "svg",
    { width: 16, height: 12, "aria-hidden": "true" },
    el("rect", { class: "land s3", width: 16, height: 12 }),
  );
  const lost = withQuery({ ...view, path: "/events" }, ["venue", "extent"], [["venue", "null"]]);
  return el(
    "figcaption",
    null,
    el(
      "ul",
      { class: "keys" },
      el("li", null, circle("city"), ` ${t.city}: ${at(false)}`),
      el("li", null, circle("region"), ` ${t.region}: ${at(true)}`),
      el("li", null, shade, ` ${t.state}: ${countWords(inStates, lang)}`),
      blank === 0 ? null : el("li", null, `${t.blank}: ${countWords(blank, lang)}`),
    ),
    nowhere === 0 ? null : el("p", { class: "nowhere" }, el("a", { href: lost }, plural(nowhere, t.nowhere, lang))),
    el("p", { class: "hint" }, t.about),
  );
}

/** The places as a list: the form of the map for those who do not see it. */
function topNode(view: View, { places }: Placed, query: readonly (readonly [string, string])[]): Kids {
  const rest = query.filter(([name]) => name !== "venue");
  const items = places
    .slice(0, LISTED)
    .map(({ id, count, venue }) =>
      el(
        "li",
        null,
        el(
          "a",
          { href: pageAt(view, "/events", [...rest, ["venue", id]]) },
          isolated(wordsIn(venue.names, view.lang) ?? id),
        ),
        " ",
        el("span", { class: "soft num" }, countWords(count, view.lang)),
      ),
    );
  return el("ol", { class: "cols" }, items);
}
