// Search and suggestions over HTTP: any script and case finds the same, any input is safe, pages join up.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();
const search = (q: string, more = "") => api.get(`/v1/search?q=${encodeURIComponent(q)}${more}`);
const suggest = (q: string, more = "") => api.get(`/v1/suggest?q=${encodeURIComponent(q)}${more}`);
const found = (json: { data: { collection: string; id: string }[] }) =>
  json.data.map(({ collection, id }) => `${collection}/${id}`);

describe("GET /v1/search", () => {
  test.each(["Казахстана", "Казахстан", "kazakhstan", "Қазақстан", "哈萨克斯坦"])(
    "q=%s finds Kazakhstan and its events",
    async (q) => {
      const { json } = await search(q, "&limit=200");
      expect(found(json)).toEqual(
        expect.arrayContaining([
          "participants/kz",
          "venues/kazakhstan",
          "events/2023-10-17-tokayev-xi-talks",
          "events/2022-09-xi-state-visit-to-kazakhstan",
        ]),
      );
      expect(json.data.slice(0, 2).map(({ tier }: { tier: number }) => tier)).toEqual([3, 3]);
    },
  );

  test("q=«инвестиций» finds the 21 billion first, with a highlight", async () => {
    const { json } = await search("инвестиций", "&lang=ru");
    expect(json.data[0]).toMatchObject({
      collection: "figures",
      id: "2023-10-17-investment-volume",
      tier: 2,
      href: "/v1/figures/2023-10-17-investment-volume",
    });
    expect(json.data[0].highlights[0]).toEqual({
      field: "measure.ru",
      segments: [
        { text: "объём ", match: false },
        { text: "инвестиций", match: true },
      ],
    });
    expect(json.meta).toMatchObject({ total: 3, datasets: ["curated"] });
  });

  test("hits are sorted by tier, then newest first, then by id", async () => {
    const { json } = await search("Токаев", "&limit=200");
    const keys = json.data.map(
      ({ tier, date, id }: { tier: number; date: string | null; id: string }) => [tier, date ?? "", id] as const,
    );
    const sorted = [...keys].sort(
      ([t1, d1, i1], [t2, d2, i2]) => t2 - t1 || (d1 < d2 ? 1 : d1 > d2 ? -1 : i1 < i2 ? -1 : 1),
    );
    expect(keys).toEqual(sorted);
    expect(json.data.length).toBe(json.meta.total);
  });

  test("pages join to the whole, without a repeat", async () => {
    const whole = found((await search("Китай", "&limit=200")).json);
    const pages: string[] = [];
    for (let next: string | null = `/v1/search?q=${encodeURIComponent("Китай")}&limit=3`; next !== null; ) {
      const { json } = await api.get(next);
      pages.push(...found(json));
      next = json.links.next;
    }
    expect(pages).toEqual(whole);
  });

  test("phrases, exclusions and `collection` narrow the search", async () => {
    expect(found((await search('"golden 30 years"')).json)).toContain("figures/2023-10-17-golden-30-years");
    expect(found((await search('"years golden"')).json)).toEqual([]);
    const without = found((await search("talks -delegation", "&limit=200")).json);
    expect(without).not.toContain("participants/kz-delegation-2023-10-17");
    expect(found((await search("Пекин", "&collection=venues")).json)[0]).toBe("venues/beijing");
    expect(
      new Set(
        (await search("Пекин", "&collection=venues,quotes")).json.data.map(
          (hit: { collection: string }) => hit.collection,
        ),
      ),
    ).toEqual(new Set(["venues"]));
  });

  test("a cursor of another search gives 400", async () => {
    const { json } = await search("Китай", "&limit=1");
    const cursor = new URL(json.links.next, "http://x").searchParams.get("cursor");
    const answer = await search("Казахстан", `&limit=1&cursor=${cursor}`);
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([
      {
        parameter: "cursor",
        detail: expect.stringMatching(/^belongs to other filters or another sort; begin again without it/),
      },
    ]);
  });

  test("a search without letters and digits finds nothing, with a note", async () => {
    const { status, json } = await search("—!🎉");
    expect(status).toBe(200);
    expect(json).toMatchObject({
      data: [],
      meta: { total: 0, notes: ["`q` has no letter or digit, so it finds nothing"] },
    });
  });

  test("q has 1 to 200 code points", async () => {
    expect((await search("😀".repeat(200))).status).toBe(200);
    expect((await search("😀".repeat(201))).json.errors).toEqual([
      { parameter: "q", detail: "has 201 characters; at most 200" },
    ]);
    expect((await api.get("/v1/search")).json.errors).toEqual([{ parameter: "q", detail: "is missing" }]);
    expect((await api.get("/v1/search?q=")).json.errors).toEqual([{ parameter: "q", detail: "is empty" }]);
  });

  test("any text is safe in q, as a filter and in suggestions", async () => {
    const syntax = fc.constantFrom(
      '"',
      "*",
      "(",
      ")",
      "-",
      "+",
      "^",
      ":",
      "NEAR",
      "AND",
      "OR",
      "NOT",
      "{names}",
      "'",
      ";",
      "--",
      "%",
      "_",
      "\\",
      "a",
      "Ж",
      "习",
      "🎉",
      " ",
    );
    const text = fc.oneof(
      fc.array(syntax, { minLength: 1, maxLength: 30 }).map((parts) => parts.join("")),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        const control = /\p{Cc}/u.test(q);
        for (const { status } of [
          await search(q),
          await suggest(q),
          await api.get(`/v1/quotes?q=${encodeURIComponent(q)}`),
        ]) {
          expect(status).toBe(control ? 400 : 200);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("GET list: q", () => {
  test("q is a filter that keeps the sort of the list", async () => {
    const { json } = await api.get(`/v1/events?q=${encodeURIComponent("Китай")}&limit=200`);
    const dates = json.data.map(({ date }: { date: { earliest: string | null } }) => date.earliest ?? "");
    expect(dates).toEqual([...dates].sort().reverse());
    expect(json.data.length).toBeGreaterThan(3);
  });

  test.each([
    ["figures", "инвестиции", ["2023-10-17-investment-volume"]],
    ["venues", "Astana", ["astana"]],
    ["sources", "потенциал", ["zakon-kz-2023-10-17"]],
    ["participants", "председатель", ["xi-jinping"]],
    ["quotes", "туризма", ["2023-10-17-tokayev-on-cooperation"]],
  ])("GET %s?q=%s", async (collection, q, ids) => {
    const { json } = await api.get(`/v1/${collection}?q=${encodeURIComponent(q)}`);
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(ids);
  });
});

describe("GET /v1/suggest", () => {
  test.each([
    ["Tok", "participants/kassym-jomart-tokayev", "President of Kazakhstan"],
    ["Tokaev", "participants/kassym-jomart-tokayev", "President of Kazakhstan"],
    ["Токаив", "participants/kassym-jomart-tokayev", "President of Kazakhstan"],
    ["习近", "participants/xi-jinping", "leader of China"],
    ["哈萨", "participants/kz", "Country"],
    ["Peking", "venues/beijing", "City, China"],
    ["great eas", "venues/great-eastern-hall", "Room, Great Hall of the People"],
    ["talks betw", "events/2023-10-17-tokayev-xi-talks", "Talks, 2023-10-17"],
  ])("%s suggests %s", async (q, first, hint) => {
    const { json } = await suggest(q);
    expect(found(json)[0]).toBe(first);
    expect(json.data[0].hint).toBe(hint);
  });

  test("lang=ru gives hints in Russian", async () => {
    const { json } = await suggest("Tok", "&lang=ru");
    expect(json.data[0]).toMatchObject({
      label: "Касым-Жомарт Токаев",
      hint: "президент Казахстана",
      matched: "Tokayev",
    });
  });

  test("`limit` is at most 20, and `collection` one that has names", async () => {
    expect((await suggest("Tok", "&limit=1")).json.data).toHaveLength(1);
    expect((await suggest("Tok", "&limit=21")).status).toBe(400);
    const { json } = await suggest("Tok", "&collection=events");
    expect(new Set(json.data.map((one: { collection: string }) => one.collection))).toEqual(new Set(["events"]));
    expect((await suggest("Tok", "&collection=quotes")).status).toBe(400);
  });
});

describe("GET list: places and samples", () => {
  test("bbox and near find the talks by the city around their hall", async () => {
    for (const filter of ["bbox=110,35,120,45", "near=39.9,116.4", "near=39.9,116.4&radius=10"]) {
      const { json } = await api.get(`/v1/events?${filter}`);
      expect(json.data.map(({ id }: { id: string }) => id)).toEqual(["2023-10-17-tokayev-xi-talks"]);
    }
    expect((await api.get("/v1/events?near=39.9,116.4&radius=1")).json.data).toEqual([]);
    expect((await api.get("/v1/venues?bbox=-180,-90,180,90")).json.data.map(({ id }: { id: string }) => id)).toEqual([
      "beijing",
      "great-eastern-hall",
      "great-hall-of-the-people",
    ]);
  });

  test.each([
    ["radius=10", "radius", "needs `near`"],
    ["seed=a", "seed", "needs `sample`"],
    ["sample=2&limit=3", "limit", "cannot be given together with `sample`"],
    ["sample=2&sort=id", "sort", "cannot be given together with `sample`"],
    ["near=1,2,3", "near", 'cannot be "1,2,3"; write latitude,longitude in degrees: 39.9,116.4'],
    ["bbox=1,2,3", "bbox", 'cannot be "1,2,3"; write west,south,east,north in degrees: 110,35,120,45'],
    ["near=1,2&radius=1001", "radius", 'cannot be "1001"; write whole kilometres from 1 to 1000'],
  ])("%s gives 400", async (query, parameter, detail) => {
    const { status, json } = await api.get(`/v1/events?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter, detail }]);
  });

  test("sample: a seed gives the same records, another seed others, none twice", async () => {
    const ids = async (seed: string) =>
      (await api.get(`/v1/events?sample=4&seed=${seed}`)).json.data.map(({ id }: { id: string }) => id);
    const samples = await Promise.all(["a", "b", "c", "d", "e", "f"].map(ids));
    expect(await ids("a")).toEqual(samples[0]);
    expect(new Set(samples.map(String)).size).toBeGreaterThan(1);
    for (const sample of samples) expect(new Set(sample).size).toBe(4);
    expect((await api.get("/v1/events?sample=200")).json.data).toHaveLength(12);
  });
});
