// Exports (streams): ended when given up, paused when not read, and from the data that they began with.

import { readdirSync, readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import sql, { type Sql } from "sql-template-tag";
import { describe, expect, test, vi } from "vitest";
import { load } from "../../src/store/write/load.ts";
import { dataset, event, venue } from "../store/small.ts";
import { ENGINE, openToWrite } from "../support/databases.ts";
import { useServer } from "../support/server.ts";

const EVENTS = 1_100;
/** Far more than what the buffers between two processes hold. */
const LONG = "x".repeat(20_000);

/** Many events with a long text each, all at one place, that bear a mark. */
function big(mark: string, latitude: number) {
  const gdelt = { goldstein: null, tone: null, mentions: null, sources: null, articles: null };
  const codes = { plover: null, cameo: null, rule: null, gdelt: { ...gdelt, url: `${mark}-${LONG}` } };
  const at = { title: { en: mark, ru: mark }, venue: "hall", date: "2024-05-06", codes };
  return dataset(
    "big",
    {
      events: Array.from({ length: EVENTS }, (_, n) => event(`big-${n}`, at)),
      venues: [venue("hall", { location: { latitude, longitude: 7, precision: "building" } })],
    },
    "bulk",
  );
}

/** Rows that a stream has given so far. */
let given = 0;
/** What the next ones wait for. */
let gate: Promise<void> | null = null;
const server = useServer({
  settings: { EXPORTS: "3" },
  datasets: [big("elder", 11)],
  through: (database) => ({
    ...database,
    stream<T>(query: Sql, further?: "of the same export") {
      const stream = database.stream<T>(query, further);
      async function* counted() {
        for await (const rows of stream) {
          given += rows.length;
          yield rows;
          await gate;
        }
      }
      return { query: stream.query, [Symbol.asyncIterator]: counted };
    },
  }),
});

/** Processes that this one started to read the database, by /proc, or connections for exports. */
async function readers(): Promise<number> {
  if (ENGINE === "postgres") {
    const rows = await server.database.query<{ n: number }>(sql`SELECT count(*) AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'communique export%'`);
    return rows[0]?.n ?? 0;
  }
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const state = readFileSync(`/proc/${pid}/stat`, "utf8");
      // After the name, which may have spaces: the state and the parent (proc_pid_stat(5)).
      const parent = Number(state.slice(state.lastIndexOf(")") + 2).split(" ")[1]);
      return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("sqlite-process.ts");
    } catch {
      return false;
    }
  }).length;
}

interface Feature {
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: { readonly record: string };
}

/** An answer of which nothing is read yet. */
function begin(path: string, method = "GET"): Promise<IncomingMessage> {
  given = 0;
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, agent: false }, resolve).on("error", reject).end();
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Waits until no more rows are asked for, and says how many were. */
async function halted(): Promise<number> {
  for (;;) {
    const before = given;
    await wait(400);
    if (given === before && given > 0) return given;
  }
}

const CSV = "/v1/events?dataset=big&format=csv";

describe.skipIf(process.platform !== "linux")("the reader of an export", () => {
  test("it ends when the client closes the connection", async () => {
    expect(await readers()).toBe(0);
    const answer = await begin(CSV);
    answer.once("data", () => {});
    await vi.waitFor(() => expect(given).toBeGreaterThan(0));
    expect(await readers()).toBe(1);
    answer.destroy();
    await vi.waitFor(async () => expect(await readers()).toBe(0), { timeout: 3_000 });
    expect(given).toBeLessThan(EVENTS);
  });

  test("it ends after a HEAD request", async () => {
    const answer = await begin(CSV, "HEAD");
    expect(answer.statusCode).toBe(200);
    await read(answer);
    await vi.waitFor(async () => expect(await readers()).toBe(0), { timeout: 3_000 });
  });
});

test("a client that does not read pauses the export; one that goes on reading gets every row", async () => {
  const answer = await begin(CSV);
  const rows = await halted();
  expect(rows).toBeLessThan(EVENTS);
  await wait(500);
  expect(given).toBe(rows);
  // What is sent as it is read has no length, and is not kept.
  expect([answer.headers["content-length"], answer.headers["cache-status"]]).toEqual([
    undefined,
    "communique; fwd=uri-miss",
  ]);
  const text = await read(answer);
  expect(text.split("\r\n").filter((line) => line.startsWith("big-"))).toHaveLength(EVENTS);
  expect(given).toBe(EVENTS);
});

test("exports give the data of their beginning, whatever is loaded meanwhile", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  const answers = await Promise.all(
    ["csv", "ndjson", "geojson"].map((format) => begin(`/v1/events?dataset=all&format=${format}`)),
  );
  const writer = await openToWrite(server.place);
  await load(writer, big("younger", 22));
  await writer.close();
  resolve();
  const [csv = "", ndjson = "", geojson = ""] = await Promise.all(answers.map(read));
  for (const text of [csv, ndjson, geojson])
    expect(new Set(text.match(/\b(?:elder|younger)\b/g))).toEqual(new Set(["elder"]));
  const { features } = JSON.parse(geojson) as { features: Feature[] };
  const ours = features.filter(({ properties }) => properties.record.startsWith("big-"));
  expect(ours).toHaveLength(EVENTS);
  expect(new Set(ours.map(({ geometry }) => geometry?.coordinates[1]))).toEqual(new Set([11]));
}, 20_000);
