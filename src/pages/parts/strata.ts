// Strata: decades of visits between two states, a block a visit, stacked by year, one direction up and one down.
import { el, type Kids, type Node } from "./el.ts";

/** How high a visit ranks: 3 a state visit, 2 official or working, 1 private, 0 not stated. */
export type Level = 0 | 1 | 2 | 3;

export interface Block {
  readonly href: string;
  readonly title: string;
  readonly year: number;
  readonly level: Level;
}

export interface Lane {
  readonly name: string;
  readonly blocks: readonly Block[];
  /** Years, both ends included, of which no file is loaded: hatched, as blank would be read as "no visit". */
  readonly missing: readonly (readonly [from: number, to: number])[];
  readonly missingWords: string;
}

/** Heights in pixels: of a block with its gap, of the axis, of a lane's name. */
const STEP = 9;
const AXIS = 22;
const NAME = 22;
const round = (part: number) => Math.round(part * 100) / 100;

function tallest({ blocks }: Lane): number {
  const counts = Map.groupBy(blocks, ({ year }) => year);
  return Math.max(3, ...[...counts.values()].map(({ length }) => length));
}

/** Both lanes over the same years; the blocks are links with their words, out of the order of the Tab key. */
export function strata([up, down]: readonly [Lane, Lane], from: number, to: number): Node {
  const span = to - from + 1;
  const x = (year: number) => round(((year - from) / span) * 100);
  const top = tallest(up) * STEP + NAME;
  const height = top + AXIS + tallest(down) * STEP + NAME;
  const put = ({ blocks }: Lane, isUp: boolean): Kids => {
    const stacks = new Map<number, number>();
    return blocks.map(({ href, title, year, level }) => {
      const at = stacks.get(year) ?? 0;
      stacks.set(year, at + 1);
      const low = level === 1;
      const y = (isUp ? top - (at + 1) * STEP : top + AXIS + at * STEP + 1) + (low ? 4 : 0);
      const place = { x: `${x(year)}%`, width: `${round(82 / span)}%`, y, height: low ? STEP - 6 : STEP - 2 };
      return el(
        "a",
        { href, "aria-label": title, tabIndex: -1 },
        el("rect", { class: `blk l${level}`, ...place }, el("title", null, title)),
      );
    });
  };
  const hatched = ({ missing, missingWords }: Lane, isUp: boolean): Kids =>
    missing.map(([first, last]) => {
      const [start, end] = [Math.max(first, from), Math.min(last, to) + 1];
      const place = isUp ? { y: 20, height: top - 20 } : { y: top + AXIS, height: height - top - AXIS - 20 };
      const width = `${round(x(end) - x(start))}%`;
      return el(
        "rect",
        { class: "miss", fill: "url(#hatch)", x: `${x(start)}%`, width, ...place },
        el("title", null, missingWords),
      );
    });
  const decades = Array.from(
    { length: Math.floor(to / 10) - Math.ceil(from / 10) + 1 },
    (_, at) => (Math.ceil(from / 10) + at) * 10,
  );
  const pattern = {
    id: "hatch",
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  } as const;
  const says = ({ name, blocks }: Lane) => `${name}: ${blocks.length}`;
  return el(
    "svg",
    { class: "strata", width: "100%", height, role: "group", "aria-label": `${says(up)}. ${says(down)}.` },
    el("defs", null, el("pattern", pattern, el("line", { class: "hatch", x1: 0, x2: 0, y1: 0, y2: 6 }))),
    hatched(up, true),
    hatched(down, false),
    decades.map((year) => [
      el("line", { class: "grid", x1: `${x(year)}%`, x2: `${x(year)}%`, y1: 20, y2: height - 20 }),
      el("text", { class: year % 20 === 0 ? "dec" : "dec odd", x: `${x(year)}%`, dx: 2, y: top + 15 }, String(year)),
    ]),
    put(up, true),
    put(down, false),
    el("text", { class: "lane", x: 0, y: 12 }, says(up)),
    el("text", { class: "lane", x: 0, y: height - 4 }, says(down)),
  );
}

/** Decades from the first to the last that are not among these, joined to ranges. */
export function decadesMissing(decades: readonly number[], from: number, to: number): (readonly [number, number])[] {
  const missing: [number, number][] = [];
  for (let decade = Math.floor(from / 10) * 10; decade <= to; decade += 10) {
    if (decades.includes(decade)) continue;
    const last = missing.at(-1);
    if (last !== undefined && last[1] === decade - 1) last[1] = decade + 9;
    else missing.push([decade, decade + 9]);
  }
  return missing;
}
