// Changing data: what another process commits is answered from at once, and nothing older afterwards.
import { setTimeout as wait } from "node:timers/promises";
import sql from "sql-template-tag";
import { describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/model/bundle.ts";
import type { Database } from "../../src/store/database.ts";
import { load } from "../../src/store/load.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { dataset, event } from "../store/small.ts";
import { useServer } from "../support/server.ts";
import { ask, decoded } from "./bytes.ts";

/** The same event with another title. */
const titled = (title: string): Dataset =>
  dataset("small", { events: [event("talks", { title: { en: title, ru: title } })] });
const LIST = "/v1/events?dataset=small";
const PATHS = [LIST, "/v1/events/talks", "/v1/events?dataset=small&format=ndjson", "/v1/datasets", "/v1"];

/** Loads it as an import would: by a connection of its own. */
async function replace({ database }: { readonly database: Database }, data: Dataset): Promise<void> {
  const [main] = await database.all<{ file: string }>(sql`PRAGMA database_list`);
  const writer = openSqlite(main?.file ?? "", "write");
  await load(writer, data);
  await writer.close();
}

/** Longer than a stamp of the data is trusted. */
const NOTICED = 60;

describe("data that changes while the server runs", () => {
  const server = useServer({ datasets: [titled("first")] });

  test("has another version, other tags and a later day, and what was kept is gone", async () => {
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
      expect(again.headers["cache-status"]).toMatch(path.includes("ndjson") ? /uri-miss$/ : /hit$/);
    }
    expect((await ask(server.url, "/readyz")).body.toString()).toContain(
      JSON.parse((await ask(server.url, LIST)).body.toString()).meta.version,
    );
  });

  test("that is loaded again as it was changes nothing", async () => {
    const before = await ask(server.url, LIST);
    await replace(server, titled("second"));
    await wait(NOTICED);
    const after = await ask(server.url, LIST, { "if-none-match": before.headers.etag ?? "" });
    expect([after.status, after.headers["cache-status"]]).toEqual([304, "communique; hit"]);
  });

  test("that comes back as it was has its old tag", async () => {
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

  test("is never older than what was answered before, under load", async () => {
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
      await vi.waitFor(() => expect(seen).toContain(titles.indexOf(title)), { timeout: 5_000, interval: 5 });
    }
    done = true;
    await Promise.all(clients);
    expect(newest).toBe(titles.length - 1);
  }, 60_000);
});

describe("an empty database", () => {
  const server = useServer({ data: null });

  test("has no day, and gets one with its first data", async () => {
    const before = await ask(server.url, "/v1/datasets");
    expect([before.status, before.headers["last-modified"]]).toEqual([200, undefined]);
    expect((await ask(server.url, "/readyz")).status).toBe(503);
    await replace(server, titled("first"));
    await wait(NOTICED);
    const after = await ask(server.url, "/v1/datasets", { "if-none-match": before.headers.etag ?? "" });
    expect(after.status).toBe(200);
    expect(Math.abs(Date.parse(after.headers["last-modified"] ?? "") - Date.now())).toBeLessThan(5_000);
  });
});

describe("a database that is gone", () => {
  const server = useServer();

  test("has nothing kept answered for it, and takes nothing else with it", async () => {
    const paths = ["/v1/events?limit=1", "/problems/not-found"] as const;
    for (const path of paths) await ask(server.url, path);
    await server.database.close();
    await wait(NOTICED);
    const raw = (path: string) => fetch(`${server.url}${path}`).then(({ status }) => status);
    expect(await raw(paths[0])).toBeGreaterThanOrEqual(500);
    for (let turn = 0; turn < 2; turn++) {
      const { status, headers } = await ask(server.url, paths[1]);
      expect([status, headers["cache-status"]]).toEqual([200, "communique; fwd=uri-miss"]);
    }
    expect(await raw("/readyz")).toBe(503);
    expect(await raw("/livez")).toBe(200);
  });
});
