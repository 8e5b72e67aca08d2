// Changing data: what another process commits is answered from at once, and nothing older afterwards.

import { setTimeout as wait } from "node:timers/promises";
import type { Sql } from "sql-template-tag";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Awaitable, coroutine, type Steps, wait as until } from "../../src/coroutine.ts";
import type { Dataset } from "../../src/model/bundle.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { load } from "../../src/store/write/load.ts";
import { country, dataset, entry, event } from "../store/small.ts";
import { ENGINE, openToWrite } from "../support/databases.ts";
import { type Server, useServer } from "../support/server.ts";
import { ask, decoded } from "./bytes.ts";
import { type Committer, startCommitter } from "./committer.ts";

/** The same event with another title. */
const titled = (title: string): Dataset =>
  dataset("small", { events: [event("talks", { title: { en: title, ru: title } })] });
const LIST = "/v1/events?dataset=small";
const PATHS = [LIST, "/v1/events/talks", "/v1/events?dataset=small&format=ndjson", "/v1/datasets", "/v1"];

/** The connections of others by the place that they write to; they are closed before it is removed. */
const writers = new Map<string, Promise<Database>>();
afterEach(async () => {
  for (const writer of writers.values()) await (await writer).close();
  writers.clear();
});

/** Loads it as an import would: by another connection than the server's. */
async function replace({ place, database }: Pick<Server, "place" | "database">, data: Dataset): Promise<void> {
  const writer = writers.get(place) ?? openToWrite(place);
  writers.set(place, writer);
  await load(await writer, data);
  // A notice may still be on its way.
  await database.stampNow();
}

/** Longer than a stamp of the data is trusted, and than a notice takes. */
const NOTICED = 250;
describe("data that changes while the server runs", () => {
  const server = useServer({ datasets: [titled("first")] });

  test("new data has another version, other ETags and a later Last-Modified, and the answer cache is emptied", async () => {
    const before = await Promise.all(PATHS.map((path) => ask(server.url, path)));
    await replace(server, titled("second"));
    await wait(NOTICED);
    for (const [at, path] of PATHS.entries()) {
      const { headers } = before[at] ?? (await ask(server.url, path));
      for (const condition of [{ "if-none-match": headers.etag }, { "if-modified-since": headers["last-modified"] }]) {
        const after = await ask(server.url, path, condition as Record<string, string>);
        expect(after.status, path).toBe(200);
        expect(after.headers.etag).not.toBe(headers.etag);
        expect(Date.parse(after.headers["last-modified"] ?? "")).toBeGreaterThan(
          Date.parse(headers["last-modified"] ?? ""),
        );
        expect(after.body.toString()).not.toBe(before[at]?.body.toString());
        if (!path.endsWith("v1") && !path.endsWith("datasets")) expect(after.body.toString()).toContain("second");
      }
      const again = await ask(server.url, path);
      expect(again.headers["cache-status"]).toMatch(/hit$/);
    }
    expect((await ask(server.url, "/readyz")).body.toString()).toContain(
      JSON.parse((await ask(server.url, LIST)).body.toString()).meta.version,
    );
  });

  test("loading the same data again changes no ETag", async () => {
    const before = await ask(server.url, LIST);
    await replace(server, titled("second"));
    await wait(NOTICED);
    const after = await ask(server.url, LIST, { "if-none-match": before.headers.etag ?? "" });
    expect([after.status, after.headers["cache-status"]]).toEqual([304, "communique; hit"]);
  });

  test("data that comes back as it was has its old ETag", async () => {
    const before = await ask(server.url, LIST);
    await replace(server, titled("third"));
    await replace(server, titled("second"));
    await wait(NOTICED);
    const after = await ask(server.url, LIST);
    expect([after.headers.etag, after.headers["cache-status"]]).toEqual([
      before.headers.etag,
      "communique; fwd=uri-miss; stored",
    ]);
  });

  test("no answer is older than one that was given before, under load", async () => {
    const titles = Array.from({ length: 12 }, (_, at) => `title ${at}`);
    await replace(server, titled("title 0"));
    await wait(NOTICED);
    let newest = 0;
    let done = false;
    const seen = new Set<number>();
    const codings = ["identity", "br", "gzip"];
    async function client(at: number): Promise<void> {
      while (!done) {
        const since = newest;
        const path = at % 2 === 0 ? LIST : "/v1/events/talks";
        const answer = await ask(server.url, path, { "accept-encoding": codings[at % 3] ?? "" });
        expect(answer.status).toBe(200);
        const body = decoded(answer).toString();
        const title = titles.findIndex((one) => body.includes(`"${one}"`));
        expect(title).toBeGreaterThanOrEqual(since);
        seen.add(title);
        newest = Math.max(newest, title);
      }
    }
    const clients = Array.from({ length: 6 }, (_, at) => client(at));
    for (const title of titles.slice(1)) {
      await replace(server, titled(title));
      await vi.waitFor(() => expect(seen).toContain(titles.indexOf(title)), { timeout: 30_000, interval: 5 });
    }
    done = true;
    await Promise.all(clients);
    expect(newest).toBe(titles.length - 1);
  });
});

