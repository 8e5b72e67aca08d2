// Requests: sound ones for every operation of the document, some made unsound, with what must be answered.
import fc from "fast-check";
import { type Documented, OPERATIONS } from "../support/document.ts";
import { type Accept, accepts, essence } from "./accept.ts";
import type { Request } from "./agent.ts";
import { AT, type Fault, faultsFor } from "./faults.ts";
import { type Placed, placesOf } from "./places.ts";
import { type Asked, FORMATS, RULES } from "./rules.ts";
import { type Field, fieldsOf } from "./values.ts";
import type { World } from "./world.ts";

/** What must be answered. */
export interface Belief {
  readonly statuses: readonly number[];
  /** Parameters that a refusal must name, and those that it may. */
  readonly must: readonly string[];
  readonly may: readonly string[];
  /** Media types that a 200 may have. */
  readonly types: readonly string[];
}

/** What to do when it is answered. */
export const NEXT = ["nothing", "head", "condition", "pages", "cursor", "question", "links", "again"] as const;
export interface Step {
  readonly what: (typeof NEXT)[number];
  readonly one: number;
  readonly two: number;
}

export interface Ask {
  readonly request: Request;
  readonly belief: Belief;
  readonly step: Step;
  /** Null for an address that there is not. */
  readonly documented: Documented | null;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly string[];
}

interface Plan {
  readonly placed: Placed;
  readonly given: readonly (readonly [string, readonly string[]])[];
  readonly faults: readonly Fault[];
  readonly accept: Accept;
  readonly method: string;
  readonly coding: string | undefined;
  /** The request's own id. */
  readonly id: string | undefined;
  readonly spelling: Spelling;
  readonly step: Step;
}

type Spelling = "usual" | "plus" | "whole";
/** Values longer than this are not made three times as long: an address has its limit. */
const LONG = 1_000;
const bytes = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
const SPELLINGS: Readonly<Record<Spelling, (text: string) => string>> = {
  usual: encodeURIComponent,
  plus: (text) => encodeURIComponent(text).replaceAll("%20", "+").replaceAll("%2C", ","),
  whole: bytes,
};

const IDS = ["torture-1", "A.b_c-9", "x".repeat(64), "x".repeat(65), "a b", "a;b=c", "<b>", "", "$1", "\u00e9", "../x"];

/** Each part the sounder and the shorter, the more often. */
function plans(documented: Documented, fields: readonly Field[], types: readonly string[], world: World) {
  const optional = fields.filter(({ required }) => !required);
  const some = optional.map(({ name, right }) => right.map((values) => [name, values] as const));
  const must = fields
    .filter(({ required }) => required)
    .map(({ name, right }) => right.map((values) => [name, values] as const));
  const chosen =
    some.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.oneof(...some), { maxLength: 5, selector: ([name]) => name });
  const fault = faultsFor(documented, fields, types, world);
  // Only the page for people has no type that comes before the others.
  const usual = documented.path === "/" ? types : types.slice(0, 1);
  return fc.record<Plan>({
    placed: placesOf(documented, world),
    given: fc.tuple(fc.tuple(...must), chosen).map((parts) => parts.flat()),
    faults: fc.oneof(
      { weight: 11, arbitrary: fc.constant([]) },
      { weight: 7, arbitrary: fault.map((one) => [one]) },
      { weight: 2, arbitrary: fc.tuple(fault, fault) },
    ),
    accept: accepts(types, usual),
    method: fc.oneof({ weight: 12, arbitrary: fc.constant("GET") }, fc.constantFrom("HEAD", "OPTIONS")),
    coding: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.constantFrom("gzip", "br", "br;q=0.5, gzip", "identity"),
    ),
    id: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.constantFrom(...IDS)),
    spelling: fc.constantFrom<Spelling>("usual", "usual", "usual", "plus", "whole"),
    step: fc.record({ what: fc.constantFrom(...NEXT), one: fc.nat(), two: fc.nat() }),
  });
}

