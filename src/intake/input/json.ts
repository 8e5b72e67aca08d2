// JSON (RFC 8259), read strictly: where it breaks off, keys given twice, characters that no record may hold.
import { below, type Json, type JsonObject } from "./pointers.ts";
import { position } from "./utf8.ts";

/** Nesting that no file of ours comes near; without a limit a hostile one would exhaust the stack. */
const DEPTH = 64;

const SPACE = /[\t\n\r ]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids them in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

interface Reading {
  /** Absent when the text is not JSON. */
  readonly value?: Json;
  readonly troubles: readonly { readonly pointer: string; readonly message: string }[];
}

class Broken extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Reads one JSON text and says everything that is wrong with it as text. */
export function readJson(text: string): Reading {
  const troubles: { pointer: string; message: string }[] = [];
  let at = 0;

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const skip = (sign: string): boolean => {
    take(SPACE);
    if (!text.startsWith(sign, at)) return false;
    at += sign.length;
    return true;
  };
  const broken = (wanted: string): Broken => {
    take(SPACE);
    const found = text.codePointAt(at);
    const seen = found === undefined ? "the file ends here" : `here is ${JSON.stringify(String.fromCodePoint(found))}`;
    return new Broken(at, `not JSON at ${position(text, at)}: ${wanted} is expected, ${seen}`);
  };

  function string(pointer: string): string | null {
    take(SPACE);
    const raw = take(STRING);
    if (raw === null) return null;
    const value = JSON.parse(raw) as string;
    if (!value.isWellFormed()) troubles.push({ pointer, message: "has half a character (an unpaired surrogate)" });
    if (value.includes("\0")) troubles.push({ pointer, message: "has a NUL character" });
    return value;
  }

  function value(pointer: string, depth: number): Json {
    if (depth > DEPTH) throw new Broken(at, `nested deeper than ${DEPTH} levels at ${position(text, at)}`);
    if (skip("{")) return object(pointer, depth);
    if (skip("[")) return list(pointer, depth);
    const words = string(pointer);
    if (words !== null) return words;
    const token = take(WORD) ?? take(NUMBER);
    if (token === null) throw broken("a value");
    return JSON.parse(token) as Json;
  }

  function object(pointer: string, depth: number): JsonObject {
    const made: Record<string, Json> = {};
    if (skip("}")) return made;
    do {
      const key = string(pointer);
      if (key === null) throw broken("a key in double quotes");
      const place = below(pointer, key);
      if (!skip(":")) throw broken('":"');
      const item = value(place, depth + 1);
      if (key === "__proto__") troubles.push({ pointer: place, message: 'unknown key "__proto__"' });
      else if (Object.hasOwn(made, key)) troubles.push({ pointer: place, message: "this key is given twice" });
      else made[key] = item;
    } while (skip(","));
    if (!skip("}")) throw broken('"," or "}"');
    return made;
  }

  function list(pointer: string, depth: number): Json[] {
    const made: Json[] = [];
    if (skip("]")) return made;
    do made.push(value(below(pointer, made.length), depth + 1));
    while (skip(","));
    if (!skip("]")) throw broken('"," or "]"');
    return made;
  }

  try {
    const whole = value("", 0);
    take(SPACE);
    if (at < text.length) throw broken("the end of the file");
    return { value: whole, troubles };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { troubles: [...troubles, { pointer: "", message: error.message }] };
  }
}