describe("a commit between two queries of an answer", () => {
  /** One event in the first; another title, and a second event, in the second. */
  function version(title: string): Dataset {
    const titles = { title: { en: title, ru: title }, date: "2023" };
    const participants = [entry("kz", "participant"), entry("cn", "participant")];
    const more = [event("visit", { ...titles, participants, type: "talks" })];
    return dataset("small", {
      participants: [country("cn"), country("kz")],
      events: [event("talks", { ...titles, participants }), ...(title === "second" ? more : [])],
    });
  }
  /** What is done after each query to come; on SQLite without waiting, for an answer there is made without. */
  let after: (() => Awaitable<void>)[] = [];
  let committer: Committer;
  beforeAll(async () => {
    if (ENGINE !== "sqlite") return;
    committer = await startCommitter();
    return () => committer.close();
  });
  const hooked = coroutine(function* <T>(rows: Awaitable<T>): Steps<T> {
    const found = yield* until(rows);
    yield* until(after.shift()?.());
    return found;
  });
  const commitNow = (data: Dataset): Awaitable<void> =>
    ENGINE === "sqlite" ? committer.commit(server.place, data) : replace(server, data);
  const server = useServer({
    data: null,
    datasets: [version("first")],
    settings: { CACHE_BYTES: "0" },
    through: (database) => ({
      ...database,
      query: <T>(query: Sql) => hooked(database.query<T>(query)),
      queryCached: <T>(query: Sql) => hooked(database.queryCached<T>(query)),
    }),
  });
  const nothing = () => {};
  const other = (title: string) => (title === "first" ? "second" : "first");
  const plain = async (path: string) => (await ask(server.url, path)).body.toString();

  // Which queries an answer is made of is one for both engines; of PostgreSQL, those answers with most of them are asked.
  const paths = [
    LIST,
    `${LIST}&include=events&fields=title`,
    `${LIST}&format=csv`,
    `${LIST}&format=ndjson&limit=1`,
    "/v1/events?ids=talks,nothing",
    "/v1/events/talks",
    "/v1/events/talks?format=jsonld",
    "/v1/events/talks/evidence",
    "/v1/search?q=first&dataset=small",
    "/v1/suggest?q=second&dataset=small",
    "/v1/stats/events?dataset=small&by=type",
    "/v1/stats/events?dataset=small&q=first&format=csv",
    "/v1/dyads?dataset=small",
    "/v1/dyads/kz/cn?dataset=small",
    "/v1/timeline?dataset=small&q=second",
    "/v1/vocabularies",
    "/v1/datasets",
    "/v1",
  ];
  const most = [
    LIST,
    `${LIST}&format=ndjson&limit=1`,
    "/v1/search?q=first&dataset=small",
    "/v1/dyads/kz/cn?dataset=small",
  ];
  test.each(ENGINE === "sqlite" ? paths : most)("no answer mixes two versions of the data: %s", async (path) => {
    const whole = new Map<string, string>();
    for (const title of ["first", "second"]) {
      await replace(server, version(title));
      await wait(NOTICED);
      whole.set(title, await plain(path));
    }
    let now = "second";
    // After the first query, after the second, … until an answer had fewer.
    for (let queries = 0; ; queries++) {
      const commit = () => {
        now = other(now);
        return commitNow(version(now));
      };
      after = [...Array.from({ length: queries }, () => nothing), commit];
      const text = await plain(path);
      if (after.length > 0) {
        after = [];
        expect(queries).toBeGreaterThan(0);
        break;
      }
      expect([...whole.values()], `after query ${queries + 1}`).toContain(text);
    }
  });

  test("GET /v1/changes: the newest entry is of the version that the answer has", async () => {
    const path = "/v1/changes?since=2026-01-01&limit=200";
    const told = (text: string) => {
      const { data, meta } = JSON.parse(text) as {
        data: { version: { after: string } | null }[];
        meta: { version: string };
      };
      const last = data.findLast(({ version }) => version !== null);
      return `${meta.version} ${last?.version?.after}`;
    };
    const whole: string[] = [];
    for (const title of ["first", "second"]) {
      await replace(server, version(title));
      await wait(NOTICED);
      whole.push(told(await plain(path)));
    }
    for (let queries = 1; queries < 4; queries++) {
      after = [...Array.from({ length: queries }, () => nothing), () => commitNow(version("first"))];
      expect(whole).toContain(told(await plain(path)));
      after = [];
      await replace(server, version("second"));
      await wait(NOTICED);
    }
  });

  test("a refusal is made again when the new version has no reason for it", async () => {
    await replace(server, dataset("small", { events: [event("summit")] }));
    await wait(NOTICED);
    after = [() => commitNow(version("first"))];
    expect((await ask(server.url, "/v1/events/talks")).status).toBe(200);
    await replace(server, version("first"));
    await wait(NOTICED);
    after = [() => commitNow(dataset("small", { events: [event("summit")] }))];
    expect((await ask(server.url, "/v1/events/talks?fields=id")).status).toBe(404);
  });

  test("commits between all queries give 503 with Retry-After", async () => {
    let title = "first";
    const commit = () => {
      title = other(title);
      return commitNow(version(title));
    };
    after = Array.from({ length: 100 }, () => commit);
    const { status, headers, body } = await ask(server.url, LIST);
    expect([status, headers["retry-after"]]).toEqual([503, "1"]);
    expect(JSON.parse(body.toString()).type).toBe("/problems/unavailable");
    // One commit a turn is enough to begin anew; there are five turns of a few queries.
    expect(after.length).toBeGreaterThan(60);
    after = [];
    expect((await ask(server.url, LIST)).status).toBe(200);
  });
});

