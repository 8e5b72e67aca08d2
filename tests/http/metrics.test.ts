// Metrics (Prometheus): requests are counted, under few labels whatever is asked.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";
import { requestText, sendRaw } from "../support/wire.ts";
import { ask } from "./bytes.ts";

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus's text format; throws at a line that is none of it. */
function parse(text: string): { samples: Sample[]; types: Map<string, string> } {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  for (const line of text.trimEnd().split("\n")) {
    const type = /^# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram|summary)$/.exec(line);
    if (type !== null) types.set(type[1] ?? "", type[2] ?? "");
    if (line === "" || line.startsWith("# ")) continue;
    const found =
      /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? ([-+]?[\d.]+(?:e[-+]?\d+)?|Nan|[-+]Inf)$/.exec(
        line,
      );
    if (found === null) throw new Error(`no sample: ${line}`);
    const [, name = "", inside = "", value = ""] = found;
    const labels = [...inside.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", text = ""]) => [key, text]);
    samples.push({ name, labels: Object.fromEntries(labels), value: Number(value) });
  }
  return { samples, types };
}

async function read(url: string) {
  const { body, headers } = await ask(url, "/metrics");
  const { samples, types } = parse(body.toString());
  const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
    samples
      .filter((sample) => sample.name === name)
      .filter((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
      .reduce((sum, sample) => sum + sample.value, 0);
  return { headers, samples, types, value };
}

const PATH = "/v1/events?limit=2";
const requests = "http_requests_total";
const seconds = "http_request_duration_seconds";

describe("GET /metrics", () => {
  const server = useServer();

  test("is Prometheus text with Cache-Control: no-store", async () => {
    const { headers, types } = await read(server.url);
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(headers["cache-control"]).toBe("no-store");
    expect(types.get(requests)).toBe("counter");
    expect(types.get(seconds)).toBe("histogram");
    expect(types.get("process_cpu_seconds_total")).toBe("counter");
    const prometheus =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    expect((await ask(server.url, "/metrics", { accept: prometheus, "accept-encoding": "gzip" })).status).toBe(200);
  });

  test("counts requests by method, route and status", async () => {
    const before = await read(server.url);
    const asked = [
      [PATH, {}, "GET", "200", "/v1/events"],
      [PATH, { "if-none-match": "*" }, "GET", "304", "/v1/events"],
      [PATH, {}, "HEAD", "200", "/v1/events"],
      ["/v1/events?type=party", {}, "GET", "400", "/v1/events"],
      ["/v1/events/no-such-event", {}, "GET", "404", "/v1/events/:id"],
      ["/nowhere", {}, "GET", "404", "other"],
      ["/livez", {}, "GET", "200", "/livez"],
    ] as const;
    for (const [path, headers, method] of asked) await ask(server.url, path, headers, method);
    const after = await read(server.url);
    for (const [, , method, status, route] of asked) {
      const labels = { method, status, route };
      expect(after.value(requests, labels) - before.value(requests, labels), JSON.stringify(labels)).toBe(1);
    }
    // And the first reading of themselves.
    expect(after.value(requests) - before.value(requests)).toBe(asked.length + 1);
  });

  test("has a histogram of durations that adds up", async () => {
    const before = await read(server.url);
    for (let turn = 0; turn < 5; turn++) await ask(server.url, PATH);
    const { value, samples } = await read(server.url);
    const route = { route: "/v1/events" };
    const gone = value(`${seconds}_count`, route) - before.value(`${seconds}_count`, route);
    expect(gone).toBe(5);
    const taken = value(`${seconds}_sum`, route) - before.value(`${seconds}_sum`, route);
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(5);
    const buckets = samples.filter(({ name, labels }) => name === `${seconds}_bucket` && labels.route === route.route);
    const counts = buckets.map((sample) => sample.value);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(value(`${seconds}_count`, route));
  });

  test("has the bytes, hits and misses of the answer cache", async () => {
    const before = await read(server.url);
    const path = "/v1/quotes?limit=3";
    for (let turn = 0; turn < 4; turn++) await ask(server.url, path);
    const after = await read(server.url);
    const grown = (name: string, labels = {}) => after.value(name, labels) - before.value(name, labels);
    expect(grown("communique_cache_lookups_total", { result: "miss" })).toBe(1);
    expect(grown("communique_cache_lookups_total", { result: "hit" })).toBe(3);
    expect(grown("communique_cache_answers")).toBe(1);
    const size = (await ask(server.url, path)).body.length;
    expect(grown("communique_cache_bytes")).toBeGreaterThan(size);
    expect(grown("communique_cache_bytes")).toBeLessThan(size + 10_000);
  });

  test("has the version of the data as a label", async () => {
    const { samples } = await read(server.url);
    const { json } = await server.get("/v1");
    const infos = samples.filter(({ name }) => name === "communique_data_info");
    expect(infos).toEqual([{ name: "communique_data_info", labels: { version: json.meta.version }, value: 1 }]);
  });

  test("has a bounded number of label values, whatever is asked", async () => {
    const before = (await read(server.url)).samples.length;
    for (let turn = 0; turn < 150; turn++) {
      const word = Math.random().toString(36).slice(2);
      await ask(server.url, `/${word}`);
      await ask(server.url, `/v1/events/${word}?${word}=1`);
      const method = ["PROPFIND", "LOCK", "TRACE", "M-SEARCH", "DELETE"][turn % 5] ?? "";
      await sendRaw(server.url, requestText(method, `/v1/${word}`));
    }
    const { samples } = await read(server.url);
    const labels = (name: string) => new Set(samples.map((sample) => sample.labels[name]).filter(Boolean));
    for (const route of labels("route")) expect(route).toMatch(/^(?:other|\/[a-z0-9./:*-]*)$/i);
    for (const method of labels("method")) expect(["GET", "HEAD", "OPTIONS", "other"]).toContain(method);
    expect(samples.length - before).toBeLessThan(60);
  }, 30_000);
});

describe("GET /metrics with a small CACHE_BYTES", () => {
  const server = useServer({ settings: { CACHE_BYTES: "200000" } });

  test("the cache never holds more than CACHE_BYTES", async () => {
    for (let limit = 1; limit <= 60; limit++) {
      for (const coding of ["br", "identity"])
        await ask(server.url, `/v1/figures?limit=${limit}`, { "accept-encoding": coding });
    }
    const { value } = await read(server.url);
    expect(value("communique_cache_bytes")).toBeLessThanOrEqual(200_000);
    expect(value("communique_cache_bytes")).toBeGreaterThan(50_000);
    const { headers } = await ask(server.url, "/v1/figures?limit=60");
    expect(headers["cache-status"]).toBe("communique; hit");
    expect((await ask(server.url, "/v1/figures?limit=1")).headers["cache-status"]).toBe(
      "communique; fwd=uri-miss; stored",
    );
  });

  test("an answer larger than the cache is sent all the same", async () => {
    const { status, headers } = await ask(server.url, "/openapi.json");
    expect([status, headers["cache-status"]]).toEqual([200, "communique; fwd=uri-miss"]);
  });
});

describe("GET /metrics with METRICS=private", () => {
  const server = useServer({ settings: { METRICS: "private" } });
  const behind = useServer({ settings: { METRICS: "private", TRUST_PROXY: "loopback" } });

  test("a loopback client gets 200", async () => {
    expect((await ask(server.url, "/metrics")).status).toBe(200);
    expect((await ask(behind.url, "/metrics", { "x-forwarded-for": "10.1.2.3" })).status).toBe(200);
  });

  test("an outside client behind a proxy gets 404, whether its X-Forwarded-For is believed or not", async () => {
    for (const { url } of [server, behind]) {
      const { status, body } = await ask(url, "/metrics", { "x-forwarded-for": "203.0.113.1" });
      expect([status, JSON.parse(body.toString()).code]).toEqual([404, "no-such-address"]);
    }
    expect((await ask(server.url, "/metrics", { "x-forwarded-for": "10.1.2.3" })).status).toBe(404);
    expect((await ask(server.url, "/metrics", { forwarded: "for=10.1.2.3" })).status).toBe(404);
  });
});
