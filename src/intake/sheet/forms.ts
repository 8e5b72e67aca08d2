// Forms: how the values of a record are written on a line, by their place in the record.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Collection } from "../../model/ids.ts";
import { isObject, type Json, keysOf } from "../input/pointers.ts";
import { readCodes, readMentions, writeCodes, writeMentions } from "./coding.ts";
import { isValue, jsonString } from "./line.ts";
import { schemaAt } from "./shapes.ts";

/** How a value is written and read; a writing that cannot be read back gives way to JSON. */
export interface Form {
  /** What it looks like, for a fault. */
  readonly like: string;
  readonly write: (value: Json) => string;
  /** Undefined where the text is not of this form. */
  readonly read: (text: string) => Json | undefined;
}

const TEXT: Form = {
  like: "a text",
  write: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  read: (text) => (text === "null" ? null : (jsonString(text) ?? text)),
};

const DATUM: Form = {
  like: "a number, true, false or null",
  write: (value) => JSON.stringify(value),
  read: (text) => {
    if (!/^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(text)) return undefined;
    return JSON.parse(text) as Json;
  },
};

const LIST: Form = {
  like: "a, b, c",
  write: (value) => (Array.isArray(value) && value.length > 0 ? value.join(", ") : JSON.stringify(value)),
  read: (text) => text.split(",").map((item) => item.trim()),
};

/** `ru президент Казахстана | en President of Kazakhstan`. */
const MAP: Form = {
  like: "ru … | en …",
  write: (value) =>
    Object.entries(value ?? {})
      .map(([language, text]) => `${language} ${text}`)
      .join(" | "),
  read: (text) => {
    if (text === "null") return null;
    const parts = text.split(" | ").map((part) => /^([a-z]{2,3}(?:-[A-Za-z]+)*) (.+)$/su.exec(part.trim()));
    if (parts.some((part) => part === null)) return undefined;
    return Object.fromEntries(parts.map((part) => [part?.[1] ?? "", part?.[2] ?? ""]));
  },
};

const word = (value: Json | undefined) => (value === null || value === undefined ? "-" : String(value));
const unword = (text: string | undefined) => (text === undefined || text === "-" ? null : text);

const PARTICIPANT: Form = {
  like: "xi-jinping host for cn as ru лидер Китая | en leader of China",
  write: (value) => {
    if (!isObject(value)) return "null";
    const { participant, role, onBehalfOf, office } = value;
    const acting = onBehalfOf === null ? "" : ` for ${onBehalfOf}`;
    return `${participant} ${role}${acting}${office === null ? "" : ` as ${MAP.write(office ?? null)}`}`;
  },
  read: (text) => {
    const found = /^([a-z0-9-]+) ([a-z-]+)(?: for ([a-z0-9-]+))?(?: as (.+))?$/su.exec(text);
    const office = found?.[4] === undefined ? null : MAP.read(found[4]);
    if (found === null || office === undefined) return undefined;
    const [, participant = "", role = "", state] = found;
    return { participant, name: null, code: null, role, office, onBehalfOf: state ?? null };
  },
};

const RELATION: Form = {
  like: "recalls 2022-09-xi-state-visit-to-kazakhstan",
  write: (value) => (isObject(value) ? `${value.type} ${value.event}` : "null"),
  read: (text) => {
    const found = /^([a-z-]+) ([a-z0-9-]+)$/.exec(text);
    return found === null ? undefined : { type: found[1] ?? "", event: found[2] ?? "" };
  },
};

const OFFICE: Form = {
  like: "ru президент Казахстана | en President of Kazakhstan of kz from 2019-06-12",
  write: (value) => {
    if (!isObject(value)) return "null";
    const ends = (["from", "to"] as const).map((key) => (value[key] === null ? "" : ` ${key} ${value[key]}`));
    return `${MAP.write(value.title ?? null)} of ${word(value.of)}${ends.join("")}`;
  },
  read: (text) => {
    const found = /^(.+) of ([a-z0-9-]+)(?: from (\S+))?(?: to (\S+))?$/su.exec(text);
    const title = MAP.read(found?.[1] ?? "");
    if (found === null || title === undefined) return undefined;
    return { title, of: unword(found[2]), from: found[3] ?? null, to: found[4] ?? null };
  },
};

const ISO: Form = {
  like: "KZ KAZ",
  write: (value) => (isObject(value) ? `${word(value.alpha2)} ${word(value.alpha3)}` : "null"),
  read: (text) => {
    const [alpha2, alpha3, ...more] = text.split(/\s+/);
    if (alpha3 === undefined || more.length > 0) return text === "null" ? null : undefined;
    return { alpha2: unword(alpha2), alpha3: unword(alpha3) };
  },
};

const LOCATION: Form = {
  like: "39.9289 116.388 city",
  write: (value) => (isObject(value) ? `${value.latitude} ${value.longitude} ${value.precision}` : "null"),
  read: (text) => {
    const found = /^(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?) ([a-z]+)$/.exec(text);
    if (found === null) return text === "null" ? null : undefined;
    return { latitude: Number(found[1]), longitude: Number(found[2]), precision: found[3] ?? "" };
  },
};

const CODES: Form = { like: "046 CONSULT//diplomatic talks-before-visit", write: writeCodes, read: readCodes };
const MENTIONS: Form = { like: "events a; participants b, c", write: writeMentions, read: readMentions };

/** Forms of their own, by collection and pointer; `*` stands for an index. */
const OWN: readonly (readonly [place: RegExp, Form])[] = [
  [/^events\/participants\/\d+$/, PARTICIPANT],
  [/^events\/relations\/\d+$/, RELATION],
  [/^(?:events|quotes)\/codes$/, CODES],
  [/^quotes\/mentions$/, MENTIONS],
  [/^participants\/offices\/\d+$/, OFFICE],
  [/^participants\/iso$/, ISO],
  [/^venues\/location$/, LOCATION],
];

/** The form of the value at a pointer of a record; null where only JSON will do. */
export function formAt(collection: Collection, pointer: string): Form | null {
  const own = OWN.find(([place]) => place.test(`${collection}${pointer}`));
  if (own !== undefined) return own[1];
  const schema = schemaAt(collection, keysOf(pointer));
  const inner = schema instanceof z.ZodArray ? schema.element : schema instanceof z.ZodRecord ? schema.valueType : null;
  if (inner !== null) {
    if (!["string", "enum"].includes(kindOf(inner as z.ZodType) ?? "")) return null;
    return schema instanceof z.ZodArray ? LIST : MAP;
  }
  const kind = kindOf(schema);
  if (kind === "number" || kind === "boolean") return DATUM;
  return kind === "string" || kind === "enum" ? TEXT : null;
}

const kindOf = (schema: z.ZodType | undefined): string | undefined => schema?.def.type;

/** The value that a text is, undefined where it is none of this form; null for the form stands for JSON alone. */
export function readValue(form: Form | null, text: string): Json | undefined {
  if (form === TEXT) return TEXT.read(text);
  if (text === "null") return null;
  const json = /^[[{"]/.test(text) || form === null ? jsonOf(text) : undefined;
  return json ?? form?.read(text);
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A value in its form, or as JSON where it could not be read back from that. */
export function writeValue(form: Form | null, value: Json): string {
  const text = form?.write(value);
  const isRead = text !== undefined && isValue(text) && isDeepStrictEqual(readValue(form, text), value);
  return isRead ? text : JSON.stringify(value);
}
