// The contract's checker: every way in which an answer can break the OpenAPI document is caught.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { put } from "./intake/curated/fixture.ts";
import { client } from "./support/client.ts";
import { type Exchange, faultsOf } from "./support/contract.ts";
import { useServer } from "./support/server.ts";

const api = useServer();

type Change = (good: Exchange) => Partial<Exchange>;

/** Puts a value at a JSON Pointer of the body, or, undefined, takes away what is there. */
const body =
  (pointer: string, value?: unknown): Change =>
  (good) => {
    const json = JSON.parse(good.text);
    put(json, pointer.split("/").slice(1), value);
    return { text: JSON.stringify(json) };
  };
const header =
  (name: string, value: string | undefined): Change =>
  (good) => ({ headers: { ...good.headers, [name]: value } });
const both =
  (first: Change, second: Change): Change =>
  (good) => {
    const broken = { ...good, ...first(good) };
    return { ...broken, ...second(broken) };
  };
const answer =
  (change: Partial<Exchange>): Change =>
  () =>
    change;
const refusal = (status: number) => both(body("/status", status), answer({ status }));

const TALKS = "/v1/events/2023-10-17-tokayev-xi-talks";
const CUT = `${TALKS}?fields=title.en&include=venues`;
const FEW = "/v1/events?limit=5";
const WRONG = `${TALKS}?a=1`;

type Row = readonly [what: string, path: string, change: Change, fault: RegExp];

const STATUSES: readonly Row[] = [
  [
    "a success that is not documented",
    TALKS,
    answer({ status: 201 }),
    /^status 201 is not documented for GET \/v1\/events\/\{id\}$/,
  ],
  ["a server error", TALKS, answer({ status: 500 }), /^status 500 is not documented/],
  ["a redirection", "/v1", answer({ status: 302 }), /^status 302 is not documented/],
  ["a success of an unknown address", "/v2", answer({ status: 200 }), /^status 200 is not documented for GET \/v2$/],
  ["a success of another method", TALKS, answer({ method: "DELETE" }), /^status 200 is not documented for DELETE/],
  ["a problem of another code", WRONG, body("/code", "gone"), /^the body says code gone, its type is \/problems\/inv/],
  ["a problem of another status", WRONG, body("/status", 404), /^the body says status 404, the answer 400$/],
];

const BODIES: readonly Row[] = [
  ["an extra member", TALKS, body("/more", 1), /^body must NOT have additional.*"more"/],
  ["an extra member of a record", TALKS, body("/data/colour", "red"), /^body\/data must NOT have.*"colour"/],
  ["an extra member deep in a record", TALKS, body("/data/date/day", 17), /^body\/data\/date must NOT have.*"day"/],
  ["an extra member of a cut record", CUT, body("/data/colour", "red"), /^body\/data must NOT have.*"colour"/],
  ["an extra member of a problem", WRONG, body("/stack", ""), /^body must NOT have additional.*"stack"/],
  ["a missing member", TALKS, body("/data/venue"), /^body\/data must have.*"venue"/],
  ["a missing member of the envelope", TALKS, body("/meta"), /^body must have.*"meta"/],
  ["a missing id of a cut record", CUT, body("/data/id"), /^body\/data must have.*"id"/],
  [
    "a missing member beside a cut record",
    CUT,
    body("/included/venues/0/kind"),
    /^body\/included\/venues\/0 must have/,
  ],
  ["a missing member of a problem", "/nowhere", body("/errors"), /^body must have.*"errors"/],
  ["a wrong type", TALKS, body("/data/title/en", 1), /^body\/data\/title\/en must be string/],
  ["a wrong type in a cut record", CUT, body("/data/title/en", 1), /^body\/data\/title\/en must be string/],
  ["a null where none may be", TALKS, body("/data/type", null), /^body\/data\/type must be/],
  ["a word of no vocabulary", TALKS, body("/data/type", "party"), /^body\/data\/type must be equal to one of/],
  ["a day that does not exist", TALKS, body("/data/updated", "2023-02-30"), /^body\/data\/updated must match format/],
  ["a body that is no JSON", TALKS, answer({ text: "{" }), /^the body is no JSON/],
  ["no body", TALKS, answer({ text: "" }), /^the body is no JSON/],
  ["a body of HEAD", TALKS, answer({ method: "HEAD" }), /^HEAD has a body$/],
  ["a body of OPTIONS", TALKS, answer({ method: "OPTIONS", status: 204 }), /^OPTIONS answers 204 with a body$/],
];

