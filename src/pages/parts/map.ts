// Maps: places as circles, states as shades, names where they meet no other.
import { el, type Node } from "./el.ts";
import { HEIGHT, type Outlines, WIDTH } from "./world.ts";

/** A place with its events. */
export interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /** What the point stands for: a building, a city, or the centre of a region. */
  readonly precision: string;
  /** Its short name, where it is one of the most frequent. */
  readonly name: string | null;
}

const SHADES = 4;
const SIZES = 6;
/** Most names; those after the first few are left out on narrow screens. */
const NAMES = 14;
const NEAR_NAMES = 4;
/** About how wide a letter is, how high a line, in pixels of the whole map. */
const LETTER = 7.4;
const LINE = 15;

/** A part of the whole map, in its pixels and of its shape. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  /** How wide it is; the whole map is WIDTH. */
  readonly width: number;
}

export const WORLD: Extent = { left: 0, top: 0, width: WIDTH };
/** About a continent: closer by, outlines of 1:110 million are too coarse to know a place by. */
const NARROWEST = WIDTH / 4;
/** What would leave out little is the whole map. */
const WIDEST = WIDTH * 0.75;
/** Left free on each side, for circles and names. */
const MARGIN = 24;

/** The part of the map that has all these places and all states with events, with a margin. */
export function extentOf(
  places: readonly Pick<Place, "x" | "y">[],
  states: ReadonlyMap<string, number>,
  outlines: Outlines,
): Extent {
  const corners = [...states.keys()].flatMap((code) => outlines.corners(code) ?? []);
  const points = [...places.map(({ x, y }) => [x, y] as const), ...corners];
  if (points.length === 0) return WORLD;
  // Bulk datasets have more places than a call takes arguments.
  let [left, right, top, bottom] = [WIDTH, 0, HEIGHT, 0];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const shape = WIDTH / HEIGHT;
  const width = Math.max(NARROWEST, right - left + 2 * MARGIN, (bottom - top + 2 * MARGIN) * shape);
  if (width > WIDEST) return WORLD;
  const within = (middle: number, size: number, whole: number) =>
    Math.round(Math.min(Math.max(0, middle - size / 2), whole - size));
  return {
    left: within((left + right) / 2, width, WIDTH),
    top: within((top + bottom) / 2, width / shape, HEIGHT),
    width: Math.round(width),
  };
}

const percent = (part: number, of: number) => `${Math.round((part / of) * 10_000) / 100}%`;

/** The shade of a state: logarithmic, none without events. */
export function shadeOf(count: number, most: number): number {
  if (count === 0) return 0;
  return Math.max(1, Math.min(SHADES, Math.ceil((SHADES * Math.log(1 + count)) / Math.log(1 + most))));
}

/**
 * The map.
 * @param states events that are placed in a state only, by its UN M49 code
 * @param says what it shows, for those who do not see it
 * @param extent the part that is shown
 */
export function mapNode(
  places: readonly Place[],
  states: ReadonlyMap<string, number>,
  outlines: Outlines,
  says: string,
  { left, top, width } = WORLD,
): Node {
  const closer = WIDTH / width;
  const shown = places.map((place) => ({ ...place, x: (place.x - left) * closer, y: (place.y - top) * closer }));
  const most = Math.max(1, ...states.values());
  const shades = new Map<number, string>();
  for (const [code, path] of outlines.states) {
    const shade = shadeOf(states.get(code) ?? 0, most);
    shades.set(shade, `${shades.get(shade) ?? ""}${path}`);
  }
  const highest = Math.max(1, ...places.map(({ count }) => count));
  const size = (count: number) => Math.min(SIZES, 1 + Math.round((SIZES - 1) * Math.sqrt(count / highest)));
  const box = [left, top, width, HEIGHT / closer].map((length) => Math.round(length / outlines.unit)).join(" ");
  return el(
    "svg",
    { class: "map", role: "img", "aria-label": says },
    el(
      "svg",
      { viewBox: box, width: "100%", height: "100%" },
      el("path", { class: "sea", d: outlines.sphere }),
      el("path", { class: "grat", d: outlines.graticule }),
      [...shades].map(([shade, d]) => el("path", { class: `land s${shade}`, d })),
    ),
    // The smallest circles lie on top.
    shown.map(({ x, y, count, precision }) =>
      el("circle", {
        class: `pt ${precision === "region" ? "region" : "city"} r${size(count)}`,
        cx: percent(x, WIDTH),
        cy: percent(y, HEIGHT),
      }),
    ),
    namesOf(shown),
  );
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const meet = (a: Box, b: Box) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** Names of the most frequent places, each to the right or to the left, where it meets none set before. */
function namesOf(places: readonly Place[]): Node[] {
  const boxes: Box[] = [];
  return places.flatMap(({ x, y, name }) => {
    if (name === null || boxes.length >= NAMES) return [];
    const width = name.length * LETTER + 12;
    for (const side of ["start", "end"] as const) {
      const left = side === "start" ? x + 4 : x - 4 - width;
      const box = { left, right: left + width, top: y - LINE / 2, bottom: y + LINE / 2 };
      if (box.left < 0 || box.right > WIDTH || boxes.some((other) => meet(box, other))) continue;
      boxes.push(box);
      const far = boxes.length > NEAR_NAMES ? " far" : "";
      const place = { x: percent(x, WIDTH), y: percent(y, HEIGHT), dx: side === "start" ? 9 : -9, dy: 4 };
      return [el("text", { class: `ml${far}`, ...place, "text-anchor": side }, name)];
    }
    return [];
  });
}
