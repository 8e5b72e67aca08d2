// Index fingerprints over HTTP: an index of another program gives 503 until a start derives it anew.
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { prepare } from "../../src/commands/server/prepare.ts";
import { loadSettings } from "../../src/config.ts";
import { change, OUTDATED, WITHOUT_FINGERPRINT } from "../store/outdated.ts";
import { client } from "../support/client.ts";
import { openToWrite } from "../support/databases.ts";
import { curatedData, filledPlace } from "../support/filled.ts";
import { startServer } from "../support/server.ts";

/** Questions that columns, joins, terms, words of names and sums answer. */
const ASKED = [
  "/v1/events?rank=state",
  "/v1/events?topic=bilateral-relations&dataset=all",
  "/v1/events?dataset=gdelt&q=consult",
  "/v1/events?q=Токаев",
  "/v1/suggest?q=tokaev",
  "/v1/search?q=talks&dataset=all",
  "/v1/stats/events?by=type&dataset=gdelt",
  "/v1/events?dataset=all&limit=50",
  "/v1/events?from=2023-10-17&to=2023-10-18&distinct=true",
  "/v1/changes?since=2026-01-01",
  "/v1/datasets",
];

async function opened(...statements: readonly string[]) {
  const { url, remove } = await filledPlace("curated and bulk");
  const writer = await openToWrite(url);
  await change(writer, ...statements);
  await writer.close();
  const server = await startServer({ place: url, settings: { CACHE_SECONDS: "0" } });
  onTestFinished(async () => {
    await server.stop();
    await remove();
  });
  /** What a start does before it serves. */
  const start = async () => {
    const { dataset } = await curatedData();
    await prepare(loadSettings({ DATABASE_URL: url }), dataset, pino({ level: "silent" }));
  };
  return { ...client(() => server.url), url, start };
}

type Asking = Pick<Awaited<ReturnType<typeof opened>>, "get">;

async function answersOf({ get }: Asking) {
  const answers = [];
  for (const path of ASKED) {
    const { status, text, headers } = await get(path);
    answers.push({ path, status, text, etag: headers.etag, modified: headers["last-modified"] });
  }
  return answers;
}

test.each([
  ["a column, a join, an analyzer, suggestions and sums of another program", OUTDATED],
  ["a database made before there were fingerprints", [WITHOUT_FINGERPRINT, ...OUTDATED.slice(1)]],
])(
  "GET: of an index with %s, requests give 503 until a start, and then what a fresh import gives",
  async (_, statements) => {
    const before = await answersOf(await opened());
    expect(before.filter(({ status }) => status !== 200)).toEqual([]);
    const here = await opened(...statements);
    const ready = await here.get("/readyz");
    expect([ready.status, ready.json.code]).toEqual([503, "starting"]);
    expect(ready.json.detail).toBe(
      "The index of the database is another program's; a start of this one derives it anew.",
    );
    for (const path of ASKED) {
      const { status, headers, json } = await here.get(path);
      expect([path, status, json.code, headers["retry-after"]]).toEqual([path, 503, "unavailable", "5"]);
    }
    expect((await here.get("/livez")).status).toBe(200);
    await here.start();
    // The server that runs hears of it, as one that starts then.
    await expect.poll(async () => (await here.get("/readyz")).status).toBe(200);
    expect(await answersOf(here)).toEqual(before);
  },
);

test("GET: requests give 503 once another program has derived its own index", async () => {
  const here = await opened();
  expect((await here.get("/v1/events?rank=state")).status).toBe(200);
  const writer = await openToWrite(here.url);
  await writer.transaction(() => change(writer, ...OUTDATED));
  await writer.close();
  await expect.poll(async () => (await here.get("/readyz")).status).toBe(503);
  expect((await here.get("/v1/events?rank=state")).status).toBe(503);
  expect((await here.get("/v1/events?rank=official")).status).toBe(503);
});
