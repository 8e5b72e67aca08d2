// Bodies: mutants that answer sound questions with something else than there is.
import { answer, asking, has, page, type Row, rewriting } from "./breaks.ts";
import type { Break } from "./proxy.ts";

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

export const BODIES: readonly Row[] = [
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
    /stats|dyads|vocabularies/,
  ],
  ["links to itself without the question", /to itself has other data|the link \S+ answers 400/, answer(forgetful)],
  [
    "answers each time otherwise",
    /another body/,
    answer(page("/meta/version", (value) => value && String(performance.now()))),
  ],
  ["cuts tables", /the body is no text\/csv/, answer(rewriting("text/csv", (text) => `${text}"`)), /\{id\}$/],
  ["cuts lines", /x-ndjson|the last line/, answer(rewriting("application/x-ndjson", cut)), /\{id\}$/],
  ["cuts feeds", /no XML/, answer(rewriting("application/atom", cut)), /\{id\}$/],
  ["cuts calendars", /no calendar/, answer(rewriting("text/calendar", cut)), /events\/\{id\}$/],
  [
    "adds members to lines",
    /must NOT have additional/,
    answer(rewriting("application/x-ndjson", (text) => text.replace(/^\{/, '{"colour":"red",'))),
    /\{id\}$/,
  ],
];
