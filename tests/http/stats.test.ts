// Statistics over HTTP: what is counted in the Beijing records, and that each group's address finds as many.
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { dimensionsOf } from "../../src/query/count-query.ts";
import { dataset, event, figure, participant } from "../store/small.ts";
import { client } from "../support/client.ts";
import { startServer, useServer } from "../support/server.ts";

interface Group {
  readonly keys: Readonly<Record<string, string | null>>;
  readonly labels: Readonly<Record<string, { en?: string } | null>>;
  readonly count: number;
  readonly href: string;
  readonly range?: object | null;
}

const api = useServer();

/** Each group as its keys and its count. */
async function rows(path: string): Promise<string[]> {
  const { status, json } = await api.get(path);
  expect(status).toBe(200);
  return json.data.map(({ keys, count }: Group) => `${Object.values(keys).join(" ")}: ${count}`);
}

describe("GET /v1/stats/events", () => {
  test("by=type has a group for each type", async () => {
    expect(await rows("/v1/stats/events?by=type")).toEqual([
      "visit: 3",
      "invitation: 2",
      "ceremony: 1",
      "commemoration: 1",
      "forum: 1",
      "sport: 1",
      "statement: 1",
      "talks: 1",
      "theme-year: 1",
    ]);
  });

  test("by=type,status tells what took place from what is only proposed", async () => {
    const { json } = await api.get("/v1/stats/events?by=type,status&sort=key");
    expect(json.data.slice(-3)).toEqual([
      {
        keys: { type: "visit", status: "occurred" },
        labels: { type: { en: "Visit", ru: "Визит" }, status: { en: "Occurred", ru: "Состоялось" } },
        count: 1,
        href: "/v1/events?type=visit&status=occurred",
      },
      expect.objectContaining({ keys: { type: "visit", status: "ongoing" }, count: 1 }),
      expect.objectContaining({ keys: { type: "visit", status: "proposed" }, count: 1 }),
    ]);
    expect(json.meta).toMatchObject({ datasets: ["curated"], total: 12, groups: 11, limit: 50, notes: [] });
  });

  test("by=country counts a record in several groups, and a note says so", async () => {
    const { json } = await api.get("/v1/stats/events?by=country");
    expect(json.data.map(({ keys, labels, count }: Group) => [keys.country, labels.country?.en, count])).toEqual([
      ["cn", "China", 12],
      ["kz", "Kazakhstan", 9],
    ]);
    expect(json.meta.notes).toEqual([expect.stringContaining("several values of `country`")]);
  });

  test("by=year has a group of unknown where a date may fall in several years", async () => {
    expect(await rows("/v1/stats/events?by=year&sort=key")).toEqual([
      "2013: 1",
      "2022: 1",
      "2023: 6",
      "2024: 2",
      ": 2",
    ]);
  });

  test("by=country,role holds in one entry of `participants`", async () => {
    const path = "/v1/stats/events?by=country,role";
    expect(await rows(`${path}&type=visit`)).toEqual(["cn visitor: 2", "kz host: 2", "cn host: 1", "kz visitor: 1"]);
    const { json } = await api.get(path);
    expect(json.meta.groups).toBe(13);
    expect(json.meta.notes).toEqual([expect.stringContaining("add up"), expect.stringContaining("12 records do")]);
  });

  test("filters of the list apply, and stay in the addresses of groups", async () => {
    const { json } = await api.get("/v1/stats/events?by=role&country=KZ&type=visit,talks&from=2023&sort=key&limit=1");
    expect(json.data).toEqual([
      expect.objectContaining({
        keys: { role: "host" },
        count: 1,
        href: "/v1/events?country=KZ&type=visit,talks&from=2023&role=host",
      }),
    ]);
    expect(json.meta).toMatchObject({ groups: 3, limit: 1 });
  });

  test("a group's value replaces the filter of a field that has one value", async () => {
    const { json } = await api.get("/v1/stats/events?type=visit,talks&by=type,topic&topic.all=trade&topic=!sport");
    expect(json.data[0]).toMatchObject({
      keys: { type: "talks", topic: "belt-and-road" },
      href: "/v1/events?topic=!sport&type=talks&topic.all=trade,belt-and-road",
    });
    expect(json.meta.groups).toBe(6);
  });

  test("by is a list with a comma, or the name given again", async () => {
    const [{ data }, ...others] = await Promise.all(
      ["by=type,status", "by=type&by=status", "by[]=type&by[]=status"].map(
        async (query) => (await api.get(`/v1/stats/events?${query}`)).json,
      ),
    );
    for (const other of others) expect(other.data).toEqual(data);
  });

  test("by=cameoRoot, plover, venue and source have labels", async () => {
    const named = async (by: string) => {
      const { json } = await api.get(`/v1/stats/events?by=${by}`);
      return json.data.map(({ keys, labels, count }: Group) => [keys[by], labels[by]?.en ?? null, count]);
    };
    expect(await named("cameoRoot")).toContainEqual([null, null, 4]);
    expect(await named("cameoRoot")).toContainEqual(["03", "Express intent to cooperate", 2]);
    expect(await named("plover")).toContainEqual(["AGREE", "Agree", 2]);
    expect(await named("venue")).toContainEqual(["great-hall-of-the-people", "Great Hall of the People", 1]);
    expect(await named("source")).toContainEqual(["akorda-2023-10-17", null, 2]);
    expect(await named("venueCountry")).toContainEqual(["kz", "Kazakhstan", 3]);
  });

  test("an unknown id in a filter gives a note with the nearest id", async () => {
    const { json } = await api.get("/v1/stats/events?participant=xi-jinpin");
    expect(json).toMatchObject({ data: [], meta: { total: 0, groups: 0 } });
    expect(json.meta.notes.join()).toContain("did you mean `xi-jinping`?");
  });

  test("without `by`, records are counted by the first field", async () => {
    const [plain, named] = [await api.get("/v1/stats/figures"), await api.get("/v1/stats/figures?by=kind")];
    expect(plain.json.data).toEqual(named.json.data);
  });
});

