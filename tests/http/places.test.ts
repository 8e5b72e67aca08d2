// Places over HTTP: records of one place are asked together, trips keep their stops, and maps, boxes and circles agree.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extentOf, WORLD } from "../../src/pages/parts/map.ts";
import { fine, HEIGHT, WIDTH } from "../../src/pages/parts/world.ts";
import { dataset, entry, event, venue } from "../store/small.ts";
import { useServer } from "../support/server.ts";

const BEIJING = { latitude: 39.9289, longitude: 116.388, precision: "city" } as const;
const [GDELT, TRAVELS] = ["gdelt-place-minus-1898541", "us-travels-place-cn-beijing"];
const rows = dataset(
  "gdelt",
  {
    venues: [
      venue(GDELT ?? "", {
        names: { en: "Beijing, Beijing, China" },
        country: "cn",
        within: "china",
        location: BEIJING,
      }),
      // A city state whose point is a city's: a country has no point all the same.
      venue("country-va", { kind: "country", names: { en: "Vatican City" }, location: { ...BEIJING, latitude: 41.9 } }),
      venue("gdelt-place-nowhere", { names: { en: "Nowhere, China" }, country: "cn", within: "china" }),
    ],
    events: [
      event("gdelt-1", { venue: GDELT, date: "2019-01-21" }),
      event("gdelt-2", { venue: GDELT, date: "2019-01-22", relations: [{ type: "same-as", event: "gdelt-1" }] }),
      event("gdelt-4", { venue: "country-va", date: "2018-01-22" }),
      event("gdelt-3", { venue: "gdelt-place-nowhere", date: "2019-01-23" }),
    ],
  },
  "bulk",
);
const trips = dataset(
  "us-travels",
  {
    venues: ["Beijing", "Xian"].map((name) =>
      venue(`us-travels-place-cn-${name.toLowerCase()}`, { names: { en: name }, country: "cn", within: "china" }),
    ),
    events: [
      event("us-travels-1", {
        ...{ venue: "china", stops: [TRAVELS ?? "", "us-travels-place-cn-xian"], date: "1984-04-26/1984-05-01" },
        participants: [entry("cn", "host")],
      }),
    ],
  },
  "bulk",
);

const api = useServer({ bulk: false, datasets: [rows, trips] });
const idsOf = async (path: string) => (await api.get(path)).json.data.map(({ id }: { id: string }) => id);
const TALKS = "2023-10-17-tokayev-xi-talks";

describe("records of one place", () => {
  test.each(["beijing", GDELT, TRAVELS])("venue=%s finds what happened there by any of its records", async (id) => {
    expect(await idsOf(`/v1/events?dataset=all&venue=${id}`)).toEqual([TALKS, "gdelt-1", "us-travels-1"]);
    expect(await idsOf(`/v1/events?venue=${id}`)).toEqual([TALKS]);
    expect((await idsOf(`/v1/events?dataset=all&venue=${id}&distinct=false`)).length).toBe(4);
  });

  test("are counted as they are listed", async () => {
    const { json } = await api.get("/v1/stats/events?dataset=all&venue=beijing&by=dataset");
    for (const { count, href } of json.data) expect((await api.get(href)).json.meta.total).toBe(count);
    expect(json.meta.total).toBe(3);
  });

  test("name each other in sameAs, in JSON, CSV and JSON-LD, and `include` brings them", async () => {
    const { json } = await api.get("/v1/venues/beijing?include=venues");
    expect(json.data.sameAs).toEqual([GDELT, TRAVELS]);
    expect(json.included.venues.map(({ id }: { id: string }) => id)).toEqual(["china", GDELT, TRAVELS]);
    expect((await api.get(`/v1/venues/${TRAVELS}?fields=sameAs`)).json.data.sameAs).toEqual(["beijing", GDELT]);
    const [row] = parse((await api.get("/v1/venues/beijing?format=csv")).text, { columns: true }) as {
      sameAs: string;
    }[];
    expect(row?.sameAs).toBe(`${GDELT}|${TRAVELS}`);
    const graph = (await api.get(`/v1/venues/${GDELT}?format=jsonld`)).json["@graph"];
    expect(graph[0].sameAs).toContainEqual({ "@id": "urn:communique:venues:beijing" });
  });

  test("within names them too, and a place that none is linked to is not found", async () => {
    const halls = await idsOf(`/v1/venues?dataset=all&within=${GDELT}`);
    expect(halls).toEqual(await idsOf("/v1/venues?dataset=all&within=beijing"));
    expect(halls.length).toBeGreaterThan(0);
    expect(await idsOf("/v1/events?dataset=all&venue=gdelt-place-nowhere")).toEqual(["gdelt-3"]);
  });
});

