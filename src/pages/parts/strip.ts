// Strips: how many events a dataset has in each year, as small as a word.
import type { Lang } from "../../formats/labels.ts";
import { countWords } from "../../formats/words/amounts.ts";
import { el, type Node } from "./el.ts";

/** Events of a year. */
export interface YearCount {
  readonly year: number;
  readonly count: number;
}

const HEIGHT = 26;

/** A bar a year; the heights go by the square root, so that few are seen beside many. */
export function strip(years: readonly YearCount[], from: number, to: number, lang: Lang): Node {
  const span = to - from + 1;
  const most = Math.max(1, ...years.map(({ count }) => count));
  const percent = (part: number) => `${Math.round((part / span) * 10_000) / 100}%`;
  const bars = years.map(({ year, count }) => {
    const height = 3 + Math.round((HEIGHT - 5) * Math.sqrt(count / most));
    const place = { x: percent(year - from), width: percent(0.82), y: HEIGHT - 1 - height, height };
    return el("rect", { class: "yr", ...place }, el("title", null, `${year}: ${countWords(count, lang)}`));
  });
  const said = lang === "en" ? `Events in ${years.length} years` : `События по годам, лет с событиями: ${years.length}`;
  const line = el("line", { class: "grid", x1: 0, x2: "100%", y1: HEIGHT - 0.5, y2: HEIGHT - 0.5 });
  return el("svg", { class: "strip", width: "100%", height: HEIGHT, role: "img", "aria-label": said }, line, bars);
}