describe("GET /v1/stats/figures", () => {
  test("by=kind has the least and greatest value and no sums, and a note says why", async () => {
    const { json } = await api.get("/v1/stats/figures?by=kind&sort=key");
    expect(json.data.map(({ keys, count, range }: Group) => [keys.kind, count, range])).toEqual([
      ["count", 1, { kind: "count", unit: "project", currency: null, min: "52", max: "52" }],
      ["duration", 2, { kind: "duration", unit: "year", currency: null, min: "10", max: "30" }],
      ["money", 1, { kind: "money", unit: null, currency: "USD", min: "21000000000", max: "21000000000" }],
      ["ordinal", 3, null],
      ["year", 1, { kind: "year", unit: null, currency: null, min: "2024", max: "2024" }],
    ]);
    expect(json.meta.notes).toEqual([
      expect.stringMatching(/^No sums: .* twice/),
      expect.stringMatching(/^`range` is null .* add `kind`, `unit` or `currency` to `by`/),
    ]);
    expect(JSON.stringify(json)).not.toMatch(/"sum"|21000000052/);
  });

  test("by=kind,unit keeps units apart", async () => {
    const { json } = await api.get("/v1/stats/figures?by=kind,unit");
    expect(json.data[0]).toMatchObject({ keys: { kind: "duration", unit: "year" }, count: 2 });
    expect(json.data.map(({ range }: Group) => range)).not.toContain(null);
    expect(json.meta.notes).toHaveLength(1);
  });
});

describe.each(COLLECTIONS)("GET /v1/stats/%s", (collection) => {
  const names = dimensionsOf(collection).map(({ name }) => name);
  const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => `${one},${other}`));
  const filters: readonly string[] = {
    events: ["country=kz&role=host", "country.all=KZ,CN", "role=visitor", "participant=!xi-jinping", "type=!visit"],
    participants: ["kind=person", "country=!null"],
    venues: ["near=39.9,116.4&radius=100", "within=china"],
    quotes: ["mode=direct", "q=инвестиций"],
    figures: ["kind=ordinal,money", "unit=edition&min=4"],
    sources: ["language=null"],
  }[collection];
  const found = new Map<string, number>();

  /** Follows the address of every group of an answer, or of one in so many. */
  async function follow(query: string, one = 1): Promise<void> {
    const { json } = await api.get(`/v1/stats/${collection}?${query}&limit=200`);
    expect(json.data).toHaveLength(json.meta.groups);
    for (const { href, count } of (json.data as Group[]).filter((_, at) => at % one === 0)) {
      const { total } = found.has(href) ? { total: found.get(href) } : (await api.get(`${href}&limit=1`)).json.meta;
      found.set(href, total);
      expect([query, href, total]).toEqual([query, href, count]);
    }
  }

  test.each(names)("by=%s: each group has as many records as the list at its address", async (name) => {
    for (const filter of ["", ...filters]) await follow(`by=${name}&${filter}`.replace(/&$/, ""));
  });

  test("by two fields: each group has as many records as the list at its address", { timeout: 120_000 }, async () => {
    // Each group of one field was followed above.
    for (const pair of pairs) await follow(`by=${pair}`, 4);
    for (const filter of filters) for (const pair of pairs.slice(0, 5)) await follow(`by=${pair}&${filter}`);
  });
});

