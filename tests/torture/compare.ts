// Comparing: in what two answers to one request differ, status, headers and bytes of the body, and how a person is shown it.
import type { Received, Request } from "./agent.ts";

/**
 * Headers that may differ between two servers that are the same:
 *   date        the moment of the answer.
 * and, where a request has no id that a server takes, so that each makes one of its own:
 *   x-request-id     and the `instance` of a problem, which repeats it;
 *   content-length   of such a problem where it is compressed: other letters, other length.
 * Of /metrics, whose values are other ones each time, the names of the metrics are compared, and no length. The static files of
 * the documentation have in `last-modified` and `etag` when their package was installed, which may be twice.
 */
const MOMENT = ["date"];
const LENGTHS = ["content-length"];
const METRICS = /^\/metrics\b/;
const INSTALLED = /^\/docs\/static\//;
const OF_FILES = ["last-modified", "etag"];

/** The name of each metric with its type, as the text format of Prometheus has them. */
const metricNames = (text: string) => (text.match(/^# TYPE .*$/gm) ?? []).sort().join("\n");

interface Compared {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What of an answer is compared. */
function comparable(request: Request, { status, headers, text, body }: Received): Compared {
  const id = headers["x-request-id"] ?? "";
  const made = id !== request.headers["x-request-id"];
  const metrics = METRICS.test(request.path);
  const except = [
    ...MOMENT,
    ...(made ? ["x-request-id"] : []),
    ...(INSTALLED.test(request.path) ? OF_FILES : []),
    ...(metrics || (made && headers["content-encoding"] !== undefined) ? LENGTHS : []),
  ];
  const kept = Object.entries(headers).filter(([name]) => !except.includes(name));
  return {
    status,
    headers: new Map(kept.map(([name, value]) => [name, value ?? ""])),
    body: metrics ? Buffer.from(metricNames(text)) : made ? Buffer.from(text.replaceAll(id, "{request-id}")) : body,
  };
}

/** JSON over several lines, so that a difference has a line of its own. */
function spreadJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Lines before a difference, and of it, that are shown. */
const CONTEXT = 2;
const SHOWN = 12;
/** Characters of a line that are shown. */
const WIDTH = 200;

/** A line around the place where another line is different. */
function around(line: string, other: string): string {
  let at = 0;
  while (at < line.length && line[at] === other[at]) at++;
  const from = Math.max(0, at - WIDTH / 2);
  const shown = line.slice(from, from + WIDTH);
  return `${from > 0 ? "…" : ""}${shown}${from + WIDTH < line.length ? "…" : ""}`;
}

/** Where two lists of lines first differ, up to where they agree again at their ends, in the manner of a unified diff. */
function diffOf(one: readonly string[], two: readonly string[]): string[] {
  let first = 0;
  while (first < one.length && first < two.length && one[first] === two[first]) first++;
  if (first === one.length && first === two.length) return [];
  let last = 0;
  const most = Math.min(one.length, two.length) - first;
  while (last < most && one.at(-1 - last) === two.at(-1 - last)) last++;
  const side = (sign: string, lines: readonly string[], others: readonly string[]) => {
    const changed = lines.slice(first, lines.length - last);
    const shown = changed.slice(0, SHOWN).map((line, at) => `${sign} ${around(line, others[first + at] ?? "")}`);
    return changed.length > SHOWN ? [...shown, `${sign} … ${changed.length - SHOWN} more lines`] : shown;
  };
  const before = one.slice(Math.max(0, first - CONTEXT), first).map((line) => `  ${around(line, line)}`);
  return [...before, ...side("-", one, two), ...side("+", two, one)];
}

/** The headers that only one has or that have another value, each on its own lines. */
function headerDiff(one: Compared["headers"], two: Compared["headers"]): string[] {
  const names = [...new Set([...one.keys(), ...two.keys()])].sort();
  const line = (sign: string, name: string, value: string | undefined) =>
    value === undefined ? [] : [`${sign} ${name}: ${value}`];
  return names.flatMap((name) => {
    const [first, second] = [one.get(name), two.get(name)];
    return first === second ? [] : [...line("-", name, first), ...line("+", name, second)];
  });
}

function bodyDiff(one: Buffer, two: Buffer): string[] {
  if (one.equals(two)) return [];
  const texts = [one.toString("utf8"), two.toString("utf8")] as const;
  const spread = diffOf(spreadJson(texts[0]).split("\n"), spreadJson(texts[1]).split("\n"));
  if (spread.length > 0) return spread;
  const plain = diffOf(texts[0].split("\n"), texts[1].split("\n"));
  // Bytes that are no UTF-8 look alike.
  return plain.length > 0 ? plain : [`- ${one.toString("hex")}`, `+ ${two.toString("hex")}`];
}

/**
 * In what the second answer differs from the first.
 * @returns lines of a diff, `-` of the first and `+` of the second; none where they are equal
 */
export function difference(request: Request, first: Received, second: Received): string[] {
  const [one, two] = [comparable(request, first), comparable(request, second)];
  const status = one.status === two.status ? [] : [`- status ${one.status}`, `+ status ${two.status}`];
  return [...status, ...headerDiff(one.headers, two.headers), ...bodyDiff(one.body, two.body)];
}
