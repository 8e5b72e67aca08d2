// Breaks: the ways in which a mutant alters requests and answers.
import type { Request } from "./agent.ts";
import type { Answer, Break } from "./proxy.ts";

export interface Mutant extends Break {
  readonly name: string;
  /** What the torture must find. */
  readonly found: RegExp;
  /** Which requests, of which path templates, can find it, where the others cannot or seldom do. */
  readonly by?: "sound" | "unsound" | undefined;
  readonly where?: RegExp | undefined;
}

export type Row = readonly [name: string, found: RegExp, how: Break, where?: RegExp];
export const answer = (change: NonNullable<Break["answer"]>): Break => ({ answer: change });
export const ask = (change: NonNullable<Break["ask"]>): Break => ({ ask: change });

export type Pair = readonly [name: string, value: string];
type Change = (value: unknown, path: string) => unknown;
interface Named {
  readonly parameter: string;
  readonly detail: string;
}

export const pairsOf = (path: string): readonly Pair[] => [...new URLSearchParams(path.split("?")[1] ?? "")];
export const has = (path: string, name: string): boolean => pairsOf(path).some(([one]) => one === name);
export const isJson = ({ headers, status }: Answer): boolean =>
  status === 200 && headers["content-type"]?.startsWith("application/json") === true;
export const isProblem = ({ headers }: Answer): boolean =>
  headers["content-type"]?.startsWith("application/problem+json") === true;

/** A path with another query; one that is no text stays as it is. */
function requeried(path: string, change: (pairs: readonly Pair[]) => readonly Pair[]): string {
  const [start = "", query] = path.split("?");
  if (query === undefined) return path;
  try {
    decodeURIComponent(query);
  } catch {
    return path;
  }
  const pairs = change(pairsOf(path)).map((pair) => pair.map(encodeURIComponent).join("="));
  return pairs.length === 0 ? start : `${start}?${pairs.join("&")}`;
}

/** Asks with another query. */
export const asking =
  (change: (pairs: readonly Pair[]) => readonly Pair[]) =>
  (request: Request): Request => ({ ...request, path: requeried(request.path, change) });

/** Asks at another address. */
export const readdressed =
  (pattern: RegExp, path: string) =>
  (request: Request): Request => ({ ...request, path: request.path.replace(pattern, path) });

/** Asks with another header, or, undefined, without it. */
export const saying =
  (name: string, when: (value: string) => boolean, value?: string) =>
  (request: Request): Request => {
    const { [name]: given, ...headers } = request.headers;
    if (given === undefined || !when(given)) return request;
    return { ...request, headers: value === undefined ? headers : { ...headers, [name]: value } };
  };

/** A value of a tree of JSON replaced by what `change` makes of it, undefined taking it away. */
function changedAt(tree: unknown, pointer: string, change: (value: unknown) => unknown): void {
  const keys = pointer.split("/").slice(1);
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>((node, key) => (node as Record<string, unknown> | null | undefined)?.[key], tree);
  if (parent === null || typeof parent !== "object") return;
  const node = parent as Record<string, unknown>;
  const value = change(node[last]);
  if (value !== undefined) node[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete node[last];
}

const edited =
  (which: (answer: Answer) => boolean) =>
  (pointer: string, change: Change) =>
  (answer: Answer, { path }: Request): Answer => {
    if (!which(answer) || answer.text === "") return answer;
    const body = JSON.parse(answer.text);
    changedAt(body, pointer, (value) => change(value, path));
    return { ...answer, text: JSON.stringify(body) };
  };
/** Answers with a body that is changed at a JSON Pointer: one that succeeds, one that refuses. */
export const page = edited(isJson);
export const problem = edited(isProblem);

/** Answers with another header, or, undefined, without it. */
export const heading =
  (when: (answer: Answer, request: Request) => boolean, name: string, value?: () => string) =>
  (answer: Answer, request: Request): Answer => {
    if (!when(answer, request)) return answer;
    const { [name]: _, ...headers } = answer.headers;
    return { ...answer, headers: value === undefined ? headers : { ...headers, [name]: value() } };
  };

/** Answers of a type with a text that somebody has been at. */
export const rewriting =
  (type: string, change: (text: string) => string) =>
  (answer: Answer): Answer =>
    answer.status === 200 && answer.headers["content-type"]?.startsWith(type) === true && answer.text !== ""
      ? { ...answer, text: change(answer.text) }
      : answer;

/** Answers one status in the place of another. */
export const restated =
  (when: (answer: Answer, request: Request) => boolean, status: number) =>
  (answer: Answer, request: Request): Answer => {
    if (!when(answer, request)) return answer;
    const text = answer.text.replace(`"status":${answer.status}`, `"status":${status}`);
    return { ...answer, status, text: status === 304 ? "" : text };
  };

/** A server that overlooks faults of one kind: what it would refuse for them alone, it answers without them. */
export function forgiving(name: string, detail: RegExp, where?: RegExp): Mutant {
  return {
    name: `overlooks ${name}`,
    found: /status \d+, not 400|is at fault/,
    by: "unsound",
    where,
    async answer(answer, request, ask) {
      if (answer.status !== 400 || answer.text === "") return answer;
      const { errors } = JSON.parse(answer.text) as { errors: Named[] };
      if (errors.length === 0 || !errors.every((one) => detail.test(one.detail))) return answer;
      const names = errors.map(({ parameter }) => parameter);
      return ask(asking((pairs) => pairs.filter(([one]) => !names.includes(one)))(request));
    },
  };
}

/** A server that refuses what it should take. */
export function narrow(name: string, when: (pairs: readonly Pair[]) => boolean, where?: RegExp): Mutant {
  return {
    name: `refuses ${name}`,
    found: /status 400, not|answers 400/,
    by: "sound",
    where,
    // A parameter that there is not makes the server refuse in its own words.
    ask: asking((pairs) => (when(pairs) ? [...pairs, ["no-such-parameter", "1"]] : pairs)),
  };
}
