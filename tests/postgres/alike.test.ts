// SQLite and PostgreSQL: with the same data they give the same bytes, and a cursor of one works on the other.
import { raw, type Sql } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/store/engine/database.ts";
import { openToWrite, type Place, place } from "../support/databases.ts";
import { type Documented, OPERATIONS, parametersOf, withQuery } from "../support/document.ts";
import { type Options, type Server, startServer } from "../support/server.ts";
import { type Client, clientOf, type Request } from "../torture/agent.ts";
import { alikePlace, differences } from "../torture/alike.ts";
import { drive, type Prepared, prepare } from "../torture/drive.ts";

const RUNS = 500;
const SEED = 14;

let places: readonly [Place, Place];
let servers: readonly [Server, Server];
let clients: readonly [Client, Client];
let prepared: Prepared;
/** What the server on PostgreSQL has a copy of; nobody is connected to it. */
let template: Place;
beforeAll(async () => {
  template = await alikePlace("postgres");
  places = [await alikePlace("sqlite"), await place(template.url)];
  servers = [await startServer({ place: places[0].url }), await startServer({ place: places[1].url })];
  clients = [clientOf(servers[0].url, 4), clientOf(servers[1].url, 4)];
  prepared = await prepare(servers[0].url);
});
afterAll(async () => {
  for (const client of clients ?? []) client.close();
  for (const server of servers ?? []) await server.stop();
  for (const one of [...(places ?? []), template]) await one?.remove();
});

test(`${RUNS} generated requests get the same status, headers and body from both engines`, async () => {
  const { failure, runs } = await drive(servers[0].url, prepared, { runs: RUNS, seed: SEED, against: servers[1].url });
  expect(failure ?? "").toBe("");
  expect(runs).toBeGreaterThanOrEqual(RUNS);
});

describe("pages with cursors of the other engine", () => {
  const paged = OPERATIONS.filter((one) => parametersOf(one, "query").some(({ name }) => name === "cursor"));
  const has = (documented: Documented, wanted: string) =>
    parametersOf(documented, "query").some(({ name }) => name === wanted);
  const sortsOf = (documented: Documented) => {
    const sort = parametersOf(documented, "query").find(({ name }) => name === "sort");
    return ((sort?.schema.enum ?? []) as string[]).map((word) => `sort=${word}`);
  };
  /** Other questions than the sorts, and pages small enough that there are several. */
  const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
    "/v1/search": ["q=talks", "q=torture", `q=${encodeURIComponent("событие")}`, "q=-talks"],
    "/v1/changes": ["since=0001-01-01"],
    "/v1/timeline": ["", "q=talks", "from=2020"],
  };
  const LIMITS: Readonly<Record<string, number>> = {
    "/v1/events": 120,
    "/v1/figures": 10,
    "/v1/search": 80,
    "/v1/sources": 1,
    "/v1/dyads": 5,
  };
  // Figures compare within one kind and currency.
  const together = (sort: string) => (sort.endsWith("value") ? `kind=money&currency=USD&${sort}` : sort);
  const walks = paged.flatMap((documented) => {
    const { path } = documented;
    const all = has(documented, "dataset") ? ["dataset=all"] : [];
    const questions = QUESTIONS[path] ?? ["", ...sortsOf(documented).map(together)];
    return questions.map((one) =>
      withQuery(
        path,
        ...[one, ...all, `limit=${path.startsWith("/v1/stats/") ? 1 : (LIMITS[path] ?? 40)}`].filter(Boolean),
      ),
    );
  });

  test.each(walks)("%s: pages are the same when each is asked for with the other engine's cursor", async (first) => {
    let count = 0;
    for (let path: string | null = first; path !== null; count++) {
      const request: Request = { method: "GET", path, headers: { accept: "application/json" } };
      const [one, two] = await Promise.all([clients[0].ask(request), clients[1].ask(request)]);
      expect({ status: one.status, found: differences(one, two) }).toEqual({ status: 200, found: [] });
      const giver = count % 2 === 0 ? one : two;
      path = (JSON.parse(giver.text) as { links: { next: string | null } }).links.next;
    }
    expect(count).toBeGreaterThan(1);
  });
});

describe("a difference between the engines is noticed:", () => {
  const collated = `CREATE COLLATION people (provider = icu, locale = 'en-US-u-kn-true');
    DO $$ DECLARE one record; BEGIN
      FOR one IN SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS REGNAMESPACE) AND a.attnum > 0
          AND a.atttypid = CAST('text' AS REGTYPE)
      LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT COLLATE people', one.relname, one.attname);
      END LOOP;
    END $$`;

  /** What is found between SQLite and a changed copy of what PostgreSQL holds. */
  async function found(statement: string | null, through?: Options["through"]): Promise<string | null> {
    const copy = await place(template.url);
    const writer = await openToWrite(copy.url);
    if (statement !== null) await writer.run(raw(statement));
    await writer.close();
    const server = await startServer({ place: copy.url, ...(through === undefined ? {} : { through }) });
    onTestFinished(async () => {
      await server.stop();
      await copy.remove();
    });
    const options = { runs: RUNS, seed: SEED, against: server.url, hasty: true };
    return (await drive(servers[0].url, prepared, options)).failure;
  }

  test("texts sorted by a locale", async () => {
    expect(await found(collated)).toMatch(/not answered alike/);
  });

  test("one more space in a record", async () => {
    const spaced = `UPDATE events_docs SET doc = replace(doc, '","', '", "')`;
    expect(await found(spaced)).toMatch(/not answered alike:\n.*(?:\n.*)*", "/);
  });

  test("a count that is one too high", async () => {
    const counting = (database: Database): Database => ({
      ...database,
      async query<T>(query: Sql) {
        const rows = await database.query<T & { n?: unknown }>(query);
        return rows.map((row) => (typeof row.n === "number" ? { ...row, n: row.n + 1 } : row));
      },
    });
    expect(await found(null, counting)).toMatch(/not answered alike:\n.*(?:\n.*)*(?:total|count|events)/);
  });
});