describe("GET stats: bulk rows", () => {
  const rows = [event("gdelt-1", { type: "call" }), event("gdelt-2", { type: "call" })];
  const bulk = dataset("gdelt", { events: rows }, "bulk");
  const wide = useServer({ bulk: false, datasets: [bulk] });

  test("are counted where their dataset is named, and a note says that they are rows", async () => {
    const near = await wide.get("/v1/stats/events?by=dataset");
    expect(near.json.data.map(({ keys, count }: Group) => [keys.dataset, count])).toEqual([["curated", 12]]);
    expect(near.json.meta.notes).toEqual([]);
    const all = await wide.get("/v1/stats/events?by=dataset&dataset=all");
    expect(all.json.data.map(({ keys, count, href }: Group) => [keys.dataset, count, href])).toEqual([
      ["curated", 12, "/v1/events?dataset=curated"],
      ["gdelt", 2, "/v1/events?dataset=gdelt"],
    ]);
    expect(all.json.meta).toMatchObject({ datasets: ["curated", "gdelt"], total: 14 });
    expect(all.json.meta.notes).toEqual([expect.stringMatching(/`gdelt` are counts of rows/)]);
  });
});

test("a group's address has count=exact where its list would stop counting", { timeout: 120_000 }, async () => {
  const many = Array.from({ length: 10_001 }, (_, at) => participant(`person-${at}`));
  const server = await startServer({ data: null, datasets: [dataset("many", { participants: many })] });
  try {
    const { get } = client(() => server.url);
    const { json } = await get("/v1/stats/participants?by=kind");
    expect(json.data).toMatchObject([{ count: 10_001, href: "/v1/participants?kind=person&count=exact" }]);
    expect((await get(json.data[0].href)).json.meta.total).toBe(10_001);
  } finally {
    await server.stop();
  }
});

describe("GET stats: invalid requests", () => {
  test.each([
    ["by=foo", "by", /^cannot be "foo" \(one or two of type, status/],
    ["by=typ", "by", /did you mean `type`/],
    ["by=cameo", "by", /did you mean `cameoRoot`/],
    ["by=type,type", "by", /^names "type" twice$/],
    ["by=type,status,type", "by", /^has 3 fields; at most 2$/],
    ["by=a,b,c", "by", /^has 3 fields; at most 2$/],
    ["by=", "by", /^is empty$/],
    ["by=type,", "by", /^has an empty value in "type,"$/],
    ["by=type&by=type", "by", /^names "type" twice$/],
    ["by=type&by=status&by=rank", "by", /^has 3 fields; at most 2$/],
    ["by=!type", "by", /^cannot be "!type"/],
    ["by=type&limit=0", "limit", /whole number from 1 to 200/],
    ["by=type&limit=201", "limit", /whole number from 1 to 200/],
    ["by=type&sort=date", "sort", /^cannot be "date"/],
    ["by=type&ids=a", "ids", /^is not a parameter here/],
    ["by=type&fields=id", "fields", /^is not a parameter here/],
    ["by=type&include=venues", "include", /^is not a parameter here/],
    ["by=type&sample=3", "sample", /^is not a parameter here/],
    ["by=type&cursor=x", "cursor", /^is not a cursor that this server gave/],
    ["by=type&type=party", "type", /^cannot be "party"/],
    ["by=type&contry=KZ", "contry", /did you mean `country`/],
    ["by=type&from=2024&to=2023", "from", /^begins after `to` ends$/],
    ["by=type&radius=5", "radius", /^needs `near`$/],
    ["by=type&dataset=nothing", "dataset", /^knows no dataset "nothing"/],
  ])("%s gives 400", async (query, parameter, detail) => {
    const { status, json } = await api.get(`/v1/stats/events?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter, detail: expect.stringMatching(detail) }]);
  });

  test("all faults are reported at once", async () => {
    const { json } = await api.get("/v1/stats/figures?by=foo&limit=0&min=5&what=1");
    expect(json.errors.map(({ parameter }: { parameter: string }) => parameter).sort()).toEqual([
      "by",
      "limit",
      "min",
      "what",
    ]);
  });

  test("an unknown collection gives 404", async () => {
    expect((await api.get("/v1/stats/persons?by=kind")).status).toBe(404);
    expect((await api.ask("POST", "/v1/stats/events?by=type")).status).toBe(405);
  });
});

describe("GET /v1/stats/figures: ranges", () => {
  const claims = [
    figure("a", { kind: "money", currency: "USD", value: "1.10", additive: true }),
    figure("b", { kind: "money", currency: "USD", value: "2", additive: true }),
    figure("c", { kind: "money", currency: "KZT", value: "900" }),
  ];
  const other = useServer({ data: null, datasets: [dataset("small", { figures: claims })] });

  test("figures of several currencies have no range together, and one each by currency", async () => {
    const together = await other.get("/v1/stats/figures?by=kind");
    expect(together.json.data).toMatchObject([{ keys: { kind: "money" }, count: 3, range: null }]);
    const apart = await other.get("/v1/stats/figures?by=kind,currency");
    expect(apart.json.data).toMatchObject([
      { keys: { currency: "USD" }, count: 2, range: { currency: "USD", min: "1.1", max: "2" } },
      { keys: { currency: "KZT" }, count: 1, range: { currency: "KZT", min: "900", max: "900" } },
    ]);
    expect(apart.text).not.toContain("3.1");
  });
});