/** Formats by name that an answer may come in. */
function formatsOf(values: Asked["values"], accept: Accept): ReadonlySet<string> {
  const named = values.get("format")?.[0];
  const accepted = Object.keys(FORMATS).filter((name) => accept.types.some((type) => essence(type) === FORMATS[name]));
  return new Set(named === undefined ? accepted : [named]);
}

/** What the rules find: the parameter at fault, and whether anything else makes it doubtful. */
function breaches(asked: Asked, known: readonly string[], doubtful: readonly string[]) {
  return RULES.filter(({ about }) => about.every((name) => known.includes(name))).flatMap((rule) =>
    rule.broken(asked).map((name) => ({
      name,
      sure: !rule.about.some((one) => doubtful.includes(one)),
      format: rule.about.includes("format"),
    })),
  );
}

/** A query that no rule is against: what an example needs beside it is put there, the rest is taken away. */
function settled(given: Plan["given"], fields: readonly Field[], accept: Accept): Map<string, readonly string[]> {
  const values = new Map(given);
  const known = fields.map(({ name }) => name);
  for (const { name, beside } of fields) {
    const [other = "", value = ""] = beside?.split("=") ?? [];
    if (beside !== undefined && values.has(name) && !values.has("ids") && !values.has(other))
      values.set(other, [value]);
  }
  for (;;) {
    const found = breaches({ values, formats: formatsOf(values, accept) }, known, []);
    if (found.length === 0) return values;
    for (const { name } of found) values.delete(name);
  }
}

const isLong = ({ edit }: Fault) => edit.some(([, values]) => values.join().length > LONG);

interface Refusal {
  readonly at: number;
  readonly statuses: readonly number[];
  readonly names: readonly string[];
}

