// Mutants: ways to break the server, each with what the torture must say of it.
import {
  asking,
  forgiving,
  has,
  heading,
  isJson,
  isProblem,
  type Mutant,
  narrow,
  type Pair,
  page,
  problem,
  readdressed,
  restated,
  rewriting,
  saying,
} from "./breaks.ts";
import type { Answer, Break } from "./proxy.ts";

const given = (pairs: readonly Pair[], name: string, is: (value: string) => boolean) =>
  pairs.some(([one, value]) => one === name && is(value));

const FORGIVING: readonly (readonly [name: string, detail: RegExp, where?: RegExp])[] = [
  ["unknown parameters", /is not a parameter here/],
  ["empty values", /is empty/],
  ["control characters", /control character/],
  ["text that is none", /not well-formed/],
  ["scalars given twice", /it takes one value/],
  ["two values of one field", /has one value only/],
  ["too many repetitions", /is given 11 times/],
  ["lists that are too long", /values.*at most/],
  ["texts that are too long", /characters; at most/],
  ["mixed signs", /mixes values/],
  ["empty words in lists", /has an empty value/],
  ["words of no vocabulary", /cannot be .*\((?:one|any|one or two) of/],
  ["numbers out of range", /write a whole number/],
  ["days that there are not", /write a (?:day|year)/],
  ["places off the globe", /in degrees/, /(?:events|venues|timeline)\?/],
  ["numbers that are none", /write an exact number/, /figures\?/],
  ["states that there are not", /knows no state/, /events|participants|venues|timeline|dyads/],
  ["parts that there are not", /names no part/],
  ["datasets that are not loaded", /knows no dataset/],
  ["ids beside filters", /together with `ids`/],
  ["pages of samples", /together with `sample`/, /^\/v1\/[a-z]+\?/],
  ["a radius around nothing", /needs `near`/, /(?:events|venues|timeline)\?/],
  ["a seed of nothing", /needs `sample`/, /^\/v1\/[a-z]+\?/],
  ["numbers without a measure", /do not compare/, /figures\?/],
  ["windows that end before they begin", /begins after/],
  ["min above max", /is greater than/, /figures\?/],
  ["all datasets and others", /takes `all` alone/],
  ["a mark in what is no table", /goes with `format=csv` only/],
  ["parts of what has none", /goes with `json` and `ndjson` only/],
  ["others along with what is no JSON", /goes with `json` only/],
  ["cursors that it did not give", /is not a cursor/],
  ["cursors of other questions", /belongs to other filters/],
];

const NARROW: readonly (readonly [name: string, when: (pairs: readonly Pair[]) => boolean, where?: RegExp])[] = [
  ["the largest page", (pairs) => given(pairs, "limit", (value) => value === "200"), /limit=200/],
  ["one order", (pairs) => given(pairs, "sort", (value) => value === "-id"), /sort=-id/],
  ["one word of a vocabulary", (pairs) => given(pairs, "type", (value) => value.includes("talks")), /talks/],
  ["what is unknown", (pairs) => pairs.some(([, value]) => value === "null")],
  ["negations", (pairs) => pairs.some(([, value]) => value.startsWith("!") && value.includes(","))],
  ["repetitions", (pairs) => new Set(pairs.map(([name]) => name)).size < pairs.length],
  ["quotation marks", (pairs) => given(pairs, "q", (value) => value.includes("'")), /[?&]q=[^&]*'/],
  ["the southern half", (pairs) => given(pairs, "near", (value) => value.startsWith("-")), /near=-/],
  ["a format in a language", (pairs) => given(pairs, "format", Boolean) && given(pairs, "lang", Boolean), /format/],
];

type Row = readonly [name: string, found: RegExp, how: Break, where?: RegExp];
const answer = (change: NonNullable<Break["answer"]>): Break => ({ answer: change });
const ask = (change: NonNullable<Break["ask"]>): Break => ({ ask: change });

const some = (list: unknown) => list as unknown[];
const less = (value: unknown) => (typeof value === "number" && value > 0 ? value - 1 : value);
const cut = (text: string) => text.slice(0, -9);

/** The first page for each cursor that is good. */
const begunAnew: NonNullable<Break["answer"]> = (sound, request, again) =>
  sound.status === 200 && has(request.path, "cursor")
    ? again(asking((pairs) => pairs.filter(([name]) => name !== "cursor"))(request))
    : sound;

/** `self` without the query that was asked, in the header too. */
const forgetful: NonNullable<Break["answer"]> = (sound, { path }) => {
  const self = /<([^>]+)>; rel="?self"?/.exec(sound.headers.link ?? "")?.[1];
  if (self === undefined || !has(path, "limit")) return sound;
  const [short = ""] = self.split("?");
  const link = sound.headers.link?.replace(`<${self}>`, `<${short}>`) ?? "";
  const text = sound.text.replace(JSON.stringify(self), JSON.stringify(short));
  return { ...sound, headers: { ...sound.headers, link }, text };
};

const BODIES: readonly Row[] = [
  ["adds a member to records", /must NOT have additional/, answer(page("/data/0/colour", () => "red"))],
  ["adds a member beside them", /must NOT have additional/, answer(page("/took", () => 3))],
  ["leaves out a member", /must have required property 'version'/, answer(page("/meta/version", () => undefined))],
  ["writes numbers as text", /must be integer/, answer(page("/meta/limit", (value) => value && String(value)))],
  ["counts too few", /total \d+ is less|but total|total is/, answer(page("/meta/total", less))],
  ["gives more than the limit", /the limit is/, answer(page("/meta/limit", (value) => value && 1))],
  [
    "gives a record twice",
    /is there twice/,
    answer(
      page("/data", (data) => (Array.isArray(data) && data.length > 1 ? [data[0], data[0], ...data.slice(2)] : data)),
    ),
  ],
  [
    "ends before the end",
    /no next page, but total/,
    answer(page("/links/next", (value) => (value === undefined ? value : null))),
  ],
  ["begins each page anew", /repeats/, answer(begunAnew)],
  [
    "skips a record on later pages",
    /a next page after|the pages have|an empty page/,
    answer(page("/data", (data, path) => (has(path, "cursor") ? (data as unknown[]).slice(1) : data))),
  ],
  [
    "counts other records on later pages",
    /, the first page/,
    answer(
      page("/meta/total", (total, path) => (has(path, "cursor") && typeof total === "number" ? total + 1 : total)),
    ),
  ],
  [
    "links to nothing",
    /the link .* answers 404/,
    answer(page("/data/0/href", (value) => value && "/v1/nothing")),
    /stats|dyads|search/,
  ],
  ["links to itself without the question", /to itself has other data|the link \S+ answers 400/, answer(forgetful)],
  [
    "answers each time otherwise",
    /another body/,
    answer(page("/meta/version", (value) => value && String(performance.now()))),
  ],
  ["cuts tables", /the body is no text\/csv/, answer(rewriting("text/csv", (text) => `${text}"`)), /csv/],
  ["cuts lines", /x-ndjson|the last line/, answer(rewriting("application/x-ndjson", cut)), /ndjson/],
  ["cuts feeds", /no XML/, answer(rewriting("application/atom", cut)), /atom/],
  ["cuts calendars", /no calendar/, answer(rewriting("text/calendar", cut)), /ics/],
  [
    "adds members to lines",
    /must NOT have additional/,
    answer(rewriting("application/x-ndjson", (text) => text.replace(/^\{/, '{"colour":"red",'))),
    /ndjson/,
  ],
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
    /^\/v1\/events\/[a-z]/,
  ],
  ["forgets what was retired", /status 404, not 410/, answer(restated(({ status }) => status === 410, 404)), /-gone/],
  ["forgets what was merged", /status 404, not 308/, answer(restated(({ status }) => status === 308, 404)), /-merged/],
  ["takes content", /status \d+, not 413/, ask(({ body: _, ...request }) => request)],
  [
    "deletes",
    /status \d+, not 405/,
    ask((request) => ({ ...request, method: request.method === "DELETE" ? "GET" : request.method })),
  ],
  [
    "sends what is not accepted",
    /status \d+, not 406|type \S+ not/,
    ask(saying("accept", (value) => value.startsWith("image/png"))),
  ],
  [
    "prefers what is not preferred",
    /type application\/json/,
    ask(saying("accept", (value) => value.startsWith("text/csv"))),
  ],
  ["guesses at escapes", /status \d+, not 400, for an escape/, ask(readdressed(/[?&]%zz$/, "")), /%zz$/],
  ["hangs up on long addresses", /no answer/, answer((sound) => (sound.status === 414 ? null : sound)), /a{999}/],
];

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
