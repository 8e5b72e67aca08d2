// Readiness: /readyz says 503 where the database was found damaged, or its file is gone or another one.
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../support/client.ts";
import { ENGINE } from "../support/databases.ts";
import { ADDRESSES } from "../support/document.ts";
import { startServer } from "../support/server.ts";

describe.skipIf(ENGINE !== "sqlite")("GET /readyz: a SQLite file under a running server", () => {
  async function started() {
    const server = await startServer({ settings: { CACHE_BYTES: "0" } });
    onTestFinished(() => server.stop());
    const api = client(() => server.url);
    expect((await api.get("/readyz")).status).toBe(200);
    return { api, place: server.place };
  }

  test("a deleted file gives 503, and so does another file in its place", async () => {
    const { api, place } = await started();
    await rename(place, `${place}.away`);
    expect(await api.get("/readyz")).toMatchObject({ status: 503, json: { code: "starting", detail: /gone/ } });
    await writeFile(place, "another one");
    expect(await api.get("/readyz")).toMatchObject({ status: 503, json: { detail: /another one/ } });
    await rm(place);
    await rename(`${place}.away`, place);
    expect((await api.get("/readyz")).status).toBe(200);
  });

  test("damaged pages give 503 as soon as a request has read them", async () => {
    const { api, place } = await started();
    const { size } = await stat(place);
    const file = await open(place, "r+");
    const from = Math.ceil(size / 4_096 / 10) * 4_096;
    await file.write(Buffer.alloc(size - from, 0xff), 0, size - from, from);
    await file.close();
    const statuses = new Set<number>();
    for (const path of ADDRESSES.filter((address) => address.startsWith("/v1/")))
      statuses.add((await api.get(path)).status);
    expect(statuses).toContain(503);
    const { status, json, headers } = await api.get("/readyz");
    expect([status, json.detail]).toEqual([503, "The database is damaged."]);
    expect(headers["retry-after"]).toBe("5");
    expect((await api.get("/livez")).status).toBe(200);
  });
});
