// Languages: a text by language may be null in one of them, as any unknown value may; records are checked and served without it.
import { BY_LANGUAGE } from "../checks/translations.ts";
import type { DataFile } from "../input/directory.ts";
import { isList, isObject, type Json } from "../input/pointers.ts";

/** A file whose texts have only the languages in which they are there. */
export function withoutNullTexts(file: DataFile): DataFile {
  return file.value === undefined ? file : { ...file, value: withoutNulls(file.value, false) };
}

function withoutNulls(value: Json, byLanguage: boolean): Json {
  if (isList(value)) return value.map((item) => withoutNulls(item, false));
  if (!isObject(value)) return value;
  const there = Object.entries(value).filter(([, inner]) => !byLanguage || inner !== null);
  return Object.fromEntries(there.map(([key, inner]) => [key, withoutNulls(inner, BY_LANGUAGE.has(key))]));
}
