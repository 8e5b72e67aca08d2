// Mutants: ways to break the server, each with what the torture must say of it.
import { BODIES } from "./bodies.ts";
import {
  answer,
  ask,
  forgiving,
  has,
  heading,
  isJson,
  isProblem,
  type Mutant,
  narrow,
  type Pair,
  problem,
  type Row,
  readdressed,
  restated,
  saying,
} from "./breaks.ts";
import type { Answer } from "./proxy.ts";

const given = (pairs: readonly Pair[], name: string, is: (value: string) => boolean) =>
  pairs.some(([one, value]) => one === name && is(value));

const FORGIVING: readonly (readonly [name: string, detail: RegExp, where?: RegExp])[] = [
  ["unknown parameters", /is not a parameter here/],
  ["empty values", /is empty/],
  ["control characters", /control character/],
  ["text that is none", /not well-formed/],
  ["scalars given twice", /it takes one value/],
  ["signs mixed over repetitions", /mixes values .* and "/],
  ["too many values that must all hold", /has 11 values/],
  ["unknown values that must all hold", /it takes values that a record has/],
  ["lists that are too long", /values.*at most/],
  ["texts that are too long", /characters; at most/],
  ["mixed signs", /mixes values/],
  ["empty words in lists", /has an empty value/],
  ["words of no vocabulary", /cannot be .*\((?:one|any|one or two) of/],
  ["numbers out of range", /write a whole number/],
  ["days that there are not", /write a (?:day|year)/],
  ["places off the globe", /in degrees/, /(?:events|venues|timeline)$/],
  ["numbers that are none", /write an exact number/, /figures$/],
  ["states that there are not", /knows no state/, /(?:events|venues|participants|dyads)$/],
  ["parts that there are not", /names no part/],
  ["datasets that are not loaded", /knows no dataset/],
  ["ids beside filters", /together with `ids`/],
  ["pages of samples", /together with `sample`/, /^\/v1\/[a-z]+$/],
  ["a radius around nothing", /needs `near`/, /(?:events|venues|timeline)$/],
  ["a seed of nothing", /needs `sample`/, /^\/v1\/[a-z]+$/],
  ["numbers without a measure", /do not compare/, /figures$/],
  ["windows that end before they begin", /begins after/],
  ["min above max", /is greater than/, /figures$/],
  ["all datasets and others", /takes `all` alone/],
  ["a mark in what is no table", /goes with `format=csv` only/],
  ["parts of what has none", /goes with `json` and `ndjson` only/],
  ["others along with what is no JSON", /goes with `json` only/],
  ["cursors that it did not give", /is not a cursor/],
  ["cursors of other questions", /belongs to other filters/],
];

const NARROW: readonly (readonly [name: string, when: (pairs: readonly Pair[]) => boolean, where?: RegExp])[] = [
  ["the largest page", (pairs) => given(pairs, "limit", (value) => value === "200"), /^\/v1\/[a-z]+$/],
  ["one order", (pairs) => given(pairs, "sort", (value) => value === "-id"), /^\/v1\/[a-z]+$/],
  [
    "one word of a vocabulary",
    (pairs) => given(pairs, "type", (value) => value.includes("talks")),
    /(?:events|timeline|dyads)$/,
  ],
  ["what is unknown", (pairs) => pairs.some(([, value]) => value === "null")],
  ["negations", (pairs) => pairs.some(([, value]) => value.startsWith("!") && value.includes(","))],
  ["repetitions", (pairs) => new Set(pairs.map(([name]) => name)).size < pairs.length],
  ["quotation marks", (pairs) => given(pairs, "q", (value) => value.includes("'")), /search|suggest/],
  [
    "the southern half",
    (pairs) => given(pairs, "near", (value) => value.startsWith("-")),
    /(?:events|venues|timeline)$/,
  ],
  ["a format in a language", (pairs) => given(pairs, "format", Boolean) && given(pairs, "lang", Boolean), /\{id\}$/],
];

const FAILED: Answer = {
  status: 500,
  headers: { "content-type": "application/problem+json", "x-request-id": "a", "access-control-allow-origin": "*" },
  text: '{"type":"/problems/internal","title":"","status":500,"detail":"","instance":"","errors":[]}',
};
/** Ids of events that no record has; those of records begin otherwise. */
const NOBODY = /^\/v1\/events\/(?!torture-|bulk-|20)[a-z0-9-]{1,60}(?=$|[/?])/;

const STATUSES: readonly Row[] = [
  ["fails on some question", /status 500/, answer((sound, { path }) => (has(path, "near") ? FAILED : sound))],
  [
    "succeeds as nobody documented",
    /status 202 is not documented/,
    answer(restated(({ status }, { path }) => status === 200 && path.startsWith("/v1/quotes/"), 202)),
  ],
  [
    "searches for nothing",
    /status \d+, not 400|is at fault/,
    ask(readdressed(/^(\/v1\/s(?:earch|uggest))(?!.*[?&](?:q|%71)=)\??/, "$1?q=a&")),
  ],
  [
    "has a record for every id",
    /status \d+, not 404/,
    ask(readdressed(NOBODY, "/v1/events/torture-event-1")),
    /events\/\{id\}/,
  ],
  [
    "forgets what was retired",
    /status 404, not 410/,
    answer(restated(({ status }) => status === 410, 404)),
    /events\/\{id\}/,
  ],
  [
    "forgets what was merged",
    /status 404, not 308/,
    answer(restated(({ status }) => status === 308, 404)),
    /events\/\{id\}/,
  ],
  ["takes content", /status \d+, not 413/, ask(({ body: _, ...request }) => request)],
  [
    "deletes",
    /status \d+, not 405/,
    ask((request) => ({ ...request, method: request.method === "DELETE" ? "GET" : request.method })),
  ],
  [
    "sends what is not accepted",
    /status \d+, not 406|type .+, not/,
    ask(saying("accept", (value) => value.startsWith("image/png"))),
  ],
  [
    "prefers what is not preferred",
    /type application\/json/,
    ask(saying("accept", (value) => value.startsWith("text/csv"))),
  ],
  [
    "guesses at escapes",
    /status \d+, not 400, for an escape/,
    ask(readdressed(/[?&]%zz$/, "")),
    /^\/livez|^\/v1$|^\/problems$/,
  ],
  ["hangs up on long addresses", /no answer/, answer((sound) => (sound.status === 414 ? null : sound))],
];

const some = (list: unknown) => list as unknown[];

const REFUSALS: readonly Row[] = [
  ["tells of its engine", /internals leak: "SQLITE/, answer(problem("/detail", (value) => `${value} (SQLITE_ERROR)`))],
  [
    "tells where it failed",
    /internals leak: "at x/,
    answer(problem("/errors/0/detail", () => "is wrong at x.y (read:1:2)")),
  ],
  ["tells its query", /internals leak: "SELECT/, answer(problem("/detail", () => "SELECT doc FROM records"))],
  ["blames another", /without fault|is at fault/, answer(problem("/errors/0/parameter", (value) => value && "lang"))],
  ["names the first fault alone", /is at fault/, answer(problem("/errors", (all) => some(all).slice(0, 1)))],
  [
    "names one too many",
    /without fault/,
    answer(
      problem("/errors", (all) =>
        some(all).concat(some(all).length > 0 ? { parameter: "lang", detail: "is wrong" } : []),
      ),
    ),
  ],
  ["names none", /a fault of no parameter|is at fault/, answer(problem("/errors", () => []))],
  ["says nothing", /an empty message/, answer(problem("/detail", () => ""))],
  ["names another request", /names another request/, answer(problem("/instance", () => "urn:communique:request:a"))],
  ["explains another problem", /the problem \S+ is no/, answer(problem("/type", () => "/problems/gone"))],
  [
    "sends problems as JSON",
    /content type application\/json/,
    answer(heading(isProblem, "content-type", () => "application/json")),
  ],
  ["lets refusals be stored", /may be stored/, answer(heading(isProblem, "cache-control", () => "public, max-age=60"))],
  ["names no methods", /header Allow is missing/, answer(heading(({ status }) => status === 405, "allow"))],
];

const tagged = ({ headers }: Answer) => headers.etag !== undefined;

const HEADERS: readonly Row[] = [
  ["calls JSON a page", /content type text\/html/, answer(heading(isJson, "content-type", () => "text/html"))],
  [
    "says what it runs on",
    /says its x-powered-by/,
    answer(
      heading(
        () => true,
        "x-powered-by",
        () => "Fastify",
      ),
    ),
  ],
  ["says less to HEAD", /HEAD says vary/, answer(heading((_, { method }) => method === "HEAD", "vary"))],
  [
    "refuses HEAD",
    /status 405, not \d+/,
    answer((sound, { method }) =>
      method === "HEAD" ? { ...sound, status: 405, headers: { ...sound.headers, allow: "GET" } } : sound,
    ),
  ],
  ["gives some requests no id", /X-Request-Id/, answer(heading(({ status }) => status === 404, "x-request-id"))],
  ["knows no tags", /status 200, not 304|status 304, not 200/, ask(saying("if-none-match", () => true))],
  ["knows no dates", /status 200, not 304/, ask(saying("if-modified-since", () => true))],
  ["takes every tag for its own", /status 304, not 200/, ask(saying("if-none-match", () => true, "*"))],
  [
    "has a new tag each time",
    /the tag was|HEAD says etag/,
    answer(heading(tagged, "etag", () => `W/"${Math.round(performance.now() * 1e6)}"`)),
  ],
  ["calls requests as it likes", /request "[^"]+" is called/, ask(saying("x-request-id", () => true))],
  [
    "believes what requests are called",
    /is called|X-Request-Id/,
    answer(
      heading(
        (_, { headers }) => headers["x-request-id"] === "a b",
        "x-request-id",
        () => "a b",
      ),
    ),
  ],
  [
    "finds what is not there unchanged",
    /status 304/,
    answer(restated(({ status }, { headers }) => status === 404 && headers["if-none-match"] !== undefined, 304)),
  ],
  ["links nowhere", /header Link is missing/, answer(heading(({ status }) => status === 200, "link"))],
];

const rows = (list: readonly Row[], by?: "sound" | "unsound"): Mutant[] =>
  list.map(([name, found, how, where]) => ({ name, found, by, where, ...how }));

export const MUTANTS: readonly Mutant[] = [
  ...FORGIVING.map((row) => forgiving(...row)),
  ...NARROW.map((row) => narrow(...row)),
  ...rows(BODIES, "sound"),
  ...rows(REFUSALS, "unsound"),
  ...rows([...STATUSES, ...HEADERS]),
];