describe("an empty database", () => {
  const server = useServer({ data: null });

  test("an empty database has no Last-Modified, and has one after the first load", async () => {
    const before = await ask(server.url, "/v1/datasets");
    expect([before.status, before.headers["last-modified"]]).toEqual([200, undefined]);
    expect((await ask(server.url, "/readyz")).status).toBe(503);
    await replace(server, titled("first"));
    await wait(NOTICED);
    const after = await ask(server.url, "/v1/datasets", { "if-none-match": before.headers.etag ?? "" });
    expect(after.status).toBe(200);
    expect(Math.abs(Date.parse(after.headers["last-modified"] ?? "") - Date.now())).toBeLessThan(60_000);
  });
});

describe("a database that cannot be read", () => {
  const server = useServer();

  test("answers that need it are 503 or marked stale, those that do not are given", async () => {
    const paths = ["/v1/events?limit=1", "/problems/not-found"] as const;
    for (const path of paths) await ask(server.url, path);
    await server.database.close();
    await wait(NOTICED);
    const raw = (path: string) => fetch(`${server.url}${path}`).then(({ status }) => status);
    expect(await raw("/v1/events?limit=2")).toBeGreaterThanOrEqual(500);
    // A database in another process may come back with the same data: meanwhile what is kept is told as stale.
    const stale = ENGINE === "postgres";
    const of = stale ? "communique; hit; detail=stale" : "communique; fwd=uri-miss";
    if (!stale) expect(await raw(paths[0])).toBeGreaterThanOrEqual(500);
    for (const path of stale ? paths : [paths[1], paths[1]]) {
      const { status, headers } = await ask(server.url, path);
      expect([status, headers["cache-status"]]).toEqual([200, of]);
    }
    expect(await raw("/readyz")).toBe(503);
    expect(await raw("/livez")).toBe(200);
  });
});
