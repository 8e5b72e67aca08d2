// Names: whoever has a name is found by it in every case, alphabet and spelling; nobody is found by another's.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { referenceDataset } from "../../src/intake/entities/countries.ts";
import { dataset, entry, event, participant } from "../store/small.ts";
import { ENGINE } from "../support/databases.ts";
import { curatedData } from "../support/filled.ts";
import { useServer } from "../support/server.ts";

/** Language, form, the id that it must find or `-`, and why it is here. */
const FORMS = readFileSync("tests/fixtures/name-forms.tsv", "utf8")
  .trim()
  .split("\n")
  .slice(1)
  // How words are read is one for both engines: of PostgreSQL a part of them is asked, whether it finds what is stored.
  .filter((_, at) => ENGINE === "sqlite" || at % 5 === 0)
  .map((line) => line.split("\t") as [language: string, form: string, id: string, note: string]);
const LANGUAGES = [...new Set(FORMS.map(([language]) => language))];

/** People whose names the State Department writes in Latin letters only: `us-visits-person-kz-nursultan-nazarbayev`. */
const people = [...new Set(FORMS.map(([, , id]) => id))]
  .filter((id) => id.startsWith("us-visits-person-"))
  .map((id) => {
    const slug = id.replace(/^us-visits-person-(?:soviet-union|[a-z]{2})-/, "");
    const name = slug.replace(/(?:^|-)([a-z])/g, (part, letter: string) => part.replace(letter, letter.toUpperCase()));
    return participant(id, { names: { en: name.replaceAll("-", " ") } });
  });
const visit = (id: string, from: string, visitor: string | null = null) =>
  event(id, {
    date: "1995-10-12",
    title: { en: "Visit", ru: "Визит" },
    participants: [entry(visitor ?? from, "visitor", from), entry("us", "host")],
  });
const visits = dataset(
  "us-visits",
  {
    events: [
      visit("us-visits-1", "lb"),
      visit("us-visits-2", "at"),
      visit("us-visits-3", "au"),
      visit("us-visits-4", "gb"),
      visit("us-visits-5", "sa"),
      visit("us-visits-6", "kz", "us-visits-person-kz-nursultan-nazarbayev"),
    ],
    participants: people,
    venues: [],
  },
  "bulk",
);
const { dataset: curated, reference } = await curatedData();
const server = useServer({ bulk: false, datasets: [referenceDataset(reference, curated), visits] });

const search = async (q: string, more = "&dataset=all") =>
  (await server.get(`/v1/search?q=${encodeURIComponent(q)}&limit=200${more}`)).json;
const named = async (q: string): Promise<{ id: string; tier: number }[]> =>
  (await search(q, "&dataset=all&collection=participants,venues")).data;
const events = async (q: string) =>
  (await server.get(`/v1/events?q=${encodeURIComponent(q)}&dataset=all&limit=200`)).json.data.map(
    ({ id }: { id: string }) => id,
  );

describe.each(LANGUAGES)("GET /v1/search: forms of names, %s", (language) => {
  const rows = FORMS.filter(([one]) => one === language);
  test("each form finds the record that has the name", async () => {
    const missed: string[] = [];
    for (const [, form, id] of rows.filter(([, , one]) => one !== "-")) {
      if (!(await named(form)).some((hit) => hit.id === id)) missed.push(`${form}: ${id}`);
    }
    expect(missed).toEqual([]);
  });

  test("another word is nobody's whole name", async () => {
    const wrong: string[] = [];
    for (const [, form] of rows.filter(([, , one]) => one === "-")) {
      const whole = (await named(form)).filter(({ tier }) => tier === 3);
      if (whole.length > 0) wrong.push(`${form}: ${whole.map(({ id }) => id)}`);
    }
    expect(wrong).toEqual([]);
  });
});

test("no state is found by another's name, unless it has that name too or followed it", async () => {
  const wordsOf = (text: string) =>
    text
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/\p{L}+/gu) ?? [];
  const states = [...reference.countries, ...reference.historicStates];
  const namesById = new Map(
    states.map(({ id, names, aliases }) => [
      id,
      [...Object.values(names), ...Object.values(aliases).flat()].map(wordsOf),
    ]),
  );
  const wrong: string[] = [];
  for (const { id, names } of reference.countries.filter((_, at) => ENGINE === "sqlite" || at % 5 === 0)) {
    const followed = reference.historicStates.filter(({ successors }) => successors.includes(id)).map((one) => one.id);
    const hits = await named(names.ru ?? "");
    for (const other of new Set(hits.map((hit) => hit.id.replace("country-", "")))) {
      const asked = wordsOf(names.ru ?? "");
      // In a name of its own a state may have the other's in another case: Острова Кука.
      const bears = (list: readonly string[]) =>
        asked.every((word) => list.some((one) => one.startsWith(word.slice(0, Math.max(3, word.length - 2)))));
      const its = namesById.get(other);
      if (other !== id && its !== undefined && !followed.includes(other) && !its.some(bears))
        wrong.push(`${names.ru}: ${other}`);
    }
  }
  expect(wrong).toEqual([]);
});

