// The live data: what must hold of it with any number of articles, valid, served, and asked what the documents ask.
import { existsSync, readFileSync } from "node:fs";
import { cp, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Corpus } from "../src/intake/checks/corpus.ts";
import { sharesOf } from "../src/intake/checks/excerpt-limit.ts";
import { readData, readHoldings } from "../src/intake/curated/read.ts";
import { verifySource } from "../src/intake/curated/verify.ts";
import { readDirectory } from "../src/intake/input/directory.ts";
import { formatFault } from "../src/intake/input/faults.ts";
import { isObject } from "../src/intake/input/pointers.ts";
import { decode, digest } from "../src/intake/input/utf8.ts";
import { loadArticle } from "../src/intake/sheet/load.ts";
import { COLLECTIONS, type Collection } from "../src/model/ids.ts";
import { GUIDES, textOf } from "./documents/markdown.ts";
import { IMPORTED, namedPaths, queriesOf, shows, writtenOut } from "./documents/queries.ts";
import { dataset } from "./store/small.ts";
import { type Client, client } from "./support/client.ts";
import { validator } from "./support/contract.ts";
import { ADDRESSES, addressOf, OPERATIONS, parametersOf, valuesOf, withQuery, written } from "./support/document.ts";
import { addSecond } from "./support/fixtures.ts";
import { folder } from "./support/program.ts";
import { type Server, startServer } from "./support/server.ts";

const LIVE = "data";
/** Where texts of articles lie beside a checkout, found by their SHA-256; they are in no repository. */
const TEXTS = "../shared/sources";

/** The live data, and the same with an article more, for which all of this must hold too. */
const DIRECTORIES: readonly (readonly [string, () => Promise<string>])[] = [
  ["the live data", async () => LIVE],
  [
    "the live data and one more article",
    async () => {
      const directory = join(await folder(), "data");
      await cp(LIVE, directory, { recursive: true });
      await addSecond(directory);
      return directory;
    },
  ],
];

type Written = Partial<Record<Collection, readonly { readonly id: string }[]>>;

/** What the files say, as they are written: the registers, each bundle, and each sheet as the bundle that it stands for. */
async function writtenIn(directory: string): Promise<ReadonlyMap<string, Written>> {
  const { fixed, bundles, articles } = await readDirectory(directory);
  const files = [fixed.participants, fixed.venues, ...bundles, ...articles.map(loadArticle)];
  return new Map(files.map(({ file, value }) => [file.replace(/^.*\/(?=bundles|articles)/, ""), value as Written]));
}

/** The texts that lie beside a checkout, by SHA-256. */
async function textsAtHand(): Promise<ReadonlyMap<string, string>> {
  const names = existsSync(TEXTS) ? (await readdir(TEXTS)).filter((name) => name.endsWith(".txt")) : [];
  const texts = await Promise.all(names.map(async (name) => decode(await readFile(join(TEXTS, name)))));
  return new Map(texts.map((text) => [digest(text), text]));
}

/** Whether an article is named `<date>-<slug>`, with a day (or month or year) that an id of a source or event of it has. */
function isNamedById(path: string, { sources = [], events = [] }: Written): boolean {
  const date = /^(\d{4}(?:-\d\d){0,2})-[a-z][a-z0-9-]*\.(?:json|yaml)$/.exec(basename(path))?.[1];
  return date !== undefined && [...sources, ...events].some(({ id }) => id.includes(date));
}

const DOCUMENTS = GUIDES.map(textOf);
const QUERIES = DOCUMENTS.flatMap(queriesOf);
const REFUSED = new Set(QUERIES.filter(({ status }) => status !== 200).map(({ path }) => path));

/** Each operation with each of its documented examples. */
const EXAMPLES = OPERATIONS.flatMap((documented) =>
  parametersOf(documented, "query").flatMap((parameter) =>
    valuesOf(parameter).map((value) => {
      const beside = parameter.schema["x-beside"];
      const query = [`${parameter.name}=${written(value)}`, ...(beside === undefined ? [] : [String(beside)])];
      // What must be given stands in the address already.
      return parameter.required === true ? addressOf(documented) : withQuery(addressOf(documented), ...query);
    }),
  ),
);

