// One pair of states: what is known of them together: in time, by kind of visit, by people, by figures.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { wordsIn } from "../formats/labels.ts";
import { plural } from "../formats/words/amounts.ts";
import { dateWords } from "../formats/words/dates.ts";
import { named } from "../formats/words/values.ts";
import type { Event } from "../model/event.ts";
import type { Figure } from "../model/figure.ts";
import { type DyadPlan, dyadQuery, withPair } from "../query/dyad-query.ts";
import { type Criteria, fingerprintOf } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import type { EventSummary } from "../routes/answer/event-summary.ts";
import { relatedTo } from "../routes/answer/excerpts.ts";
import { type Frame, frameOf } from "../routes/answer/frame.ts";
import { detailOf } from "../routes/dyad.ts";
import { pairIn, SEVERAL } from "../routes/dyads.ts";
import { total } from "../store/count/totals.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { pageRoute } from "./answer.ts";
import { chartOf } from "./dyad-chart.ts";
import { figuresNode, linesNode, type Made, peopleNode, section, visitsNode } from "./dyad-sections.ts";
import { cite } from "./parts/cite.ts";
import { dyadWords as SAYS } from "./parts/dyad-words.ts";
import { all, el, join, type Kids } from "./parts/el.ts";
import type { Shell } from "./parts/layout.ts";
import { apiAt, pageAt, recordAt, withQuery } from "./parts/links.ts";
import { isolated, kicker } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";

/** Events that are drawn; more are counted by year. */
const DRAWN = 200;

export function dyadPage(app: FastifyInstance, context: RouteContext): void {
  pageRoute(app, context, {
    path: "/dyads/:a/:b",
    params: z.object({ a: z.string(), b: z.string() }),
    querystring: dyadQuery(context.stateCodes),
    async make(request, view) {
      const given = request.params as { a: string; b: string };
      const pair = pairIn(context, given);
      // The one that was named first stands first.
      const [first] = context.stateCodes.states.get(given.a.toUpperCase()) ?? [];
      const order = first === pair[1] ? ([pair[1], pair[0]] as const) : pair;
      const criteria = withPair((request.query as DyadPlan).criteria, pair);
      const frame = await frameOf(context, request, criteria, `/v1/dyads/${pair.join("/")}`);
      const query = [["country.all", pair.join(",")] as const, ...view.query];
      const data = await detailOf(context, criteria, pair, query);
      const nameOf = (id: string) => wordsIn(data.names[id] ?? null, view.lang) ?? id;
      const made = { view, data, nameOf, query };
      const events = await eventsOf(context, criteria);
      const chart = await chartOf(context, view, {
        events,
        order,
        nameOf,
        query,
        years: data.years,
        asked: frame.asked,
      });
      return shellOf(
        made,
        frame,
        order,
        chart,
        await claimants(context, made),
        await scopes(context, made, criteria, frame),
      );
    },
  });
}

async function eventsOf({ database }: RouteContext, criteria: Criteria): Promise<Event[]> {
  const sort = { key: "date", descending: false } as const;
  const list = {
    criteria,
    sort,
    limit: DRAWN,
    after: null,
    sample: null,
    count: "none" as const,
    fingerprint: fingerprintOf(criteria, sort),
  };
  const { docs } = await page(database, list, await planFor(database, criteria));
  return docs.map((doc) => JSON.parse(doc) as Event);
}

/** How many events the pair has in each dataset, as links to the same page. */
async function scopes(
  { database }: RouteContext,
  { view }: Made,
  criteria: Criteria,
  { loaded, asked }: Frame,
): Promise<Kids> {
  const found: Kids[] = [];
  for (const { id, counts } of loaded.filter((one) => (one.counts.events ?? 0) > 0)) {
    if (counts.events === 0) continue;
    const scope = { ...criteria, datasets: [{ not: false, values: [id] }] };
    const { total: count } = await total(database, await planFor(database, scope), "bounded");
    const isChosen = asked.length === 1 && asked[0] === id;
    found.push(
      el(
        "a",
        { href: withQuery(view, ["dataset"], [["dataset", id]]), "aria-current": isChosen ? "true" : undefined },
        `${id} ${count ?? ""}`,
      ),
    );
  }
  const t = SAYS[view.lang];
  const isAll = view.query.some(([name, value]) => name === "dataset" && value === "all");
  const whole = el(
    "a",
    { href: withQuery(view, ["dataset"], [["dataset", "all"]]), "aria-current": isAll ? "true" : undefined },
    t.together,
  );
  return el("p", { class: "switch" }, `${t.from}: `, join([...found, whole], " · "));
}