describe("stops of a trip", () => {
  const trip = "/v1/events?dataset=us-travels&venue=us-travels-place-cn-xian";

  test("are found by venue and by their names, and stand in the record", async () => {
    const { json } = await api.get(trip);
    expect(json.data.map(({ venue, stops }: { venue: string; stops: string[] }) => [venue, ...stops])).toEqual([
      ["china", TRAVELS, "us-travels-place-cn-xian"],
    ]);
    expect(await idsOf("/v1/events?dataset=us-travels&q=Xian")).toEqual(["us-travels-1"]);
  });

  test("stand in CSV, calendars, maps and JSON-LD by name", async () => {
    const [row] = parse((await api.get(`${trip}&format=csv`)).text, { columns: true }) as Record<string, string>[];
    expect([row?.stops, row?.stopNames]).toEqual([`${TRAVELS}|us-travels-place-cn-xian`, "Beijing|Xian"]);
    expect((await api.get(`${trip}&format=ics`)).text).toContain("LOCATION:Beijing\\, Xian\\, China");
    const [feature] = (await api.get(`${trip}&format=geojson`)).json.features;
    expect(feature).toMatchObject({ geometry: null, properties: { stopNames: ["Beijing", "Xian"] } });
    const graph = (await api.get(`${trip}&format=jsonld`)).json["@graph"];
    expect(graph[0].location).toHaveLength(2);
  });
});

test("a map, a box around the world and a circle around each point have the same points", async () => {
  interface Feature {
    readonly geometry: { readonly coordinates: readonly [number, number] } | null;
    readonly properties: { readonly record: string };
  }
  const read = async (query: string) =>
    ((await api.get(`/v1/events?dataset=all&format=geojson${query}`)).json.features as Feature[]).filter(
      ({ geometry }) => geometry !== null,
    );
  const map = await read("");
  expect(map.length).toBeGreaterThan(1);
  expect(await read("&bbox=-180,-90,180,90")).toEqual(map);
  for (const { geometry, properties } of map) {
    const [longitude, latitude] = geometry?.coordinates ?? [];
    const near = await read(`&near=${latitude},${longitude}&radius=1`);
    expect(near.map((one) => one.properties.record)).toContain(properties.record);
  }
});

describe("the part of the world that a map shows", () => {
  const HTML = { accept: "text/html" };
  const drawnIn = (text: string) => {
    const [, box = ""] = /<svg viewBox="([^"]+)" width="100%"/.exec(text) ?? [];
    const at = [...text.matchAll(/<circle class="pt [^"]*" cx="([^%"]+)%" cy="([^%"]+)%"/g)];
    return { box: box.split(" ").map(Number), at: at.map(([, x, y]) => [Number(x), Number(y)] as const) };
  };

  test("is where the events are, with a way to the whole and back", async () => {
    const { text } = await api.get("/map", HTML);
    const { box, at } = drawnIn(text);
    expect(box[2]).toBeLessThan(2 * WIDTH);
    expect(at.length).toBeGreaterThan(0);
    expect(at.flat().every((percent) => percent > 0 && percent < 100)).toBe(true);
    expect(text).toContain('href="/map?extent=world">The whole world</a>');
    const whole = await api.get("/map?extent=world&lang=ru", HTML);
    expect(drawnIn(whole.text).box).toEqual([0, 0, 2 * WIDTH, 2 * HEIGHT]);
    expect(whole.text).toContain('href="/map?lang=ru">Где события</a>');
    expect(whole.headers.link).not.toContain("extent");
    const { status, text: fault } = await api.get("/map?extent=word", HTML);
    expect([status, fault.includes("<code>extent</code>")]).toEqual([400, true]);
  });

  test("has every place and every state with events, is a continent wide at least, and of the shape of the whole", () => {
    const place = fc.record({
      x: fc.double({ min: 0, max: WIDTH, noNaN: true }),
      y: fc.double({ min: 0, max: HEIGHT, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 4 }),
        fc.subarray(["398", "643", "276"]),
        (places, codes) => {
          const { left, top, width } = extentOf(places, new Map(codes.map((code) => [code, 1])), fine());
          const corners = codes.flatMap((code) => fine().corners(code) ?? []);
          const height = (width * HEIGHT) / WIDTH;
          for (const [x, y] of [...places.map((one) => [one.x, one.y] as const), ...corners]) {
            expect(x >= left - 1 && x <= left + width + 1 && y >= top - 1 && y <= top + height + 1).toBe(true);
          }
          expect(width).toBeGreaterThanOrEqual(WIDTH / 4);
          expect(left >= 0 && top >= 0 && left + width <= WIDTH + 1 && top + height <= HEIGHT + 1).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
    expect(extentOf([], new Map(), fine())).toBe(WORLD);
  });
});
