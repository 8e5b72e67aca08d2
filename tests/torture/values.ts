// Values: what a query parameter takes and what it does not, from its schema in the document.
import fc from "fast-check";
import { type Documented, type Parameter, parametersOf, type Schema, valuesOf } from "../support/document.ts";
import { partsOf } from "./parts.ts";
import { FORMS, LISTS, REFINED, STATE_WORDS, VALUES_MOST } from "./rules.ts";
import type { World } from "./world.ts";

/** Values that a parameter must not have, and why. */
export interface Wrong {
  readonly what: string;
  /** One an occurrence. */
  readonly values: readonly string[];
}

export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** What its example needs beside it, as a query string. */
  readonly beside: string | undefined;
  readonly example: string;
  /** The words of which it takes one, where they are listed. */
  readonly choices: readonly string[] | undefined;
  readonly right: fc.Arbitrary<readonly string[]>;
  readonly wrong: fc.Arbitrary<Wrong>;
}

const LONGEST_WORD = 128;
const of = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Texts that break what is careless with them. */
const NASTY = [
  ...["' OR '1'='1", "1; DROP TABLE events", '"', "\\", "`", "%", "*", "?", ":a", "$1", "{{1}}", "<b>", "../../x"],
  ..."NULL undefined NaN Infinity true [] {} a[b] __proto__ constructor toString e\u0301 \u202e \ufeff İ 😀 1e3 -0".split(
    " ",
  ),
  ...["a AND", "NEAR(a b)", "a*", '"a', "-", "(((", " ", "  a  ", "a\u00a0b", "\u2028"],
];

/** Any text that a search takes. */
const TEXT = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
    of(...NASTY, "талқы", "talks", "会谈", "x".repeat(200)),
  )
  .filter((text) => !/\p{Cc}|\ufffd/u.test(text) && [...text].length <= 200);

const INTEGERS = ["0", "-1", "1.5", "1e2", " 1", "1 ", "+1", "01", "0x1", "NaN", "1_0", "1,2", "１", "9".repeat(40)];
const DAYS = [
  "2023-02-30",
  "2023-2-3",
  "20231017",
  "2023-10",
  "today",
  "0000-01-01",
  "2023-10-17T00:00",
  "12023-01-01",
];
/** What no parameter takes, whatever it is. */
const NEVER = ["", "\0", "a\0b", "a\nb", "\r", "\u007f", "\u0085", "a\ufffd", "x".repeat(10_000)];

/** A regular expression that a whole string must match. */
const whole = (pattern: string) => new RegExp(`^(?:${pattern.replace(/^\^/, "").replace(/\$$/, "")})$`);

const made = new Map<string, fc.Arbitrary<string>>();
/** Texts that a pattern matches; made once a pattern, which takes its time. */
function matching(pattern: string): fc.Arbitrary<string> {
  const arbitrary = made.get(pattern) ?? fc.stringMatching(whole(pattern));
  made.set(pattern, arbitrary);
  return arbitrary;
}

/** The words of a list and what is none of them. */
interface Vocabulary {
  readonly right: fc.Arbitrary<string>;
  readonly wrong: readonly string[];
}

function wordsOf(parameter: Parameter, documented: Documented, world: World): Vocabulary {
  const items = parameter.schema.items as Schema & { enum?: string[] };
  const examples = valuesOf(parameter).flat().map(String);
  const { name } = parameter;
  if (items.enum !== undefined) {
    const words = items.enum.filter((word) => !word.startsWith("!"));
    const wrong = ["no-such-word", `${words[0]} `, ` ${words[0]}`, `${words[0]}x`, words[0]?.toUpperCase() ?? ""];
    return { right: of(...words), wrong: [...wrong, ...NASTY].filter((word) => !words.includes(word)) };
  }
  if (name === "fields") {
    const parts = partsOf(documented);
    const wrong = [...`no no.such.part id.x id..x !id -id included * ${parts[0]}. .${parts[0]}`.split(" "), ...NASTY];
    return { right: of(...parts), wrong };
  }
  // Every table has these.
  if (name === "columns") return { right: of("dataset", "updated"), wrong: ["no-such-column", "ID", ...NASTY] };
  if (name === "dataset")
    return { right: of(...world.datasets), wrong: NASTY.filter((word) => !whole(FORMS.id).test(word)) };
  const plain = name.replace(/\.all$/, "");
  if (STATE_WORDS.includes(plain)) {
    const known = [...world.states.keys()];
    const right = fc.tuple(of(...known), fc.boolean()).map(([word, lower]) => (lower ? word.toLowerCase() : word));
    return { right, wrong: ["zz", "k", "00", "no-such-state", "KAZA", ...NASTY] };
  }
  const pattern = FORMS[plain] ?? FORMS.id;
  const matched = matching(pattern);
  const known = whole(pattern).test("torture") ? [...world.ids, ...examples] : examples;
  const right = fc.oneof(matched, ...(known.length > 0 ? [of(...known)] : []));
  const wrong = [...NASTY, "A", "-a", "a-", "a--b", "é", "a b"].filter((word) => !whole(pattern).test(word));
  return { right: right.filter((word) => word !== "" && word.length <= LONGEST_WORD), wrong };
}

