// Routes: whatever address is asked, in process runs only what is proved to be bounded, and it looks at no more (R6).

import { beforeAll, describe, expect, test } from "vitest";
import { BOUNDS } from "../../src/store/plan/access-path.ts";
import { importing, keptOf } from "../store/bulk.ts";
import { openToWrite } from "../support/databases.ts";
import { addressOf, OPERATIONS, parametersOf, valuesOf, withQuery, written } from "../support/document.ts";
import { filledPlace } from "../support/filled.ts";
import { type Server, startServer } from "../support/server.ts";
import { invented } from "./large.ts";
import { type Asked, faultsOf, type Watched, watch } from "./watched.ts";

/** More rows than may be scanned in process. */
const ROWS = BOUNDS.maxScan + 1_000;
/** Rows that all statements of an answer may look at in process, where the default datasets are asked. */
const MOST = 20_000;

let server: Server;
let watched: Watched;
/** Another number once the queries that were asked before have given up their turn; and its value at each query. */
let turn = 0;
let turns: number[] = [];
beforeAll(async () => {
  const place = await filledPlace("curated and bulk");
  const writer = await openToWrite(place.url);
  await importing(writer, invented(ROWS).map(keptOf), 500);
  await writer.tidy();
  await writer.close();
  server = await startServer({
    place: place.url,
    settings: { CACHE_BYTES: "0" },
    through: (database) => {
      watched = watch(place.url, database);
      const { query, queryCached, queryLong, snapshot } = watched.database;
      const noted = <T>(rows: T): T => {
        turns.push(turn);
        queueMicrotask(() => turn++);
        return rows;
      };
      return {
        ...{ ...database, queryLong, snapshot },
        query: (statement) => noted(query(statement)),
        queryCached: (statement) => noted(queryCached(statement)),
      };
    },
  });
  return async () => {
    watched.close();
    await server.stop();
    await place.remove();
  };
}, 120_000);

/** All that an answer asked. */
async function askedBy(address: string, statuses = [200]): Promise<Asked[]> {
  watched.take();
  const response = await fetch(`${server.url}${address}`);
  await response.arrayBuffer();
  if (!statuses.includes(response.status)) throw new Error(`${address} is answered with ${response.status}`);
  return watched.take();
}

/** Every address of an operation: each example of each parameter, alone. */
function addressesOf(operation: (typeof OPERATIONS)[number]): string[] {
  const address = addressOf(operation);
  const examples = parametersOf(operation, "query").flatMap((parameter) =>
    valuesOf(parameter).map((value) => ({ name: parameter.name, value: written(value) })),
  );
  return [address, ...examples.map(({ name, value }) => withQuery(address, `${name}=${value}`))];
}

const GETS = OPERATIONS.filter(({ method, path }) => method === "get" && path.startsWith("/v1/"));

/** Addresses that no example names, each of which once held the thread of the server. */
const FURTHER = [
  "/v1/dyads/MX/BR",
  "/v1/dyads/US/CN?dataset=all",
  "/v1/events?format=ics&dataset=all",
  "/v1/events?near=39.9,116.4&radius=1000&dataset=all",
  "/v1/events?dataset=all&country=US,CN,RU,KZ,FR,DE,GB,IN&country.all=US,CN,RU,KZ,FR,DE,GB,IN,JP,UZ",
  "/v1/figures?unit=project&min=1&sort=-value",
  "/v1/events?sample=20&seed=a&dataset=all",
  "/v1/timeline?dataset=all&limit=200",
  "/v1/search?q=president%20visit&dataset=all",
  "/v1/stats/events?by=venue,country&dataset=all&from=2015",
];

/** A page of each kind, over all datasets where it takes them. */
const PAGES = [
  ...[
    "/",
    "/events?dataset=all",
    "/participants?dataset=all",
    "/venues?dataset=all",
    "/sources?dataset=all",
    "/datasets",
  ],
  ...[
    "/events/2023-10-17-tokayev-xi-talks",
    "/sources/zakon-kz-2023-10-17",
    "/participants/us",
    "/participants/xi-jinping",
  ],
  ...["/dyads?dataset=all", "/dyads/US/CN?dataset=all", "/search?q=president%20visit&dataset=all"],
  ...["/timeline?dataset=all", "/map?dataset=all", "/stats/events?by=venue,country&dataset=all"],
];

describe.each(GETS)("GET $path", (operation) => {
  const scoped = parametersOf(operation, "query").some(({ name }) => name === "dataset");

  test("looks at no more rows in process than is proved, whatever is asked", async () => {
    const found: unknown[] = [];
    for (const address of addressesOf(operation)) {
      const own = address.includes("dataset=");
      for (const more of scoped && !own ? [[], ["dataset=all"]] : [[]]) {
        // Some examples need another parameter, and are refused alone.
        const asked = await askedBy(withQuery(address, ...more), [200, 400]);
        found.push(...asked.flatMap((one) => faultsOf(one, BOUNDS).map((fault) => [address, more, fault])));
        const seen = asked.reduce((sum, one) => sum + one.seen, 0);
        if (more.length === 0 && seen > MOST) found.push([address, `looks at ${seen} rows`]);
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});

test.each([...FURTHER, ...PAGES])("GET %s looks at no more rows in process than is proved", async (address) => {
  const asked = await askedBy(address);
  expect(asked.flatMap((one) => faultsOf(one, BOUNDS))).toEqual([]);
  expect(asked.reduce((sum, one) => sum + one.seen, 0)).toBeLessThan(3 * MOST);
});

test.each([
  "/v1/events?limit=5",
  "/v1/events?dataset=all&country=US&type=visit&from=2015&limit=5",
  "/v1/events?q=president&from=2020",
  "/v1/figures?unit=project&sort=value",
  "/v1/figures?sample=3",
  "/v1/participants?kind=person&sort=-id",
  "/v1/stats/events?by=type",
])("GET %s waits for nothing between its queries", async (address) => {
  // What the tag of an answer is made from is read once for all answers.
  await askedBy(address);
  turns = [];
  const asked = await askedBy(address);
  expect(asked.every(({ where }) => where === "process")).toBe(true);
  expect(turns.length).toBeGreaterThan(1);
  expect(new Set(turns).size).toBe(1);
});

test.each<[string, string, Asked["where"]]>([
  ["A search of few records beside many others", "/v1/search?q=tokayev%20visit&dataset=curated", "process"],
  ["A list of few records by two words", "/v1/events?q=president%20visit", "process"],
  ["The first page of a search for one word in many records", "/v1/search?q=president&dataset=gdelt", "process"],
  [
    "The first page of a search for two words in many records",
    "/v1/search?q=president%20visit&dataset=gdelt",
    "reader",
  ],
])("%s: GET %s is answered by a %s", async (_, address, where) => {
  const asked = await askedBy(address);
  expect(asked.some((one) => one.where === "reader")).toBe(where === "reader");
});

test("a statement without a proof is noticed", () => {
  const text = "SELECT r.id FROM events r WHERE r.type = ?";
  const asked = { text, where: "process", plan: [], seen: 0, proof: null } as const;
  expect(faultsOf(asked, BOUNDS)).toEqual([`is not proved to be bounded: ${text}`]);
  expect(faultsOf({ ...asked, where: "reader" }, BOUNDS)).toEqual([]);
});
