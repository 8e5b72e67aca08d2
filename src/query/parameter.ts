// Parameters: each query parameter as a zod schema that reads what came and describes itself to OpenAPI.
//
// Each parameter is one zod schema that reads the occurrences as they came and carries its own JSON Schema for the
// OpenAPI document. Plain zod arrays can neither say the value grammar (`a,b`, repetition, `!`, `null`) nor name every
// fault of a list at once.
//
// States are named by ISO 3166-1 codes, by codes of former states and by ids. A code that a present state has is that
// state's alone. A code that two former states had finds both: CS was Czechoslovakia, then Serbia and Montenegro, and
// which one is meant is not in the code.
import { z } from "zod";
import { datesMeant } from "../model/date/human.ts";
import { SLUG } from "../model/ids.ts";
import { didYouMean } from "../suggest.ts";
import { isDecimal } from "./decimal.ts";
import type { Filter, Kind } from "./filters.ts";
import { isDay, isPeriod, periodOf } from "./period.ts";
import { readSearch, SEARCH_LIMIT } from "./search.ts";
import { RADIUS, readBox, readPoint } from "./space.ts";
import { type StateCodes, stateMeant } from "./states.ts";
import {
  ALL_LIMIT,
  allOf,
  type Meaning,
  quote,
  readAll,
  readValueList,
  VALUES_LIMIT,
  type ValueList,
} from "./value-list.ts";

type Read<T> = (occurrences: readonly string[], fault: (detail: string) => void) => T;

/**
 * A parameter: absent gives undefined, else `read` turns its occurrences into a value or reports faults.
 * `documentation` is JSON Schema; zod carries it to the OpenAPI document as it is.
 */
function parameter<T>(read: Read<T>, documentation: Record<string, unknown>) {
  // Optional outside: of what is absent nothing is run.
  return z.unknown().transform(reader(read)).optional().meta(documentation);
}

/** Of each parameter so many sound values of so many characters at most are remembered, the first to come the first to go. */
const [REMEMBERED, LONGEST] = [500, 64];
function reader<T>(read: Read<T>) {
  const known = new Map<unknown, T>();
  return (raw: unknown, context: z.RefinementCtx): T | undefined => {
    if (raw === undefined || known.has(raw)) return known.get(raw);
    let sound = true;
    const fault = (message: string) => {
      sound = false;
      context.issues.push({ code: "custom", input: raw, message });
    };
    const occurrences = (Array.isArray(raw) ? raw : [raw]).map(String);
    for (const text of occurrences) {
      if (/\p{Cc}/u.test(text)) fault("has a control character");
      else if (!text.isWellFormed() || text.includes("\ufffd")) fault("is not well-formed text");
    }
    const value = sound ? read(occurrences, fault) : undefined;
    if (!sound || value === undefined || typeof raw !== "string" || raw.length > LONGEST) return value;
    if (known.size === REMEMBERED) known.delete(known.keys().next().value);
    known.set(raw, value);
    return value;
  };
}

type ReadOne<T> = (text: string, fault: (detail: string) => void) => T;

/** A parameter that takes one value, once. */
export function scalar<T>(read: ReadOne<T>, documentation: Record<string, unknown>) {
  return parameter(once(read), documentation);
}

/** A parameter that takes one value and must be there. */
export function required<T>(read: ReadOne<T>, documentation: Record<string, unknown>) {
  const readAll = reader(once(read));
  return z
    .unknown()
    .transform((raw, context) => {
      if (raw === undefined) context.issues.push({ code: "custom", input: raw, message: "is missing" });
      return readAll(raw, context);
    })
    .meta(documentation);
}

function once<T>(read: ReadOne<T>): Read<T | undefined> {
  return (occurrences, fault) => {
    const [text = "", ...more] = occurrences;
    if (more.length > 0) fault(`is given ${occurrences.length} times; it takes one value`);
    else if (text === "") fault("is empty");
    else return read(text, fault);
    return undefined;
  };
}

