// Headers of every answer: HEAD, CORS, request ids, security headers and the one log line, on refusals too.
import pino from "pino";
import { describe, expect, test, vi } from "vitest";
import { ADDRESSES, PATHS } from "../support/document.ts";
import { useServer } from "../support/server.ts";
import { requestText, sendRaw } from "../support/wire.ts";

const lines: Record<string, unknown>[] = [];
const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const api = useServer({ logger });

/** One address for each way of refusing. */
const REFUSALS = [
  ["/v1/events?type=party", 400],
  ["/v1/events/no-such-event", 404],
  ["/nowhere", 404],
] as const;
const ANSWERS: readonly (readonly [path: string, status: number])[] = [
  ...ADDRESSES.map((path) => [path, 200] as const),
  ...REFUSALS,
];

describe("HEAD", () => {
  test.each(ANSWERS)("HEAD %s has the headers of GET", async (path, status) => {
    for (const coding of ["identity", "gzip"]) {
      const same = { "x-request-id": "same", "accept-encoding": coding };
      // The first answer may be made, the others are all at hand.
      await api.get(path, same);
      const [get, head] = [await api.get(path, same), await api.head(path, same)];
      expect([get.status, head.status]).toEqual([status, status]);
      // How bytes are framed is told where there are some; /metrics counts the requests in between.
      const aside = ["date", "transfer-encoding", ...(path === "/metrics" ? ["content-length"] : [])];
      const told = (headers: object) => Object.entries(headers).filter(([name]) => !aside.includes(name));
      expect(Object.fromEntries(told(head.headers))).toEqual(Object.fromEntries(told(get.headers)));
    }
  });

  test.each(["/v1/events", "/", "/nowhere"])("HEAD %s sends no byte after its headers", async (path) => {
    const { body, headers } = await sendRaw(api.url, requestText("HEAD", path));
    expect(body).toBe("");
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });
});

describe("CORS", () => {
  const asked = {
    origin: "https://elsewhere.example",
    "access-control-request-method": "GET",
    "access-control-request-headers": "if-none-match,x-request-id",
  };

  test.each([...ADDRESSES, "/nowhere"])("OPTIONS %s answers a preflight with 204", async (path) => {
    const { status, headers } = await api.options(path, asked);
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": "if-none-match,x-request-id",
      "access-control-max-age": "86400",
    });
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });

  test.each(ANSWERS)("GET %s may be read from any origin, with every documented header", async (path) => {
    const { headers } = await api.get(path, { origin: asked.origin });
    const exposed = (headers["access-control-expose-headers"] ?? "").toLowerCase().split(/, ?/);
    const documented = Object.values(PATHS["/v1/events"]?.get?.responses ?? {}).flatMap((response) =>
      Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()),
    );
    const readable = ["access-control-allow-origin", "cache-control", "last-modified", ...exposed];
    expect(documented.filter((name) => !readable.includes(name))).toEqual([]);
  });
});

describe("X-Request-Id", () => {
  test.each(["a", "A-b_c.9", "z".repeat(64)])("the id %s is given back", async (id) => {
    expect((await api.get("/v1", { "x-request-id": id })).headers["x-request-id"]).toBe(id);
    const { json, headers } = await api.get("/nowhere", { "x-request-id": id });
    expect([headers["x-request-id"], json.instance]).toEqual([id, `urn:communique:request:${id}`]);
  });

  test.each(["", " ", "a b", "z".repeat(65), "a\tb", "<script>", "a;b", "é", '"a"', "../x"])(
    "the id %j is replaced",
    async (id) => {
      const text = requestText("GET", "/nowhere", { "x-request-id": id });
      const { headers, body } = await sendRaw(api.url, text);
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(JSON.parse(body).instance).toBe(`urn:communique:request:${headers["x-request-id"]}`);
    },
  );

  test("two ids are replaced by one", async () => {
    const text = requestText("GET", "/livez").replace("\r\n\r\n", "\r\nx-request-id: a\r\nx-request-id: b\r\n\r\n");
    expect((await sendRaw(api.url, text)).headers["x-request-id"]).toHaveLength(36);
  });

  test("ids differ from request to request", async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await api.get("/livez")).headers["x-request-id"]));
    expect(new Set(ids).size).toBe(3);
  });
});

describe("security headers", () => {
  const policies = {
    "/": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "/docs":
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  } as const;
  const usual = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  test.each(ANSWERS)("GET %s", async (path) => {
    const { headers } = await api.get(path);
    expect(headers).toMatchObject({
      "content-security-policy": path === "/" ? policies["/"] : path.startsWith("/docs") ? policies["/docs"] : usual,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "cross-origin",
    });
    // Whoever ends TLS says this; on http://localhost it would lock people out of other things.
    for (const name of ["strict-transport-security", "x-powered-by", "server", "set-cookie"])
      expect(headers[name], name).toBeUndefined();
  });
});

describe("LOG_REQUESTS=true", () => {
  async function logged(count: number): Promise<Record<string, unknown>[]> {
    await vi.waitFor(() => expect(lines.length).toBeGreaterThanOrEqual(count));
    return lines;
  }

  test.each([
    ["GET", "/v1/events?limit=1&type=talks", "/v1/events", 200],
    ["GET", "/v1/events/2023-10-17-tokayev-xi-talks", "/v1/events/:id", 200],
    ["HEAD", "/v1", "/v1", 200],
    ["GET", "/v1/events?type=party", "/v1/events", 400],
    ["GET", "/nowhere?contry=KZ", null, 404],
    ["POST", "/v1/events", null, 405],
  ] as const)("the log has one line for %s %s", async (method, path, route, status) => {
    await logged(0);
    lines.length = 0;
    await api.ask(method, path, { "x-request-id": "mine" });
    const [line] = await logged(1);
    expect(line).toEqual({
      // A refusal is a warning.
      level: status < 400 ? 30 : 40,
      time: expect.any(Number),
      id: "mine",
      method,
      url: path,
      route,
      status,
      ms: expect.any(Number),
      msg: "request",
    });
    await api.get("/livez");
    expect((await logged(2)).map(({ id }) => id === "mine")).toEqual([true, false]);
  });
});

describe.each([
  ["/v1/events/%zz", 400],
  [`/v1/events/${"a".repeat(129)}`, 414],
] as const)("%s, which the router itself refuses,", (path, refused) => {
  test("has the headers of every answer", async () => {
    const { status, headers } = await api.get(path);
    const usual = (await api.get("/nowhere")).headers;
    expect(status).toBe(refused);
    expect(Object.keys(usual).filter((name) => headers[name] === undefined)).toEqual([]);
  });

  test("has its line in the log", async () => {
    await api.get(path, { "x-request-id": `router-${refused}` });
    await vi.waitFor(() =>
      expect(lines).toContainEqual(expect.objectContaining({ id: `router-${refused}`, status: refused })),
    );
  });
});

describe("LOG_REQUESTS=false", () => {
  const quiet: string[] = [];
  const server = useServer({
    settings: { LOG_REQUESTS: "false" },
    logger: pino({ base: null }, { write: (line: string) => void quiet.push(line) }),
  });

  test("requests leave no line in the log", async () => {
    await server.get("/v1");
    await server.get("/nowhere");
    expect(quiet.filter((line) => line.includes('"request"'))).toEqual([]);
  });
});