/** Filters that share the grammar of values: `a,b` and repetition any, `!a,b` neither, `null` unknown. */
function grammarOf({ right, wrong }: Vocabulary): Pick<Field, "right" | "wrong"> {
  const word = fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: of("null") });
  const list = fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(","));
  const sign = fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constant("!") });
  const lists = fc.array(list, { minLength: 1, maxLength: 3, size: "max" });
  const one = (what: string, text: fc.Arbitrary<string>) => text.map((value): Wrong => ({ what, values: [value] }));
  const bad = of(...wrong.filter((text) => !text.includes(",") && !text.startsWith("!") && text !== "null"));
  return {
    right: fc.oneof(
      { weight: 4, arbitrary: fc.tuple(sign, list).map(([not, text]) => [not + text]) },
      fc.tuple(sign, lists).map(([not, texts]) => texts.map((text) => not + text)),
      list.map((text) => ["null", `!${text}`]),
    ),
    wrong: fc.oneof(
      one("a word that there is not", bad),
      one(
        "a wrong word among right ones",
        fc.tuple(right, bad).map((words) => words.join(",")),
      ),
      one(
        "an empty word",
        right.chain((text) => of(`${text},`, `,${text}`, `${text},,${text}`, "!", ",", `!${text},`)),
      ),
      one(
        "mixed signs",
        right.chain((text) => of(`${text},!${text}`, `!${text},!${text}`, `!!${text}`)),
      ),
      one("a word that is too long", of("a".repeat(LONGEST_WORD + 1))),
      one(
        "a list that is too long",
        right.map((text) =>
          Array(VALUES_MOST.any + 1)
            .fill(text)
            .join(","),
        ),
      ),
      right.map(
        (text): Wrong => ({ what: "too many repetitions", values: Array(VALUES_MOST.any + 1).fill(`!${text}`) }),
      ),
      fc
        .tuple(
          right.filter((word) => word !== "null"),
          list,
        )
        .map(([text, none]): Wrong => ({ what: "mixed signs over repetitions", values: [`${text},null`, `!${none}`] })),
    ),
  };
}

