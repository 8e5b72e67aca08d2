// Time axes, drawn on the server as SVG without a `viewBox`.
//
// x is in percent, y and type in pixels: so they stretch from 320 to 1600 px, words keep their size, and no `style`
// attribute is needed, which the policy forbids.
import type { Lang } from "../../formats/labels.ts";
import { dateWords } from "../../formats/words/dates.ts";
import type { EventDate } from "../../model/dates.ts";
import { all, el, type Kids, type Node } from "./el.ts";
import { isolated } from "./marks.ts";

/** An event on an axis. */
export interface Item {
  readonly href: string;
  readonly title: string;
  readonly date: EventDate | null;
  readonly status: string;
  /** What is said beside the date. */
  readonly extra: string | null;
}

const DAY = 86_400_000;
const timeOf = (day: string, isEnd = false) => Date.parse(`${day}T00:00:00Z`) + (isEnd ? DAY : 0);
const round = (part: number) => Math.round(part * 100) / 100;
/** Of the axis, in percent: how far a range with an open end fades, and the narrowest bar. */
const FADE = 22;
const NARROW = 1;
/** Most years that are written under the axis. */
const TICKS = 8;

/** A row an event: a bar over every day that the date may mean, a circle where that is narrow, faded where an end is open. */
export function axisRows(items: readonly Item[], lang: Lang): Node | null {
  const days = items.flatMap(({ date }) => [date?.earliest, date?.latest]).filter((day) => day != null);
  if (days.length === 0) return null;
  const years = days.map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const [from, to] = [
    timeOf(`${String(first).padStart(4, "0")}-01-01`),
    timeOf(`${String(last + 1).padStart(4, "0")}-01-01`),
  ];
  const x = (time: number) => round(((time - from) / (to - from)) * 100);
  const step = Math.ceil((last - first + 1) / TICKS);
  const ticks = Array.from({ length: Math.ceil((last - first + 1) / step) }, (_, at) => first + at * step);
  const at = (year: number) => `${x(timeOf(`${String(year).padStart(4, "0")}-01-01`))}%`;
  const grid = ticks.map((year) => el("line", { class: "grid", x1: at(year), x2: at(year), y1: 0, y2: "100%" }));
  const labels = ticks.map((year) => el("text", { x: at(year), dx: 4, y: 13 }, String(year)));
  return el(
    "div",
    { class: "tlr" },
    gradients(),
    el("div", { class: "axis", "aria-hidden": "true" }, el("svg", { class: "bar", height: 18 }, labels, grid)),
    el(
      "ol",
      null,
      items.map((item) =>
        el(
          "li",
          null,
          el(
            "div",
            { class: "tt" },
            el("a", { href: item.href }, isolated(item.title)),
            " ",
            el(
              "span",
              { class: "soft" },
              item.date === null ? "" : dateWords(item.date.edtf, lang),
              item.extra === null ? null : ` · ${item.extra}`,
            ),
          ),
          el("svg", { class: "bar", height: 22, "aria-hidden": "true" }, grid, shapeOf(item, x)),
        ),
      ),
    ),
  );
}

function gradients(): Node {
  const fade = (id: string, from: string, to: string) =>
    el("linearGradient", { id }, el("stop", { offset: "0", class: from }), el("stop", { offset: "1", class: to }));
  const defs = el("defs", null, fade("open-start", "fade0", "fade1"), fade("open-end", "fade1", "fade0"));
  return el("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, defs);
}

function shapeOf({ date, status }: Item, x: (time: number) => number): Kids {
  if (date === null) return null;
  const { earliest, latest, certain } = date;
  const look = ["ev", status, ...(certain ? [] : ["unsure"])].join(" ");
  const middle = { y: "50%", height: 10, transform: "translate(0 -5)" };
  if (earliest !== null && latest !== null) {
    const [start, end] = [x(timeOf(earliest)), x(timeOf(latest, true))];
    if (end - start < NARROW) return el("circle", { class: look, cx: `${round((start + end) / 2)}%`, cy: "50%", r: 5 });
    return el("rect", { class: look, x: `${start}%`, width: `${round(end - start)}%`, ...middle });
  }
  const end = (place: number) => el("line", { class: "end", x1: `${place}%`, x2: `${place}%`, y1: "20%", y2: "80%" });
  if (latest !== null) {
    const place = x(timeOf(latest, true));
    const width = Math.min(FADE, place);
    return all(
      el("rect", {
        class: "open",
        fill: "url(#open-start)",
        x: `${round(place - width)}%`,
        width: `${width}%`,
        ...middle,
      }),
      end(place),
    );
  }
  if (earliest === null) return null;
  const place = x(timeOf(earliest));
  return all(
    el("rect", {
      class: "open",
      fill: "url(#open-end)",
      x: `${place}%`,
      width: `${round(Math.min(FADE, 100 - place))}%`,
      ...middle,
    }),
    end(place),
  );
}

/** What the shapes mean. */
export const AXIS_KEY = {
  en: "Filled: held. Outlined: planned or proposed. Dashed: the date is approximate. A bar covers every day that the date may mean; it fades where an end is open.",
  ru: "Залито: состоялось. Контур: планируется или предложено. Пунктир: дата приблизительна. Полоса охватывает каждый день, который может значить дата; она бледнеет там, где конец открыт.",
} as const;
