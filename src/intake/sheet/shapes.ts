// Shapes: the schemas of written records, walked for the form of a value and for what may be left out.
import { z } from "zod";
import { WrittenEvent } from "../../model/event.ts";
import { WrittenFigure } from "../../model/figure.ts";
import type { Collection } from "../../model/ids.ts";
import { WrittenParticipant } from "../../model/participant.ts";
import { WrittenQuote } from "../../model/quote.ts";
import { WrittenSource } from "../../model/source.ts";
import { WrittenVenue } from "../../model/venue.ts";
import { isList, isObject, type Json } from "../input/pointers.ts";

/** The schema of each collection's records as files have them. */
export const WRITTEN = {
  sources: WrittenSource,
  participants: WrittenParticipant,
  venues: WrittenVenue,
  events: WrittenEvent,
  quotes: WrittenQuote,
  figures: WrittenFigure,
} as const satisfies Record<Collection, z.ZodType>;

/** What a reader looks for first. */
const FIRST: { readonly [C in Collection]?: readonly string[] } = {
  events: ["type", "status", "statusAsOf", "date", "venue"],
  quotes: ["text", "speaker", "event", "date"],
  figures: ["quote", "kind", "raw"],
};

/** The keys of a record that a sheet writes as lines, in their order there. */
export function keysOfRecord(collection: Collection): string[] {
  const keys = Object.keys(WRITTEN[collection].shape).filter((key) => !["id", "updated", "provenance"].includes(key));
  return [...new Set([...(FIRST[collection] ?? []), ...keys])];
}

/** The schema of the value at a place, without what wraps it; undefined where the schema has none. */
export function schemaAt(collection: Collection, keys: readonly string[]): z.ZodType | undefined {
  let here: z.ZodType | undefined = WRITTEN[collection];
  for (const key of keys) here = step(here, key);
  return unwrapped(here);
}

function step(schema: z.ZodType | undefined, key: string): z.ZodType | undefined {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, key) ? inner.shape[key] : undefined;
  if (inner instanceof z.ZodArray) return /^\d+$/.test(key) ? (inner.element as z.ZodType) : undefined;
  return inner instanceof z.ZodRecord ? (inner.valueType as z.ZodType) : undefined;
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  const wraps = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return wraps ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

/** What the value at a place is where nothing is said of it; undefined where it must be given. */
export function emptyFor(collection: Collection, keys: readonly string[]): Json | undefined {
  const parent = schemaAt(collection, keys.slice(0, -1));
  const key = keys.at(-1) ?? "";
  return parent instanceof z.ZodObject ? emptyAt(parent.shape[key]) : undefined;
}

/** Null, an empty list or an empty map. */
function emptyAt(schema: z.ZodType | undefined): Json | undefined {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return null;
  if (schema instanceof z.ZodArray) return [];
  return schema instanceof z.ZodRecord ? {} : undefined;
}

/** A value with every key that its schema has and nothing said of, in the order of the schema. */
export function completed(value: Json, schema: z.ZodType | undefined): Json {
  const inner = unwrapped(schema);
  if (isList(value) && inner instanceof z.ZodArray) {
    return value.map((item) => completed(item, inner.element as z.ZodType));
  }
  if (!isObject(value)) return value;
  if (inner instanceof z.ZodRecord) {
    return fromEntries(
      Object.entries(value).map(([key, item]) => [key, completed(item, inner.valueType as z.ZodType)]),
    );
  }
  if (!(inner instanceof z.ZodObject)) return value;
  const known = Object.keys(inner.shape).flatMap((key): [string, Json][] => {
    const item = Object.hasOwn(value, key) ? value[key] : emptyAt(inner.shape[key]);
    return item === undefined ? [] : [[key, completed(item, inner.shape[key])]];
  });
  const unknown = Object.entries(value).filter(([key]) => !Object.hasOwn(inner.shape, key));
  return fromEntries([...known, ...unknown]);
}

/** An object that may have any key as its own. */
function fromEntries(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries);
}
