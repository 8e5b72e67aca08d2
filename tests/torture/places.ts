// Places: addresses of an operation whose path names what there is, what is gone, what never was, or nonsense.
import fc from "fast-check";
import { type Documented, parametersOf } from "../support/document.ts";
import { AT } from "./faults.ts";
import type { World } from "./world.ts";

export interface Placed {
  readonly path: string;
  readonly statuses: readonly number[];
  /** Where a server notices that it is not there. */
  readonly at: number;
  /** Parameters that a refusal may name. */
  readonly names: readonly string[];
  /** What is wrong with it, null when nothing is. */
  readonly what: string | null;
}

const LONGEST = 128;
const of = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const ODD = [
  ...[
    "..",
    ".",
    "{id}",
    "__proto__",
    "constructor",
    "A",
    "a b",
    "%",
    "\0",
    "\u202e",
    "e\u0301",
    "' OR 1=1 --",
    "../../etc/passwd",
  ],
  ...[
    "a/b",
    "a?b",
    "a#b",
    "a;b",
    "a\\b",
    "*",
    "null",
    "undefined",
    "0",
    "-1",
    "a".repeat(LONGEST),
    "\ufffd",
    "😀",
    "\r\nx: y",
  ],
];
const BROKEN = ["%", "%zz", "%ED%A0%80", "%C0%80", "a%2", "%ff"];
/** Longer than the router takes in a part of a path. */
const LONG = ["a".repeat(LONGEST + 1), "%20".repeat(LONGEST + 1), "a".repeat(5_000)];

function place(
  path: string,
  what: string | null,
  statuses: readonly number[],
  at: number,
  names: readonly string[] = [],
): Placed {
  return { path, what, statuses, at, names };
}

/** The path with its parameters filled in, as they go on the wire. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function coded(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
}

/** Two states by any of their words: known where they are two, each one state's alone. */
function pairs({ path }: Documented, names: readonly string[], world: World): fc.Arbitrary<Placed> {
  const words = [...world.states.keys()];
  const word = fc.oneof(
    { weight: 3, arbitrary: of("KZ", "cn", "USA") },
    { weight: 3, arbitrary: of(...words) },
    of("zz", "nobody", ...ODD),
  );
  return fc.tuple(word, word).map(([a, b]) => {
    const [one = "", other = ""] = names;
    const address = filled(path, coded({ [one]: a, [other]: b }));
    const found = [a, b].map((text) => world.states.get(text.toUpperCase()) ?? []);
    if (found.some(({ length }) => length === 0)) return place(address, "a state that there is not", [404], AT.late);
    const several = found.some(({ length }) => length > 1) || found[0]?.[0] === found[1]?.[0];
    return several ? place(address, "no two states", [400], AT.late, names) : place(address, null, [200], AT.late);
  });
}

/** Addresses of an operation. */
export function placesOf(documented: Documented, world: World): fc.Arbitrary<Placed> {
  const { path } = documented;
  const names = parametersOf(documented, "path").map(({ name }) => name);
  const [name = ""] = names;
  if (names.length === 0) return of(place(path, null, [200], AT.late));
  const raw = (what: string, values: readonly string[], statuses: readonly number[], at: number) =>
    of(...values).map((value) =>
      place(filled(path, Object.fromEntries(names.map((one) => [one, value]))), what, statuses, at),
    );
  const broken = raw("a path that is no text", BROKEN, [400], AT.line);
  const long = raw("a path that is too long", LONG, [414], AT.path);
  if (names.length > 1)
    return fc.oneof(
      { weight: 12, arbitrary: pairs(documented, names, world) },
      { weight: 1, arbitrary: broken },
      { weight: 1, arbitrary: long },
    );
  const known = world.places.get(path) ?? [];
  const there = known
    .filter(({ status }) => status === 200)
    .map(({ values }) => place(filled(path, coded(values)), null, [200], AT.late));
  const gone = known
    .filter(({ status }) => status !== 200)
    .map(({ values, status }) => place(filled(path, coded(values)), "a retired record", [status], AT.late));
  const taken = known.map(({ values }) => values[name]);
  const slug = fc.stringMatching(/^[a-z0-9]{1,9}(?:-[a-z0-9]{1,9}){0,3}$/);
  const nobody = fc.oneof(slug, of(...ODD)).filter((text) => !taken.includes(text));
  return fc.oneof(
    { weight: 12, arbitrary: of(...there) },
    ...(gone.length > 0 ? [{ weight: 2, arbitrary: of(...gone) }] : []),
    {
      weight: 3,
      arbitrary: nobody.map((text) =>
        place(filled(path, coded({ [name]: text })), "an id that nobody has", [404], AT.late),
      ),
    },
    { weight: 1, arbitrary: broken },
    { weight: 1, arbitrary: long },
  );
}
