// Units: the values of a record that a sheet writes on a line each.
import type { Collection } from "../../model/ids.ts";
import { below, isList, isObject, type Json, type JsonObject } from "../input/pointers.ts";
import { formAt } from "./forms.ts";
import { isFree } from "./read.ts";
import { keysOfRecord, schemaAt } from "./shapes.ts";

export interface Unit {
  readonly pointer: string;
  readonly value: Json;
}

/** Every unit of a record, in the order of its schema. */
export function unitsOf(collection: Collection, record: JsonObject, paths: ReadonlySet<string>): Unit[] {
  return keysOfRecord(collection).flatMap((key) => {
    const value = record[key];
    return value === undefined ? [] : split(collection, `/${key}`, value, paths);
  });
}

function split(collection: Collection, pointer: string, value: Json, paths: ReadonlySet<string>): Unit[] {
  const whole = [{ pointer, value }];
  if (isList(value)) {
    const items = value.map((item, at) => ({ pointer: below(pointer, at), value: item }));
    const isOfWords = formAt(collection, pointer) !== null;
    const apart = items.length > 0 && (!isOfWords || items.every((item) => paths.has(item.pointer)));
    return apart ? items : whole;
  }
  if (!isObject(value) || Object.keys(value).length === 0 || isFree(pointer, collection)) return whole;
  if (collection === "sources" && pointer === "/text") return whole;
  // A map of texts has a line a language; an object without a form of its own, a line a key.
  const isByLanguage =
    formAt(collection, pointer) === null || schemaAt(collection, [pointer.slice(1), "ru"]) !== undefined;
  if (!isByLanguage) return whole;
  return Object.entries(value).flatMap(([key, item]) => split(collection, below(pointer, key), item, paths));
}