/** Who claimed the pair's figures, by id. */
async function claimants(
  { database }: RouteContext,
  { data, view }: Made,
): Promise<(id: string | null) => string | null> {
  const records = data.figures.items.map((figure) => ({
    collection: "figures" as const,
    record: { ...figure, provenance: [] } as unknown as Figure,
  }));
  const related = await relatedTo(database, records);
  return (id) => (id === null ? null : named("participants", id, related, view.lang).text);
}

function shellOf(
  made: Made,
  frame: Frame,
  order: readonly [string, string],
  chart: Kids,
  claimedBy: (id: string | null) => string | null,
  scope: Kids,
): Shell {
  const { view, data, nameOf, query } = made;
  const { lang } = view;
  const t = SAYS[lang];
  const title = `${nameOf(order[0])}${t.and}${nameOf(order[1])}`;
  const path = `/dyads/${data.countries.join("/")}`;
  const csv = apiAt(view, "/events", [...query, ["format", "csv"]]);
  const counted = plural(data.count, t.events, lang);
  const updated =
    frame.loaded
      .flatMap((info) => info.updated ?? [])
      .sort()
      .at(-1) ?? null;
  const attribution = frame.loaded
    .filter(({ id }) => frame.asked.includes(id))
    .map((info) => info.attribution)
    .join("; ");
  return {
    title,
    description: `${title}: ${counted}`,
    json: apiAt(view, path, view.query),
    forms: [
      { name: "CSV", href: csv, type: "text/csv" },
      { name: "iCalendar", href: apiAt(view, "/events", [...query, ["format", "ics"]]), type: "text/calendar" },
      { name: "Atom", href: apiAt(view, "/events", [...query, ["format", "atom"]]), type: "application/atom+xml" },
    ],
    version: frame.version,
    current: "dyads",
    body: all(
      el(
        "div",
        { class: "head" },
        kicker(t.kicker),
        el("h1", null, nameOf(order[0]), el("span", { class: "amp" }, t.and), nameOf(order[1])),
        el("p", { class: "lede" }, ledeOf(made, counted)),
        scope,
        el(
          "p",
          { class: "take" },
          el("a", { class: "button", href: csv, download: "" }, t.csv),
          el("a", { class: "small", href: pageAt(view, "/events", query) }, t.list),
        ),
      ),
      data.count === 0 ? null : section("h-time", t.time, chart),
      visitsNode(made),
      linesNode(made, "h-invited", t.invitations, data.invitations.items, data.invitations.total),
      linesNode(made, "h-agreed", t.agreements, data.agreements.items, data.agreements.total),
      linesNode(made, "h-planned", t.planned, data.planned.items, data.planned.total),
      peopleNode(made),
      figuresNode(made, claimedBy),
      notesNode(view, [SEVERAL, ...frame.notes]),
      cite(view, { key: ["dyad", ...data.countries].join("-"), title, version: frame.version, updated, attribution }),
    ),
  };
}

/** "9 events. The first is of …, …; the last of …" */
function ledeOf({ view, data }: Made, counted: string): Kids {
  const { lang } = view;
  const t = SAYS[lang];
  if (data.count === 0) return t.nothing;
  const event = (one: EventSummary) => [
    one.date === null ? "" : `${dateWords(one.date.edtf, lang)}, `,
    el("a", { href: recordAt(view, "events", one.id) }, isolated(wordsIn(one.title, lang))),
  ];
  const { first, last, held, ahead } = data;
  const told = `${counted}: ${plural(held, t.held, lang)}, ${plural(ahead, t.ahead, lang)}. `;
  if (first === null || last === null) return told;
  return first.id === last.id
    ? [told, t.one, event(first), "."]
    : [told, t.first, event(first), t.last, event(last), "."];
}
