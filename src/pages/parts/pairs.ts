// Pairs: from events straight to the pairs of states that take part in them, those of most events first.
import { el, join, type Kids, type Node } from "./el.ts";
import { pageAt, type View } from "./links.ts";
import { isolated } from "./marks.ts";

const SAYS = {
  en: { lead: "Everything between ", and: " and " },
  ru: { lead: "Всё о паре: ", and: " и " },
} as const;

/** Pairs that are shown. */
const SHOWN = 3;

/** The states that take part in an event, and its dataset, from which the pair is counted. */
interface Between {
  readonly dataset: string;
  readonly countries: readonly string[];
}

/**
 * Links to the pairs of states of some events; none where no two states take part. An event of many states, as a summit
 * is, says little of any two of them, so it is left out.
 */
export function pairLinks(view: View, events: readonly Between[], nameOf: (id: string) => string): Node | null {
  const counts = new Map<string, { a: string; b: string; count: number }>();
  for (const { countries } of events.filter(({ countries }) => countries.length <= SHOWN)) {
    for (const [at, a] of countries.entries()) {
      for (const b of countries.slice(at + 1)) {
        const key = `${a} ${b}`;
        counts.set(key, { a, b, count: (counts.get(key)?.count ?? 0) + 1 });
      }
    }
  }
  if (counts.size === 0) return null;
  const { lang } = view;
  const t = SAYS[lang];
  const datasets = new Set(events.map(({ dataset }) => dataset));
  const [dataset = "all"] = datasets;
  const query = [["dataset", datasets.size === 1 ? dataset : "all"] as const];
  const links: Kids[] = [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, SHOWN)
    .map(({ a, b }) => {
      const words = [a, b].map((id) => nameOf(id)).join(t.and);
      return el("a", { href: pageAt(view, `/dyads/${a}/${b}`, query) }, isolated(words));
    });
  return el("p", { class: "small pairs" }, t.lead, join(links, ", "));
}
