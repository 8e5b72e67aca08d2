// Space: boxes and points are read strictly, and the box around a circle holds the circle.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxAround, EARTH, readBox, readPoint } from "../../src/query/space.ts";

describe("bbox", () => {
  test.each(["110,35,120,45", "170,-10,-170,10", "-180,-90,180,90", "1.5,2.5,3.5,4.5"])("%s is a box", (text) =>
    expect(readBox(text)).not.toBeNull(),
  );
  test.each([
    "",
    "1,2,3",
    "1,2,3,4,5",
    "0,10,0,-10",
    "181,0,0,0",
    "0,-91,0,0",
    "a,b,c,d",
    "1e1,0,0,0",
    " 1,2,3,4",
    "NaN,0,0,0",
    "+1,2,3,4",
  ])("%j is no box", (text) => expect(readBox(text)).toBeNull());
});

describe("near", () => {
  test.each(["39.9,116.4", "-90,180", "0,0"])("%s is a point", (text) => expect(readPoint(text)).not.toBeNull());
  test.each(["116.4,39.9,0", "91,0", "0,181", "", "39.9;116.4"])("%j is no point", (text) =>
    expect(readPoint(text)).toBeNull(),
  );
});

test("every point of a circle lies in the bounding box around it", () => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const point = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  fc.assert(
    fc.property(
      point,
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      (centre, kilometres, bearing) => {
        const angle = (kilometres / EARTH) * 0.999999;
        const phi = radians(centre.latitude);
        const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(radians(bearing));
        const latitude = (Math.asin(Math.max(-1, Math.min(1, sine))) * 180) / Math.PI;
        const turn = Math.atan2(
          Math.sin(radians(bearing)) * Math.sin(angle) * Math.cos(phi),
          Math.cos(angle) - Math.sin(phi) * sine,
        );
        const longitude = ((((centre.longitude + (turn * 180) / Math.PI + 180) % 360) + 360) % 360) - 180;
        const { west, south, east, north } = boxAround(centre, kilometres);
        const slack = 1e-6;
        expect(latitude).toBeGreaterThanOrEqual(south - slack);
        expect(latitude).toBeLessThanOrEqual(north + slack);
        const inside =
          west <= east
            ? longitude >= west - slack && longitude <= east + slack
            : longitude >= west - slack || longitude <= east + slack;
        const atPole = Math.abs(latitude) > 89.99;
        expect(inside || atPole || (west === -180 && east === 180)).toBe(true);
      },
    ),
  );
});
