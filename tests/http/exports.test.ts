// Exports (streams): ended when given up, paused when not read, and from the data that they began with.

import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import sql, { type Sql } from "sql-template-tag";
import { describe, expect, onTestFinished, test, vi } from "vitest";
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
  settings: { EXPORTS: "4", CLIENT_EXPORTS: "3" },
  datasets: [big("elder", 11)],
  through: (database) => ({
    ...database,
    async snapshot() {
      const snapshot = await database.snapshot();
      async function* stream<T>(query: Sql) {
        for await (const rows of snapshot.stream<T>(query)) {
          given += rows.length;
          yield rows;
          await gate;
        }
      }
      return { ...snapshot, stream };
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
function begin(path: string, method = "GET", localAddress = "127.0.0.1"): Promise<IncomingMessage> {
  given = 0;
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, localAddress, agent: false }, resolve).on("error", reject).end();
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

test.skipIf(process.platform !== "linux")(
  "CLIENT_EXPORTS: one more export of the client gets 429 with Retry-After, another client is served; each takes one reader for all datasets",
  async () => {
    const all = "/v1/events?dataset=all&format=csv";
    const mine = [await begin(all), await begin(all), await begin(all)];
    expect(await readers()).toBe(3);
    const refused = await begin(all);
    expect(refused.statusCode).toBe(429);
    // Nobody reads: they are given up after SEND_TIMEOUT, or end earlier.
    expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(90);
    expect(JSON.parse(await read(refused))).toMatchObject({ code: "too-many-requests" });
    const other = await begin(all, "GET", "127.0.6.1");
    expect(other.statusCode).toBe(200);
    const surplus = await begin(all, "GET", "127.0.6.2");
    expect([surplus.statusCode, JSON.parse(await read(surplus)).code]).toEqual([503, "overloaded"]);
    for (const one of [...mine, other]) one.destroy();
    await vi.waitFor(async () => expect(await readers()).toBe(0), { timeout: 3_000 });
    expect((await read(await begin(all))).split("\r\n").length).toBeGreaterThan(EVENTS);
  },
);

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
  // Else what is there is the refusal.
  expect(answers.map(({ statusCode }, at) => (statusCode === 200 ? 200 : [csv, ndjson, geojson][at]))).toEqual(
    answers.map(() => 200),
  );
  for (const text of [csv, ndjson, geojson])
    expect(new Set(text.match(/\b(?:elder|younger)\b/g))).toEqual(new Set(["elder"]));
  const { features } = JSON.parse(geojson) as { features: Feature[] };
  const ours = features.filter(({ properties }) => properties.record.startsWith("big-"));
  expect(ours).toHaveLength(EVENTS);
  expect(new Set(ours.map(({ geometry }) => geometry?.coordinates[1]))).toEqual(new Set([11]));
}, 20_000);

describe("SEND_TIMEOUT", () => {
  const TIMEOUT = 600;
  const slow = useServer({ settings: { SEND_TIMEOUT: String(TIMEOUT), EXPORTS: "1" }, datasets: [big("elder", 11)] });

  /** A connection on which the export was asked for and of which nothing is read yet, and how it ends. */
  async function asked(url: string) {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    onTestFinished(() => void socket.destroy());
    socket.write(`GET ${CSV} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const over = new Promise<string>((resolve) => {
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on("end", () => resolve("end"));
    });
    return { socket, over };
  }

  test("a client that takes nothing of an answer is reset, and its export makes room for another", async () => {
    const { socket, over } = await asked(slow.url);
    await once(socket, "readable");
    expect(socket.read(12)?.toString()).toBe("HTTP/1.1 200");
    // It has the one slot until it is given up.
    await vi.waitFor(async () => {
      expect((await fetch(`${slow.url}${CSV}`, { method: "HEAD" })).status).toBe(200);
    }, 15_000);
    socket.resume();
    expect(await over).toBe("ECONNRESET");
  });

  test("a client that reads slowly, so that the kernel has room but now and then, gets every row", async () => {
    const { socket, over } = await asked(slow.url);
    let text = "";
    let received = 0;
    // Quickly at first, so that the buffers of the kernel grow; then less in SEND_TIMEOUT than a third of them.
    for (let ended = false; !ended; ) {
      const slowly = received > 12_000_000 && received < 17_000_000;
      const chunk: Buffer | null = socket.read(slowly ? Math.min(40_000, socket.readableLength) : undefined);
      if (chunk !== null) {
        received += chunk.length;
        text += chunk.toString("latin1").replaceAll("x", "");
      }
      ended = socket.readableEnded || socket.destroyed;
      await wait(slowly ? 28 : 1);
    }
    expect(await over).toBe("end");
    expect(text.match(/^big-\d+,/gm)).toHaveLength(EVENTS);
  }, 30_000);
});