describe("GET /v1/search: names of states", () => {
  test.each([
    ["Ливия", []],
    ["Ливан", ["us-visits-1"]],
    ["Австрия", ["us-visits-2"]],
    ["Австралия", ["us-visits-3"]],
    ["United Kingdom", ["us-visits-4"]],
    ["UK", ["us-visits-4"]],
    ["Great Britain", ["us-visits-4"]],
    ["Kingdom of Saudi Arabia", ["us-visits-5"]],
    ["Назарбаеву", ["us-visits-6"]],
  ])("%s finds the events of the state", async (q, ids) => expect(await events(q)).toEqual(ids));

  test.each([
    ["Bosnia and Herzegovina", "Bosnia & Herzegovina"],
    ["Côte d'Ivoire", "Cote d’Ivoire"],
    ["Türkiye", "Turkiye"],
    ["Kazakh\u00adstan", "Kazakhstan"],
    ["КАЗАХСТАН", "Казахстан"],
    ["U.S.", "USA"],
  ])("%s and %s find the same", async (one, other) => {
    expect((await search(one)).data.map(({ id }: { id: string }) => id)).toEqual(
      (await search(other)).data.map(({ id }: { id: string }) => id),
    );
    expect((await search(one)).meta.total).toBeGreaterThan(0);
  });

  test("a former state is found with its years, beside those that had its name", async () => {
    const { data } = await search("Yugoslavia", "&dataset=reference&collection=participants");
    expect(data.map(({ id, years }: { id: string; years: string | null }) => [id, years])).toEqual([
      ["federal-republic-of-yugoslavia", "1992/2003"],
      ["kingdom-of-yugoslavia", "1918/1945"],
      ["yugoslavia", "1945/1992"],
    ]);
    const { json } = await server.get(`/v1/suggest?q=${encodeURIComponent("СССР")}&dataset=reference`);
    expect(json.data[0]).toMatchObject({ id: "soviet-union", hint: "Country, 1922–1991", matched: "СССР" });
  });

  test("a state has its aliases under their languages", async () => {
    const { json } = await server.get("/v1/participants/soviet-union");
    expect(json.data.aliases).toMatchObject({
      en: ["USSR", "U.S.S.R.", expect.any(String)],
      ru: ["СССР", expect.any(String)],
    });
  });
});

describe("GET /v1/search: names of persons", () => {
  test.each([
    ["Tokayev", "Токаев", "Тоқаев", "托卡耶夫", "Tokaev", "Токаевым", "Tokayev’s"],
    ["Xi Jinping", "Си Цзиньпин", "习近平", "習近平", "Си Цзиньпином", "Xi Jinping's"],
  ])("%s finds the same records by each name", async (...names) => {
    const found = await Promise.all(
      names.map(async (name) => (await search(name, "")).data.map(({ id }: { id: string }) => id).sort()),
    );
    for (const one of found) expect(one).toEqual(found[0]);
    expect(found[0]?.length).toBeGreaterThan(5);
  });
});

describe("GET /v1/search: joined words", () => {
  test.each([
    ["Kazakhstan-China", "Kazakhstan China"],
    ["Kazakhstan/China", "Kazakhstan China"],
    ["Tokayev–Xi talks", "Tokayev Xi talks"],
    ["中国哈萨克斯坦", "Kazakhstan China"],
    ["中国和哈萨克斯坦", "Kazakhstan and China"],
    ["Xi's visit to China", "Xi visit to China"],
  ])("%s means all of its words", async (joined, apart) => {
    const { meta } = await search(joined, "");
    expect(meta.total).toBe((await search(apart, "")).meta.total);
    expect(meta.total).toBeGreaterThan(0);
  });
});

describe("GET /v1/search: amounts and dates", () => {
  test.each(["21млрд", "21 млрд", "$21bn", "$21 billion", "21 млрд долларов США", "21 миллиард долларов", "USD 21bn"])(
    "%s finds the figure",
    async (q) => {
      const { data } = await search(q, "&collection=figures");
      expect(data.map(({ id }: { id: string }) => id)).toEqual(["2023-10-17-investment-volume"]);
    },
  );

  test.each(["2023-10-17", "17.10.2023"])("%s finds the records of the day", async (q) => {
    const { data } = await search(q, "&collection=events");
    expect(data.map(({ id }: { id: string }) => id)).toContain("2023-10-17-tokayev-xi-talks");
    expect((await search("1912-10-17")).data).toEqual([]);
  });
});