/** A parameter whose one value is a word of a list. */
export function choice<const T extends string>(options: readonly T[], documentation: Record<string, unknown>) {
  return scalar<T | undefined>(
    (text, fault) => {
      const found = options.find((option) => option === text);
      if (found === undefined)
        fault(`cannot be ${quote(text)}${didYouMean(text, options)} (one of ${options.join(", ")})`);
      return found;
    },
    { type: "string", enum: options, ...documentation },
  );
}

/**
 * A list with commas, given once or several times; each part is checked by `check`, which answers what is wrong or null,
 * and sound parts once more together. Of `fields` each may be named once; other values again are the same list.
 */
export function list(
  check: (part: string) => string | null,
  most: number,
  documentation: Record<string, unknown>,
  noun: "values" | "fields" = "values",
  checkAll: (parts: readonly string[]) => string | null = () => null,
) {
  return parameter<string[]>(
    (occurrences, fault) => {
      const parts = occurrences.flatMap((text) => text.split(",").map((part) => ({ text, part })));
      const twice = parts.find(({ part }, at) => parts.findIndex((one) => one.part === part) < at);
      if (parts.length > most) fault(`has ${parts.length} ${noun}; at most ${most}`);
      else if (noun === "fields" && twice !== undefined) fault(`names ${quote(twice.part)} twice`);
      else {
        const faults = parts.map(({ text, part }) => {
          const empty = text === "" ? "is empty" : `has an empty value in ${quote(text)}`;
          return part === "" ? empty : check(part);
        });
        const together = faults.every((one) => one === null) ? checkAll(parts.map(({ part }) => part)) : null;
        for (const wrong of [...faults, together]) if (wrong !== null) fault(wrong);
      }
      return [...new Set(parts.map(({ part }) => part))];
    },
    { type: "array", maxItems: most, ...documentation },
  );
}

/** A text to search for, as JSON Schema says it and as it is read: cut where it is too long, which is a fault. */
export const SEARCH_TEXT = { type: "string", minLength: 1, maxLength: SEARCH_LIMIT } as const;
export function searchText(text: string, fault: (detail: string) => void): string {
  const points = [...text];
  if (points.length > SEARCH_LIMIT) fault(`has ${points.length} characters; at most ${SEARCH_LIMIT}`);
  return points.slice(0, SEARCH_LIMIT).join("");
}

/**
 * Examples by name. What is seen stands in `summary`: a name such as `2022` would come before all others, as whole
 * numbers do among an object's keys.
 */
export function examples(...values: (string | number | readonly string[])[]) {
  const entries = values.map((value, at) => [`example-${at + 1}`, { summary: String(value), value }] as const);
  return { "x-examples": Object.fromEntries(entries) };
}

/**
 * The schema of a filter's parameter; words for multi-value filters, a single value for the others. It says no patterns:
 * a form that checks them by itself would keep a client from the message that says what was meant.
 */
export function filterParameter(filter: Filter, stateCodes: StateCodes) {
  const beside = filter.beside === undefined ? {} : { "x-beside": filter.beside };
  const example = SCALARS.includes(filter.kind) ? filter.example : [filter.example];
  const described = { description: filter.says, ...examples(example), ...beside };
  switch (filter.kind) {
    case "period":
      return scalar(
        (text, fault) => {
          try {
            return periodOf(text);
          } catch {
            fault(noDate(text, isPeriod, "write a year, month or day that exists: 2023, 2023-10 or 2023-10-17"));
            return undefined;
          }
        },
        { type: "string", ...described },
      );
    case "day":
      return scalar(
        (text, fault) => {
          if (!isDay(text)) fault(noDate(text, isDay, "write a day that exists: 2023-10-17"));
          return text;
        },
        { type: "string", format: "date", ...described },
      );
    case "decimal":
      return scalar(
        (text, fault) => {
          if (!isDecimal(text)) fault(`cannot be ${quote(text)}; write an exact number such as 21000000000 or 2.5`);
          return text;
        },
        { type: "string", ...described },
      );
    case "text":
      return scalar((text, fault) => readSearch(searchText(text, fault), stateCodes.names), {
        ...SEARCH_TEXT,
        ...described,
      });
    case "box":
      return scalar(
        (text, fault) => {
          const box = readBox(text);
          if (box === null) fault(`cannot be ${quote(text)}; write west,south,east,north in degrees: 110,35,120,45`);
          return box;
        },
        { type: "string", ...described },
      );
    case "point":
      return scalar(
        (text, fault) => {
          const point = readPoint(text);
          if (point === null) fault(`cannot be ${quote(text)}; write latitude,longitude in degrees: 39.9,116.4`);
          return point;
        },
        { type: "string", ...described },
      );
    case "distance":
      return scalar(
        (text, fault) => {
          const sound = /^[1-9]\d{0,3}$/.test(text) && Number(text) <= RADIUS.most;
          if (!sound) fault(`cannot be ${quote(text)}; write whole kilometres from 1 to ${RADIUS.most}`);
          return Number(text);
        },
        { type: "integer", minimum: 1, maximum: RADIUS.most, default: RADIUS.usual, ...described, ...examples(100) },
      );
    case "flag":
      return choice(["true", "false"], described);
    default:
      return parameter<ValueList[]>(
        (occurrences, fault) => {
          const meaning = (word: string) => meaningOf(filter, stateCodes, word);
          const { words, faults } = readValueList(occurrences, meaning, filter.single ? null : allOf(filter.name));
          for (const detail of faults) fault(detail);
          return words;
        },
        { type: "array", items: itemsOf(filter), maxItems: VALUES_LIMIT, ...described },
      );
  }
}

