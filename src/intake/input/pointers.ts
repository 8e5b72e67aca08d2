// JSON Pointers (RFC 6901): building, following and spreading them over a JSON value.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** `base` and the keys below it. */
export function below(base: string, ...keys: readonly PropertyKey[]): string {
  let pointer = base;
  for (const key of keys) pointer += `/${escaped(String(key))}`;
  return pointer;
}

function escaped(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** The keys of a pointer, unescaped. */
export function keysOf(pointer: string): string[] {
  const keys = pointer.split("/").slice(1);
  return pointer.includes("~") ? keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")) : keys;
}

/** The value at a pointer, undefined where there is none. */
export function follow(value: Json, pointer: string): Json | undefined {
  let here: Json | undefined = value;
  for (const key of keysOf(pointer)) here = child(here, key);
  return here;
}

function child(value: Json | undefined, key: string): Json | undefined {
  if (isList(value)) return /^(?:0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export interface Place {
  readonly pointer: string;
  /** The last key of the pointer, unescaped; empty for the whole. */
  readonly key: string;
  readonly value: Json;
}

export function placeOf(value: Json): Place {
  return { pointer: "", key: "", value };
}

/** Every place that a pattern such as `/offices/*` names; a `*` stands for any index or key. */
export function select(value: Json, pattern: string): Place[] {
  let places = [placeOf(value)];
  for (const key of keysOf(pattern)) {
    places = places.flatMap((place) => (key === "*" ? children(place) : only(place, key)));
  }
  return places;
}

function only({ pointer, value }: Place, key: string): Place[] {
  const next = child(value, key);
  return next === undefined ? [] : [{ pointer: below(pointer, key), key, value: next }];
}

/** The places one step below. */
export function children({ pointer, value }: Place): Place[] {
  if (isList(value)) return value.map((item, at) => ({ pointer: `${pointer}/${at}`, key: String(at), value: item }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item]) => ({ pointer: below(pointer, key), key, value: item }));
}

/** The place and every place below it, level by level. */
export function walk(place: Place): Place[] {
  const places = [place];
  // The list grows while it is read: each place puts its children behind itself.
  for (let at = 0; at < places.length; at++) {
    const here = places[at];
    if (here !== undefined && typeof here.value === "object") places.push(...children(here));
  }
  return places;
}
