// The world, drawn on the server in Equal Earth, an equal-area projection.
//
// The outlines are those of Natural Earth (world-atlas, 1:110 million), the projection is d3-geo's own.
//
// No tiles are asked of anybody. The outlines lie in an inner SVG with a `viewBox`; points and names lie over it in
// percent, so that they keep their size. Whole numbers, relative steps and one path for the states of a shade make a map
// of 100 kB instead of 240. d3-geo (ISC) and topojson-client (ISC, finished rather than active) are the two kept libraries
// for this; world-atlas is ISC and Natural Earth itself in the public domain. @observablehq/plot wants a DOM and sets
// inline styles, which the policy forbids.
import { readFileSync } from "node:fs";
import { type ExtendedFeatureCollection, type GeoContext, geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { feature } from "topojson-client";

export const WIDTH = 960;
export const HEIGHT = 460;

type Atlas = Parameters<typeof feature>[0];
const ATLAS = new URL(import.meta.resolve("world-atlas/countries-110m.json"));
/** UN M49 of Antarctica, which is left out: nobody meets there, and it would take a third of the map. */
const ANTARCTICA = "010";

/** Rotated, so that the Bering Strait is whole. */
const projection = geoEqualEarth()
  .rotate([-11, 0])
  .precision(0.6)
  .fitExtent(
    [
      [2, 2],
      [WIDTH - 2, HEIGHT + 34],
    ],
    { type: "Sphere" },
  );

/** Where a point is on the map; null where the projection has none. */
export function pointAt(longitude: number, latitude: number): readonly [x: number, y: number] | null {
  return projection([longitude, latitude]);
}

/** Writes paths in whole units of so many pixels, by relative steps. */
function pen(unit: number): { readonly context: GeoContext; take(): string } {
  let path = "";
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const pair = (a: number, b: number) => `${a}${b < 0 ? "" : " "}${b}`;
  const context: GeoContext = {
    beginPath() {},
    arc() {},
    moveTo(a, b) {
      [x, y] = [Math.round(a / unit), Math.round(b / unit)];
      [startX, startY] = [x, y];
      path += `M${pair(x, y)}l`;
    },
    lineTo(a, b) {
      const [nextX, nextY] = [Math.round(a / unit), Math.round(b / unit)];
      if (nextX === x && nextY === y) return;
      path += `${path.endsWith("l") || nextX < x ? "" : " "}${pair(nextX - x, nextY - y)}`;
      [x, y] = [nextX, nextY];
    },
    closePath() {
      path += "z";
      [x, y] = [startX, startY];
    },
  };
  const take = () => {
    // What is smaller than a unit is a point, and draws nothing.
    const drawn = path.replace(/M-?\d+[ -]\d+lz?(?=M|$)/g, "");
    path = "";
    return drawn;
  };
  return { context, take };
}

/** Outlines as paths, in units of so many pixels. */
export interface Outlines {
  readonly unit: number;
  /** The path of each state by its UN M49 code. */
  readonly states: ReadonlyMap<string, string>;
  readonly graticule: string;
  readonly sphere: string;
  /** The corners of a state by its UN M49 code, in pixels of the whole map; null where it is not drawn. */
  readonly corners: (code: string) => readonly (readonly [x: number, y: number])[] | null;
}

function drawn(unit: number): Outlines {
  const atlas = JSON.parse(readFileSync(ATLAS, "utf8")) as Atlas;
  const { context, take } = pen(unit);
  const path = geoPath(projection, context);
  const one = (what: Parameters<typeof path>[0]) => {
    path(what);
    return take();
  };
  const { countries } = atlas.objects;
  if (countries === undefined) throw new Error("world-atlas has no countries");
  const { features } = feature(atlas, countries) as unknown as ExtendedFeatureCollection;
  const states = features
    .filter(({ id }) => id !== ANTARCTICA)
    .map((state) => [String(state.id ?? state.properties?.name), one(state)] as const);
  const corners: Outlines["corners"] = (code) => {
    const state = features.find(({ id }) => id === code && id !== ANTARCTICA);
    return state === undefined ? null : geoPath(projection).bounds(state);
  };
  return { unit, states: new Map(states), graticule: one(geoGraticule10()), sphere: one({ type: "Sphere" }), corners };
}

/** Draws when it is first asked: that takes 40 ms of each start, and most servers of tests show no map. */
function onFirstUse(unit: number): () => Outlines {
  let kept: Outlines | undefined;
  return () => {
    kept ??= drawn(unit);
    return kept;
  };
}

/** For the map's own page, and for a small one. */
export const fine = onFirstUse(0.5);
export const coarse = onFirstUse(1.5);