function build(documented: Documented, fields: readonly Field[], types: readonly string[], plan: Plan): Ask {
  const { placed, accept, spelling, coding, id, step } = plan;
  const values = settled(plan.given, fields, accept);
  const known = fields.map(({ name }) => name);
  const used: Fault[] = [];
  for (const fault of plan.faults) {
    const touched = used.flatMap(({ edit }) => edit.map(([name]) => name));
    const again = fault.edit.some(([name]) => touched.includes(name));
    const crowded = used.some(({ at }) => at === fault.at && at < AT.query);
    // Two faults of one parameter, or of one place, would undo each other; two long values are too long an address.
    if (again || crowded || (isLong(fault) && (placed.path.length > LONG || used.some(isLong)))) continue;
    used.push(fault);
    for (const [name, some] of fault.edit) {
      if (some.length === 0) values.delete(name);
      else values.set(name, some);
    }
  }
  const bad = used.flatMap(({ names }) => names);
  const sound = new Map([...values].filter(([name]) => !bad.includes(name)));
  const formats = formatsOf(values, accept);
  const broken = breaches({ values: sound, formats }, known, bad);
  // A parameter with a wrong value may count as given or not.
  const perhaps = breaches({ values, formats }, known, bad);
  const list = known.includes("ids");
  const late = ({ format }: { format: boolean }) => format && !(list && values.has("format"));
  const early = broken.filter((one) => !late(one));
  const after = broken.filter(late);
  const named = values.has("format");
  const refusals: Refusal[] = [
    // What is against a rule is found by the rules below.
    ...used
      .filter(({ at, names }) => (at !== AT.query || names.length > 0) && (at !== AT.accept || !named))
      .map(({ at, statuses, names }) => ({ at, statuses, names })),
    ...early.map(({ name, sure }) => ({ at: AT.query, statuses: [400], names: sure ? [name] : [] })),
    ...after.map(({ name, sure }) => ({ at: AT.late, statuses: [400], names: sure ? [name] : [] })),
    ...(placed.statuses[0] === 200 ? [] : [{ at: placed.at, statuses: placed.statuses, names: [] }]),
  ];
  const at = Math.min(...refusals.map((one) => one.at));
  const first = refusals.filter((one) => one.at === at);
  // What is found early is told all at once; of what is found late, the first.
  const together = at <= AT.cursor || first.length === 1;
  const method = used.find((one) => one.method !== undefined)?.method ?? plan.method;
  const preflight = method === "OPTIONS" && used.length === 0 && placed.statuses[0] === 200;
  const doubtful = RULES.filter(({ about }) => about.some((name) => bad.includes(name))).flatMap(({ about }) => about);
  const wanted = named
    ? types.filter((type) => essence(type) === FORMATS[values.get("format")?.[0] ?? ""])
    : accept.types;

  const longest = Math.max(0, ...[...values.values()].flat().map(({ length }) => length));
  const write = SPELLINGS[longest > LONG ? "usual" : spelling];
  const pairs = [...values].flatMap(([name, some]) => some.map((value) => `${write(name)}=${write(value)}`));
  const query = [...pairs, ...used.flatMap(({ raw }) => raw ?? [])].join("&");
  const body = used.find((one) => one.body !== undefined)?.body;
  const header = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value });
  return {
    request: {
      method: method === "OPTIONS" && !preflight ? "GET" : method,
      path: `${placed.path}${query === "" ? "" : `?${query}`}`,
      headers: {
        ...header("accept", accept.header),
        ...header("accept-encoding", coding),
        ...header("x-request-id", id),
        // A refusal is one whatever the client has; what a sound answer makes of it is a step of its own.
        ...header("if-none-match", first.length > 0 && step.one % 4 === 0 ? "*" : undefined),
        ...Object.assign({}, ...used.map(({ headers }) => headers ?? {})),
      },
      ...(body === undefined ? {} : { body }),
    },
    belief: {
      statuses: preflight
        ? [204]
        : first.length === 0
          ? [200]
          : [...new Set(first.flatMap(({ statuses }) => statuses))],
      must: together ? [...new Set(first.flatMap(({ names }) => names))] : [],
      may: [...new Set([...bad, ...[...broken, ...perhaps].map(({ name }) => name), ...doubtful, ...placed.names])],
      types: wanted,
    },
    step,
    documented,
    values,
    faults: [...used.map(({ what }) => what), ...(placed.what === null ? [] : [placed.what])],
  };
}

const NOWHERE = [
  "/v2",
  "/v1/",
  "/v1/nothing",
  "/v1//events",
  "//v1/events",
  "/v1/events/a/b/c",
  "/V1/events",
  "/v1/stats",
  "/.env",
];

function lost(): fc.Arbitrary<Ask> {
  const step = { what: "head", one: 0, two: 0 } as const;
  return fc
    .tuple(
      fc.constantFrom(...NOWHERE),
      fc.constantFrom("", "?limit=0", "?a"),
      fc.constantFrom("GET", "HEAD", "POST", "DELETE"),
    )
    .map(([path, query, method]) => ({
      request: { method, path: `${path}${query}`, headers: { accept: "image/png" } },
      belief: { statuses: [404], must: [], may: [], types: [] },
      step,
      documented: null,
      values: new Map(),
      faults: ["an address that there is not"],
    }));
}

/** The requests of one operation; of those with many parameters, the more. */
export interface Source {
  readonly path: string;
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Ask>;
}

/** All requests that the document makes one think of, and some to addresses that it does not have. */
export function sourcesOf(world: World): readonly Source[] {
  const all = OPERATIONS.map((documented): Source => {
    const fields = fieldsOf(documented, world);
    const types = Object.keys(documented.operation.responses[200]?.content ?? {});
    const arbitrary = plans(documented, fields, types, world).map((plan) => build(documented, fields, types, plan));
    return { path: documented.path, weight: 16 + fields.length, arbitrary };
  });
  return [...all, { path: "", weight: 8, arbitrary: lost() }];
}