const HEADERS: readonly Row[] = [
  ["a wrong content type", TALKS, header("content-type", "text/html"), /^content type text\/html is not documented/],
  ["no content type", TALKS, header("content-type", undefined), /^content type {2}is not documented/],
  [
    "a problem as plain JSON",
    WRONG,
    header("content-type", "application/json"),
    /^content type application\/json is not/,
  ],
  [
    "evidence without its profile",
    `${TALKS}/evidence`,
    header("content-type", "application/ld+json"),
    /^content type application\/ld/,
  ],
  [
    "another content type of HEAD",
    TALKS,
    both(answer({ method: "HEAD", text: "" }), header("content-type", "text/plain")),
    /^content/,
  ],
  ["no request id", TALKS, header("x-request-id", undefined), /^no X-Request-Id$/],
  ["a request id that breaks lines", TALKS, header("x-request-id", "a b"), /^no X-Request-Id$/],
  ["no CORS", "/docs", header("access-control-allow-origin", undefined), /^no Access-Control-Allow-Origin$/],
  [
    "no CORS of a preflight",
    "/v1",
    both(answer({ method: "OPTIONS", status: 204, text: "" }), header("access-control-allow-origin", undefined)),
    /^no Access/,
  ],
  ["no Link", TALKS, header("link", undefined), /^no Link for links\.self$/],
  ["another Link than links", FEW, header("link", "</v1/events>; rel=self"), /^links\.next .* is not in Link/],
  [
    "other links than Link",
    FEW,
    body("/links/next", "/v1/events?page=2"),
    /^links\.next \/v1\/events\?page=2 is not in Link/,
  ],
  ["503 without Retry-After", WRONG, refusal(503), /^the documented header Retry-After is missing$/],
  [
    "503 with a word for a number",
    WRONG,
    both(refusal(503), header("retry-after", "soon")),
    /^header Retry-After: body must be integer/,
  ],
  ["405 without Allow", WRONG, refusal(405), /^the documented header Allow is missing$/],
];

describe.each([
  ["status", STATUSES],
  ["body", BODIES],
  ["header", HEADERS],
])("an answer that breaks the OpenAPI document is caught, %s:", (_part, rows) => {
  test.each(rows)("the checker reports %s", async (_what, path, change, fault) => {
    const { json: _, ...good } = await api.get(path);
    expect(faultsOf(good)).toEqual([]);
    const faults = faultsOf({ ...good, ...change(good) });
    expect(
      faults.find((one) => fault.test(one)),
      faults.join("\n"),
    ).toBeDefined();
  });
});

test("the test client throws on an answer that breaks the document, with all faults", async () => {
  const server = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { get } = client(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await expect(get("/v1")).rejects.toThrow(/^GET \/v1 breaks the contract:\n {2}no X-Request-Id\n(?: {2}.*\n){2,}/);
});

test("pages and files outside the API are not checked, and nothing else is exempt", async () => {
  const { json: _, ...good } = await api.get("/favicon.ico");
  for (const path of ["/docs", "/docs/static/index.css", "/robots.txt", "/openapi.json", "/openapi.yaml"])
    expect(faultsOf({ ...good, path })).toEqual([]);
  for (const path of ["/doc", "/docs2", "/openapi.jsonx", "/v1/openapi.json", "/favicon.ico/x"])
    expect(faultsOf({ ...good, path })).toEqual([`status 200 is not documented for GET ${path}`]);
});
