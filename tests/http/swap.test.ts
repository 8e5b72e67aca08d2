// Data swaps: while another process imports and drops data, every answer is from one version (R12).
import { beforeAll, expect, test, vi } from "vitest";
import { imported, many, put } from "../commands/imports.ts";
import { ENGINE } from "../support/databases.ts";
import { run } from "../support/program.ts";
import { type Server, startServer, useServer } from "../support/server.ts";
import { ask, decoded } from "./bytes.ts";

/** More than are read at a time, so that all of them as CSV are a stream. */
const ROWS = Number(process.env.SWAP_ROWS ?? 1_200);
/** Milliseconds: clients read all rows again and again beside the imports. */
const PATIENCE = 120_000 + 8 * ROWS;
const URL = "https://news.example/";
/**
 * Rows of each version bear its name where everybody can see it: in the address, the place and the day. Each version has
 * a place of its own, since a place keeps the names that only replaced rows gave it (docs/importing.md).
 */
const V1 = { url: `${URL}v1`, added: "20190305000000", placeName: "Place v1, Netherlands", feature: "-1", tone: "1" };
const V2 = { url: `${URL}v2`, added: "20190306000000", placeName: "Place v2, Netherlands", feature: "-2", tone: "2" };
/** Events of the curated data. */
const CURATED = 12;
/** The second version has so many rows more. */
const MORE = 7;

const settings = { RATE_LIMIT: "0", EXPORTS: "16", CLIENT_EXPORTS: "0" };
const server = useServer({ bulk: false, settings });
/** All servers of the database: of PostgreSQL two, which hear of a change each for itself. */
let servers: readonly Pick<Server, "url">[];
beforeAll(async () => {
  if (ENGINE === "sqlite") {
    servers = [server];
    return;
  }
  const other = await startServer({ place: server.place, settings });
  servers = [server, other];
  return () => other.stop();
});

/** Lists, records, counts and exports; with and without the dataset's name, which is unknown at first. */
const PATHS = [
  "/v1/events?dataset=all&participant=kz&type=talks&limit=200&include=venues",
  "/v1/events?dataset=gdelt&limit=50",
  "/v1/events/gdelt-1",
  "/v1/events/gdelt-900?format=csv",
  "/v1/stats/events?dataset=all&by=type",
  "/v1/stats/events?dataset=all&by=dataset",
  "/v1/events?dataset=all&format=csv",
  "/v1/events?dataset=gdelt&format=csv",
  "/v1/venues/gdelt-place-minus-1",
  "/v1/venues/gdelt-place-minus-2",
  "/v1/search?dataset=all&q=Place",
];

interface Seen {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

type Mark = "v1" | "v2";
const marksIn = (text: string) => [
  ...new Set([...text.matchAll(/(?:example\/|Place )(v[12])\b/g)].map(([, mark]) => mark as Mark)),
];
const COUNTS = { v1: ROWS, v2: ROWS + MORE, none: 0 };

/** What is wrong with an answer: refused, of two versions, or not of all rows of its own. */
function faultsIn({ path, status, text }: Seen): string[] {
  // A name that is not known yet is a mistake of the client; the place of replaced rows is gone.
  if (path.includes("dataset=gdelt") && status === 400 && text.includes("knows no dataset")) return [];
  if (path.includes("gdelt-") && (status === 404 || status === 410)) return [];
  if (status !== 200) return [`${path}: ${status} ${text}`];
  const marks = marksIn(text);
  if (marks.length > 1) return [`${path}: both ${marks.join(" and ")}`];
  const rows = path.endsWith("&format=csv")
    ? text.split("\r\n").filter((line) => line.startsWith("gdelt-")).length
    : path.endsWith("by=dataset")
      ? JSON.parse(text).data.reduce((sum: number, { count }: { count: number }) => sum + count, -CURATED)
      : null;
  const wanted = path.endsWith("&format=csv") ? [COUNTS[marks[0] ?? "none"]] : Object.values(COUNTS);
  return rows === null || wanted.includes(rows) ? [] : [`${path}: ${rows} rows`];
}

test("an answer that mixes two versions would be noticed", () => {
  const csv = PATHS.find((path) => path.endsWith("gdelt&format=csv")) ?? "";
  const rows = (count: number, mark: string) => `gdelt-1,${URL}${mark}\r\n`.repeat(count);
  const seen = (status: number, text: string) => faultsIn({ path: csv, status, text });
  expect(seen(200, rows(ROWS, "v1"))).toEqual([]);
  expect(seen(200, rows(ROWS, "v2"))).toEqual([`${csv}: ${ROWS} rows`]);
  expect(seen(200, rows(ROWS, "v1") + rows(MORE, "v2"))).toEqual([`${csv}: both v1 and v2`]);
  expect(seen(503, "")).toEqual([`${csv}: 503 `]);
});

test("three swaps under load: every request is answered, each from one version of the data", {
  timeout: 3 * PATIENCE,
}, async () => {
  const file = server.place;
  const [first, second] = [await put(many(ROWS, V1), "v1.CSV"), await put(many(ROWS + MORE, V2), "v2.CSV")];
  const versions = { v1: new Set<string>(), v2: new Set<string>() };
  const faults: string[] = [];
  let [done, answers] = [false, 0];
  const newer = servers.map(() => false);
  async function client(from: number): Promise<void> {
    for (let at = from; !done; at++) {
      const path = PATHS[at % PATHS.length] ?? "";
      const which = at % servers.length;
      const since = newer[which];
      const { status, ...answer } = await ask(servers[which]?.url ?? "", path);
      const text = decoded({ status, ...answer }).toString();
      answers++;
      faults.push(...faultsIn({ path, status, text }));
      const [mark] = status === 200 ? marksIn(text) : [];
      if (mark === undefined) continue;
      newer[which] ||= mark === "v2";
      if (since && mark === "v1") faults.push(`${path}: older than an answer before it`);
      if (text.startsWith("{")) versions[mark].add(JSON.parse(text).meta.version);
    }
  }
  const clients = [0, 3, 6].map(client);
  /** Waits until what was done is answered from. */
  const served = (marks: Mark[]) =>
    vi.waitFor(
      async () => {
        for (const { url } of servers) {
          expect(marksIn(String((await ask(url, "/v1/events/gdelt-1")).body))).toEqual(marks);
        }
      },
      { timeout: PATIENCE, interval: 20 },
    );
  /** Waits until the clients have had answers from these rows. */
  const met = (mark: Mark) =>
    vi.waitFor(() => expect(versions[mark].size).toBe(1), { timeout: PATIENCE, interval: 20 });
  await imported(file, "gdelt", first);
  await served(["v1"]);
  await met("v1");
  await imported(file, "gdelt", second);
  await served(["v2"]);
  await met("v2");
  expect((await run(["datasets", "drop", "gdelt"], { DATABASE_URL: file })).code).toBe(0);
  await served([]);
  done = true;
  await Promise.all(clients);
  expect(faults).toEqual([]);
  expect(answers).toBeGreaterThan(50);
  // Each version of the rows is one version of the data, and no other.
  expect([versions.v1.size, versions.v2.size]).toEqual([1, 1]);
  expect(versions.v1).not.toEqual(versions.v2);
});
