// Faults: everything by which a sound request becomes one that must be refused, and how.
import fc from "fast-check";
import { type Documented, OPERATIONS, parametersOf } from "../support/document.ts";
import { refusals } from "./accept.ts";
import { type Edit, EXAMPLE, RULES } from "./rules.ts";
import type { Field } from "./values.ts";
import type { World } from "./world.ts";

/** In which order a server meets the faults of a request; it answers for the first. */
export const AT = { line: 0, method: 1, path: 1.5, content: 2, accept: 3, query: 4, cursor: 5, late: 6 } as const;

export interface Fault {
  readonly what: string;
  readonly at: number;
  readonly statuses: readonly number[];
  /** What the query becomes. */
  readonly edit: Edit;
  /** Parameters that the refusal must name, whatever stands beside them. */
  readonly names: readonly string[];
  /** Text that the query ends with, as it goes on the wire. */
  readonly raw?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Some = fc.Arbitrary<Fault>;
const of = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

function fault(what: string, at: number, status: number, more: Partial<Fault> = {}): Fault {
  return { what, at, statuses: [status], edit: [], names: [], ...more };
}

const UNKNOWN = [
  ...[
    "noSuchParameter",
    "page",
    "offset",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "0",
    "",
    "limit[]",
  ],
  ...[
    "a[a][a]",
    "type[0]",
    "q.x",
    "Limit",
    "FORMAT",
    "limit ",
    " limit",
    "lim\u0456t",
    "limit[][]",
    "order",
    "callback",
    "key",
  ],
];
/** Names of all parameters anywhere: at most addresses, most of them are unknown. */
const EVERYWHERE = [...new Set(OPERATIONS.flatMap((one) => parametersOf(one, "query").map(({ name }) => name)))];

/** A name with one letter wrong. */
function misspelt(name: string): fc.Arbitrary<string> {
  const at = fc.nat(name.length - 1);
  return fc.tuple(at, of("drop", "double", "swap", "case", "x")).map(([place, how]) => {
    const letter = name[place] ?? "";
    if (how === "drop") return name.slice(0, place) + name.slice(place + 1);
    if (how === "double") return name.slice(0, place) + letter + name.slice(place);
    if (how === "swap") return name.slice(0, place) + (name[place + 1] ?? "") + letter + name.slice(place + 2);
    return how === "case" ? name.slice(0, place) + letter.toUpperCase() + name.slice(place + 1) : `${name}x`;
  });
}

function unknown(documented: Documented): Some {
  const known = parametersOf(documented, "query").map(({ name }) => name);
  const names = fc.oneof(of(...UNKNOWN, ...EVERYWHERE), ...(known.length > 0 ? [of(...known).chain(misspelt)] : []));
  return fc
    .tuple(
      names.filter((name) => !known.includes(name)),
      of("1", "", "a", "events", "\u{1f600}", "true"),
    )
    .map(([name, value]) => fault("an unknown parameter", AT.query, 400, { edit: [[name, [value]]], names: [name] }));
}

function wrong(field: Field): Some {
  return field.wrong.map(({ what, values }) =>
    fault(what, AT.query, 400, { edit: [[field.name, values]], names: [field.name] }),
  );
}

/** Combinations that mean nothing; which parameters are at fault is for the rules to say. */
function conflicts(fields: readonly Field[]): readonly Fault[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const takes = ([name, values]: Edit[number]) => {
    const { choices } = known.get(name) ?? {};
    return choices === undefined || values.every((value) => value === EXAMPLE || choices.includes(value));
  };
  return RULES.filter(({ about }) => about.every((name) => known.has(name))).flatMap(({ says, provoked }) =>
    provoked
      .filter((edit) => edit.every(takes))
      .map((edit) => {
        const filled = edit.map(([name, values]): Edit[number] => [
          name,
          values.map((value) => (value === EXAMPLE ? (known.get(name)?.example ?? "") : value)),
        ]);
        return fault(`against the rule: ${says}`, AT.query, 400, { edit: filled });
      }),
  );
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A cursor with one character changed, taken away or put in. */
export function changed(cursor: string, place: number, how: number): string {
  const at = place % cursor.length;
  const letter = LETTERS[how % LETTERS.length] ?? "A";
  if (how % 7 === 0) return cursor.slice(0, at) + cursor.slice(at + 1);
  if (how % 7 === 1) return cursor.slice(0, at) + letter + cursor.slice(at);
  const other = cursor[at] === letter ? (LETTERS[(how + 1) % LETTERS.length] ?? "B") : letter;
  return cursor.slice(0, at) + other + cursor.slice(at + 1);
}

const INVENTED = [
  ...["AAAA", "null", "0", "1", "W10", "e30", "bnVsbA", "!!!", "=", "x".repeat(1_025), ""],
  Buffer.from('["2023-10-17","a","b","c"]').toString("base64url"),
  Buffer.from('[null,"a"]').toString("base64url"),
];

function cursors(documented: Documented, world: World): Some[] {
  const own = world.cursors.get(documented.operation.operationId);
  if (own === undefined) return [];
  const cursor = (what: string, at: number, text: fc.Arbitrary<string>): Some =>
    text.map((value) =>
      fault(what, at, 400, {
        edit: [
          ["cursor", [value]],
          ["sample", []],
        ],
        names: ["cursor"],
      }),
    );
  return [
    cursor("an invented cursor", AT.query, of(...INVENTED)),
    cursor(
      "a changed cursor",
      AT.query,
      fc.tuple(fc.nat(), fc.nat()).map(([at, how]) => changed(own, at, how)),
    ),
    cursor("a cursor of another question", AT.cursor, of(...world.foreign)),
    of(fault("two cursors", AT.query, 400, { edit: [["cursor", [own, own]]], names: ["cursor"] })),
  ];
}

const BROKEN = ["%", "%zz", "a=%E0%A4%A", "a=%ED%A0%80", "a=%C0%80", "%ff=1", "a=%80", "q=%u0041", "a=%F5%80%80%80"];
const METHODS = ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"];
const LONG = 17_000;

function transport(types: readonly string[]): Some {
  const headers = (of: Record<string, string>) => ({ headers: of });
  return fc.oneof(
    of(...BROKEN).map((raw) => fault("an escape that is none", AT.content, 400, { raw })),
    of(...METHODS).map((method) => fault("another method", AT.method, 405, { method })),
    of(fault("content", AT.content, 413, { body: "{}" })),
    of(fault("an address that is too long", AT.line, 414, { raw: `q=${"a".repeat(LONG)}` })),
    of(fault("headers that are too large", AT.line, 431, headers({ "x-long": "a".repeat(LONG) }))),
    refusals(types).map((accept) => fault("a type that there is not", AT.accept, 406, headers({ accept }))),
  );
}

/** The faults that a request to an operation can have. */
export function faultsFor(
  documented: Documented,
  fields: readonly Field[],
  types: readonly string[],
  world: World,
): Some {
  const missing = fields.filter(({ required }) => required);
  const rules = conflicts(fields);
  const lost = fault("a dataset that is not loaded", AT.late, 400, {
    edit: [
      ["dataset", ["curated,no-such-dataset"]],
      ["ids", []],
    ],
    names: ["dataset"],
  });
  const kinds: { weight: number; arbitrary: Some }[] = [
    { weight: 3, arbitrary: unknown(documented) },
    { weight: 2, arbitrary: transport(types) },
    ...fields.map((field) => ({ weight: 1, arbitrary: wrong(field) })),
    ...(rules.length > 0 ? [{ weight: 12, arbitrary: of(...rules) }] : []),
    ...cursors(documented, world).map((arbitrary) => ({ weight: 1, arbitrary })),
    ...missing.map(({ name }) => ({
      weight: 3,
      arbitrary: of(fault("without what must be there", AT.query, 400, { edit: [[name, []]], names: [name] })),
    })),
    ...(fields.some(({ name }) => name === "dataset") ? [{ weight: 1, arbitrary: of(lost) }] : []),
  ];
  return fc.oneof(...kinds);
}