/** The schema of the parameter by which a record must have all of the values that it names. */
export function allParameter(filter: Filter, stateCodes: StateCodes) {
  const { name, together = [] } = filter;
  return parameter<ValueList[]>(
    (occurrences, fault) => {
      const { words, faults } = readAll(occurrences, (word) => meaningOf(filter, stateCodes, word), name);
      for (const detail of faults) fault(detail);
      return words;
    },
    {
      type: "array",
      items: wordOf(filter),
      maxItems: ALL_LIMIT,
      description: `All of these values of \`${name}\`, not any of them.`,
      ...examples(together),
    },
  );
}

/** What is wrong with a text that is no such date: the date that a person may have meant, and what may be written. */
function noDate(text: string, sound: (date: string) => boolean, way: string): string {
  const meant = datesMeant(text).filter(sound).map(quote).join(" or ");
  return `cannot be ${quote(text)}; ${meant === "" ? way : `did you mean ${meant}? Else ${way}`}`;
}

/** Kinds that take one value; the others take the grammar of words. */
const SCALARS: readonly Kind[] = ["period", "day", "decimal", "flag", "text", "box", "point", "distance"];

function meaningOf(filter: Filter, stateCodes: StateCodes, word: string): Meaning {
  if (filter.terms !== undefined) {
    const known = filter.terms.map(({ id }) => id);
    if (known.includes(word)) return { values: [word] };
    return { fault: `cannot be ${quote(word)}${didYouMean(word, known)} (one of ${known.join(", ")})` };
  }
  if (filter.kind === "state") {
    const found = stateCodes.states.get(word.toUpperCase());
    if (found !== undefined) return { values: found };
    return {
      fault: `knows no state ${quote(word)}${stateMeant(word, stateCodes)} (ISO alpha-2, alpha-3 or an id of /v1/vocabularies/countries)`,
    };
  }
  if (!(filter.pattern ?? SLUG).test(word)) {
    return { fault: `cannot be ${quote(word)}; write it like \`${filter.example}\`` };
  }
  return { values: [word] };
}

/** One value of a list that may be negated, as JSON Schema says it. */
function itemsOf(filter: Filter): Record<string, unknown> {
  const words = filter.terms?.map(({ id }) => id).concat("null");
  if (words === undefined) return { type: "string", maxLength: 129 };
  return { type: "string", enum: [...words, ...words.map((word) => `!${word}`)] };
}

/** One value as it stands in a record. */
function wordOf({ terms }: Filter): Record<string, unknown> {
  return terms === undefined ? { type: "string", maxLength: 128 } : { type: "string", enum: terms.map(({ id }) => id) };
}

/** What the values of all filters mean, which each operation says once. */
export const FILTER_GRAMMAR = "In filters `a,b` is any, `!a,b` none, `null` unknown; `country.all=KZ,CN` is both.";