describe.each(DIRECTORIES)("the data directory: %s", (name, locate) => {
  let directory: string;
  let files: ReadonlyMap<string, Written>;
  let server: Server;
  let api: Client;
  let corpus: Corpus;
  const idsOf = (collection: Collection) =>
    [...files.values()].flatMap((file) => (file[collection] ?? []).map(({ id }) => id));
  beforeAll(async () => {
    directory = await locate();
    files = await writtenIn(directory);
    ({ corpus } = await readHoldings(directory));
    server = await startServer({
      data: directory,
      bulk: false,
      datasets: [...IMPORTED, dataset("reference", {}, "bulk")],
    });
    api = client(() => server.url);
  });
  afterAll(() => server?.stop());

  test("validate finds no fault: every value has its evidence, every reference its record", async () => {
    expect((await readData(directory)).faults.map(formatFault)).toEqual([]);
  });

  test("at most half of each article outside its quotes is shown", async () => {
    const shares = [...sharesOf(corpus)];
    expect(shares.filter(([, { served, rest }]) => 2 * served > rest)).toEqual([]);
    expect(shares.length).toBeGreaterThan(0);
  });

  test("each id occurs once in a collection", () => {
    for (const collection of COLLECTIONS) {
      const ids = idsOf(collection);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      expect(ids.length, collection).toBeGreaterThan(0);
    }
  });

  test("bundles and sheets match the published JSON Schema and carry the day that their ids have", () => {
    const accepts = validator().compile(JSON.parse(readFileSync("openapi/bundle.schema.json", "utf8")));
    for (const [path, bundle] of files) {
      if (!/^(?:bundles|articles)\//.test(path)) continue;
      expect(accepts(bundle), `${path}: ${JSON.stringify(accepts.errors)}`).toBe(true);
      expect(isNamedById(path, bundle), path).toBe(true);
    }
  });

  test("evidence matches the texts of the articles, where they are at hand", async () => {
    const texts = await textsAtHand();
    for (const [id, { record }] of corpus.ids.sources) {
      const text = isObject(record.text) ? texts.get(String(record.text.sha256)) : undefined;
      if (text === undefined) continue;
      const { faults } = verifySource(corpus, id, text);
      expect(faults.map(formatFault)).toEqual([]);
    }
  });

  test.each(COLLECTIONS)(
    "all %s of the files are served, page by page, and the first of each page by its id",
    async (collection) => {
      const served: string[] = [];
      for (let next = `/v1/${collection}?limit=100`; next !== null; ) {
        const { status, json } = await api.get(next);
        expect(status).toBe(200);
        const ids: string[] = json.data.map(({ id }: { id: string }) => id);
        const [first] = ids;
        expect((await api.get(`/v1/${collection}/${first}`)).json.data).toEqual(json.data[0]);
        expect((await api.get(`/v1/${collection}/${first}/evidence`)).status).toBe(200);
        served.push(...ids);
        next = json.links.next;
      }
      // Countries that records name are served too.
      expect(served.sort()).toEqual([...corpus.ids[collection].keys()].sort());
      expect(served).toEqual(expect.arrayContaining(idsOf(collection)));
    },
  );

  test("the queries of the documents have the status that they show", async () => {
    const asked = [
      ...QUERIES,
      ...DOCUMENTS.flatMap((text) => [...writtenOut(text), ...namedPaths(text)])
        .filter((path) => !REFUSED.has(path))
        .map((path) => ({ path, status: 200 })),
    ];
    expect(asked.length).toBeGreaterThan(20);
    for (const { path, status } of asked) expect((await api.get(path, { accept: "*/*" })).status, path).toBe(status);
  });

  // One more article is in some of them.
  test.runIf(name === "the live data")("what the documents show as answers is what the live data gives", async () => {
    for (const { path, answer } of QUERIES) {
      const { json } = await api.get(path, { accept: "*/*" });
      if (!shows(answer, json)) expect(json, path).toEqual(answer);
    }
  });

  test("every path and example of the OpenAPI document gives 200", async () => {
    expect(EXAMPLES.length).toBeGreaterThan(100);
    for (const path of new Set([...ADDRESSES, ...EXAMPLES]))
      expect((await api.get(path, { accept: "*/*" })).status, path).toBe(200);
  });

  test("the questions of the home page find records", async () => {
    const { json } = await api.get("/", { accept: "application/json" });
    expect(json.questions.length).toBeGreaterThan(0);
    for (const { href } of json.questions) {
      const answer = (await api.get(href)).json;
      expect(Object.keys(answer.data ?? answer.items), href).not.toHaveLength(0);
    }
  });
});

test.each([
  ["bundles/2024-03-05-talks.json", true],
  ["bundles/2024-03-talks.json", true],
  ["articles/2024-03-05-talks.yaml", true],
  ["bundles/2024-03-06-talks.json", false],
  ["bundles/2024-03-05.json", false],
  ["bundles/talks.json", false],
])("a bundle with the source paper-2024-03-05 may be named %s: %s", (path, may) => {
  expect(isNamedById(path, { sources: [{ id: "paper-2024-03-05" }] })).toBe(may);
});