describe("notes on other datasets in meta.notes", () => {
  test("a note names datasets that have what the curated data lacks", async () => {
    const note = "Datasets that were not asked have hits: 2 in us-visits; give `dataset=us-visits` or `dataset=all`";
    expect((await search("Nazarbayev", "")).meta.notes).toEqual([note]);
    expect((await search("Nazarbayev")).meta.notes).toEqual([]);
    expect((await search("Nazarbayev", "&dataset=curated")).meta.notes).toEqual([]);
  });

  test("an empty list has such a note too, and one on an unknown id", async () => {
    const person = "us-visits-person-kz-nursultan-nazarbayev";
    expect((await server.get(`/v1/events?participant=${person}`)).json.meta.notes).toEqual([
      "Datasets that were not asked have hits: 1 in us-visits; give `dataset=us-visits` or `dataset=all`",
    ]);
    expect((await server.get("/v1/quotes?mentions=nope")).json.meta.notes).toEqual([
      "`mentions`: no record of participants, venues, events, figures has the id `nope`",
    ]);
  });
});

test("GET /v1/suggest: the exact name comes first in any case, and totalIsLowerBound says when more may answer", async () => {
  const { json } = await server.get(`/v1/suggest?q=${encodeURIComponent("США")}&lang=ru&dataset=all`);
  expect(json.data[0]).toMatchObject({ id: "us", label: "Соединенные Штаты", matched: "США" });
  expect(json.meta.totalIsLowerBound).toBe(json.meta.total >= 400);
  const cased = await server.get(`/v1/suggest?q=${encodeURIComponent("Казахстану")}`);
  expect(cased.json.data[0]).toMatchObject({ id: "kz", matched: "Казахстан" });
  const { data, meta } = (await server.get("/v1/suggest?q=Xi")).json;
  expect([data[0].id, meta.totalIsLowerBound]).toEqual(["xi-jinping", false]);
});

test("GET /v1/search: an event is found by the label of its rank", async () => {
  const found = (await search('"state visit"', "&collection=events")).data.map(({ id }: { id: string }) => id);
  const { json } = await server.get("/v1/events?rank=state&limit=200");
  expect(json.meta.total).toBeGreaterThan(0);
  for (const { id } of json.data) expect(found).toContain(id);
});

describe("dataset=reference", () => {
  const all = [...reference.countries, ...reference.historicStates].map(({ id }) => id).sort();

  /** All rows of a list, page by page, and what its pages say of it. */
  async function collect(first: string) {
    const rows: { id: string; country: string; dataset: string }[] = [];
    for (let path = first; ; ) {
      const { status, json } = await server.get(path);
      expect(status).toBe(200);
      rows.push(...json.data);
      if (json.links.next === null) return { rows, meta: json.meta };
      path = json.links.next;
    }
  }

  test("GET participants lists every state once, those that curated data describes as its records", async () => {
    const { rows, meta } = await collect("/v1/participants?dataset=reference&limit=100");
    expect(rows.map(({ id }) => id)).toEqual(all);
    expect([meta.total, meta.datasets]).toEqual([all.length, ["curated", "reference"]]);
    const curated = rows.filter((row) => row.dataset === "curated").map(({ id }) => id);
    expect(curated).toEqual(["cn", "kz"]);
    const { rows: one } = await collect("/v1/participants?dataset=reference&country=CN&sort=-updated");
    expect(one.map(({ id }) => id)).toEqual(["cn"]);
  });

  test("GET participants of all datasets lists each id once; dataset=!curated keeps curated records out", async () => {
    const { rows } = await collect("/v1/participants?dataset=all&kind=country&limit=200");
    expect(rows.map(({ id }) => id).sort()).toEqual(all);
    const others = (await collect("/v1/participants?dataset=!curated&kind=country&limit=200")).rows;
    expect(others.some(({ id }) => id === "kz")).toBe(false);
  });

  test("GET venues lists the territory of every state once", async () => {
    const { rows } = await collect("/v1/venues?dataset=reference&kind=country&limit=200");
    expect(rows.map(({ country }) => country).sort()).toEqual(all);
    expect((await collect("/v1/venues?dataset=reference&kind=city")).rows).toEqual([]);
  });

  test("counts, tables, searches and suggestions have those states too", async () => {
    const { json: stats } = await server.get("/v1/stats/participants?by=kind&dataset=reference");
    expect(stats.data).toMatchObject([{ count: all.length }]);
    const { json: index } = await server.get("/v1");
    const people = index.data.collections.find(({ id }: { id: string }) => id === "participants");
    expect(people.datasets).toContainEqual({
      id: "reference",
      href: "/v1/participants?dataset=reference",
      count: all.length,
    });
    const { text } = await server.get("/v1/participants?dataset=reference&format=csv&columns=id");
    expect(text.trim().split(/\r?\n/).slice(1)).toEqual(all);
    const found = await search("Kazakhstan", "&dataset=reference&collection=participants");
    expect([found.data.map(({ id }: { id: string }) => id), found.meta.total]).toEqual([["kz"], 1]);
    expect((await search("Tokayev", "&dataset=reference")).data).toEqual([]);
    const { json: suggested } = await server.get("/v1/suggest?q=kazakhst&dataset=reference");
    expect(suggested.data[0]).toMatchObject({ id: "kz" });
  });
});