/** A filter whose values must all hold. */
function allOf({ right, wrong }: Vocabulary): Pick<Field, "right" | "wrong"> {
  const one = (what: string, text: fc.Arbitrary<string>) => text.map((value): Wrong => ({ what, values: [value] }));
  const bad = of(...wrong.filter((text) => !text.includes(",") && text !== ""));
  return {
    right: fc
      .tuple(fc.uniqueArray(right, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([words, again]) => (again ? words : [words.join(",")])),
    wrong: fc.oneof(
      one("a word that there is not", bad),
      one(
        "a sign or unknown",
        right.chain((text) => of(`!${text}`, "null", `${text},null`, `${text},!${text}`)),
      ),
      one(
        "an empty word",
        right.chain((text) => of(`${text},`, `,${text}`, ",")),
      ),
      right.map((text): Wrong => ({ what: "too many values", values: Array(VALUES_MOST.all + 1).fill(text) })),
    ),
  };
}

/** A list without signs. */
function listOf(name: string, { right, wrong }: Vocabulary, schema: Schema): Pick<Field, "right" | "wrong"> {
  const most = schema.maxItems as number | undefined;
  if (most === undefined) throw new Error(`the document does not say how long ${name} may be`);
  const bad = of(...wrong.filter((text) => !text.includes(",") && text !== ""));
  const text = (what: string, some: fc.Arbitrary<string>) => some.map((value): Wrong => ({ what, values: [value] }));
  return {
    right: fc
      .tuple(fc.uniqueArray(right, { minLength: 1, maxLength: Math.min(most, 5) }), fc.boolean())
      .map(([words, again]) => (again ? words : [words.join(",")])),
    wrong: fc.oneof(
      text("a word that there is not", bad),
      text(
        "a wrong word among right ones",
        fc.tuple(right, bad).map((words) => words.join(",")),
      ),
      text(
        "a sign",
        right.map((word) => `!${word}`),
      ),
      text(
        "an empty word",
        right.chain((word) => of(`${word},`, `,${word}`, ",")),
      ),
      text(
        "a list that is too long",
        right.map((word) =>
          Array(most + 1)
            .fill(word)
            .join(","),
        ),
      ),
    ),
  };
}

/** One value, given once. */
function single(parameter: Parameter): Pick<Field, "right" | "wrong"> {
  const { schema, name } = parameter;
  const {
    enum: choices,
    type,
    pattern,
    format,
  } = schema as { enum?: string[]; type?: string; pattern?: string; format?: string };
  const plain = (right: fc.Arbitrary<string>, wrong: readonly string[]) => ({
    right: right.map((text) => [text]),
    wrong: of(...wrong).map((text): Wrong => ({ what: "a wrong value", values: [text] })),
  });
  const refined = REFINED[name];
  if (refined !== undefined) {
    const nasty = NASTY.filter((text) => refined.form === undefined || !refined.form.test(text));
    return plain(refined.right, [...refined.wrong, ...nasty]);
  }
  if (choices !== undefined) {
    const more = ["no-such-word", `${choices[0]} `, `${choices[0]}x`, "true,false", choices.join(",")];
    return plain(
      of(...choices),
      [...more, ...NASTY].filter((word) => !choices.includes(word)),
    );
  }
  if (type === "integer") {
    const { minimum = 0, maximum = 0 } = schema as { minimum?: number; maximum?: number };
    const right = fc.oneof(fc.integer({ min: minimum, max: maximum }), of(minimum, maximum)).map(String);
    const others = INTEGERS.filter((text) => text !== String(minimum));
    return plain(right, [...others, String(maximum + 1), String(minimum - 1), ...NASTY]);
  }
  if (format === "date") {
    const right = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    return plain(
      right.map((day) => day.toISOString().slice(0, 10)),
      [...DAYS, ...NASTY],
    );
  }
  if (pattern !== undefined) {
    const expression = whole(pattern);
    const wrong = [...NASTY, "é", "a b", "1.", ".5", "--1", "1,5"].filter((text) => !expression.test(text));
    return plain(matching(pattern), wrong);
  }
  return plain(TEXT, ["x".repeat(201), "😀".repeat(201)]);
}

function listed({ name, schema }: Parameter, words: Vocabulary): Pick<Field, "right" | "wrong"> {
  if (LISTS.includes(name)) return listOf(name, words, schema);
  return name.endsWith(".all") ? allOf(words) : grammarOf(words);
}

/** A parameter of an operation as the torture uses it; `cursor` has ways of its own. */
export function fieldOf(parameter: Parameter, documented: Documented, world: World): Field {
  const { name, schema, required = false } = parameter;
  const own = schema.type === "array" ? listed(parameter, wordsOf(parameter, documented, world)) : single(parameter);
  const never = of(...NEVER).map((text): Wrong => ({ what: "what no parameter takes", values: [text] }));
  const twice = own.right
    .filter(([text]) => text !== undefined)
    .map(([text = ""]): Wrong => ({ what: "given twice", values: [text, text] }));
  const all = name === "dataset" ? fc.oneof({ weight: 5, arbitrary: own.right }, of(["all"])) : own.right;
  return {
    name,
    required,
    beside: schema["x-beside"] as string | undefined,
    example: [valuesOf(parameter)[0]].flat().join(","),
    choices: schema.enum as string[] | undefined,
    right: all,
    wrong: fc.oneof({ weight: 4, arbitrary: own.wrong }, never, ...(schema.type === "array" ? [] : [twice])),
  };
}

/** The parameters of an operation's query but for `cursor`. */
export function fieldsOf(documented: Documented, world: World): readonly Field[] {
  return parametersOf(documented, "query")
    .filter(({ name }) => name !== "cursor")
    .map((parameter) => fieldOf(parameter, documented, world));
}
