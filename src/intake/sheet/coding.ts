// Coding: how a sheet writes the codes of an event or sentence, the records that words mention, and a sentence.
import { isObject, type Json, type JsonObject } from "../input/pointers.ts";

const MENTIONED = ["events", "figures", "participants", "venues"] as const;
const NOTHING = "-";

/** `046 CONSULT//diplomatic talks-before-visit`: CAMEO, PLOVER with mode and contexts, rule; each may be absent. */
export function writeCodes(codes: Json): string {
  if (!isObject(codes)) return "null";
  const { cameo, plover, rule } = codes;
  const parts = [isObject(cameo) ? cameo.code : null, isObject(plover) ? writePlover(plover) : null, rule];
  const written = parts.filter((part) => typeof part === "string").join(" ");
  return parts[0] === null && parts[1] === null ? `${NOTHING} ${written}`.trim() : written;
}

function writePlover({ event, mode, contexts }: JsonObject): string {
  const names = Array.isArray(contexts) ? contexts.join(",") : "";
  return [event, mode ?? "", names].join("/").replace(/\/+$/, "");
}

export function readCodes(text: string): Json | undefined {
  if (text === "null") return null;
  const parts: Record<string, Json> = { plover: null, cameo: null, gdelt: null, rule: null };
  for (const word of text.split(/\s+/)) {
    const [key, value] = codeOf(word);
    if (word === NOTHING) continue;
    if (key === null || parts[key] !== null) return undefined;
    parts[key] = value;
  }
  return parts;
}

function codeOf(word: string): readonly ["plover" | "cameo" | "rule", Json] | readonly [null, null] {
  if (/^\d+$/.test(word)) return ["cameo", { code: word }];
  if (/^[a-z0-9-]+$/.test(word)) return ["rule", word];
  const [event = "", mode = "", contexts = "", ...more] = word.split("/");
  if (!/^[A-Z]+$/.test(event) || more.length > 0) return [null, null];
  return ["plover", { event, mode: mode === "" ? null : mode, contexts: contexts === "" ? [] : contexts.split(",") }];
}

/** `events a, b; participants c`. */
export function writeMentions(mentions: Json): string {
  if (!isObject(mentions)) return "null";
  const parts = MENTIONED.flatMap((collection) => {
    const ids = mentions[collection];
    return Array.isArray(ids) && ids.length > 0 ? [`${collection} ${ids.join(", ")}`] : [];
  });
  return parts.length === 0 ? NOTHING : parts.join("; ");
}

export function readMentions(text: string): JsonObject | undefined {
  const mentions: Record<string, Json> = { events: [], figures: [], participants: [], venues: [] };
  if (text === NOTHING || text === "") return mentions;
  for (const part of text.split(";")) {
    const [, collection = "", ids = ""] = /^([a-z]+)\s+(.+)$/s.exec(part.trim()) ?? [];
    if (!Array.isArray(mentions[collection]) || mentions[collection].length > 0) return undefined;
    mentions[collection] = ids.split(",").map((id) => id.trim());
  }
  return mentions;
}

/** A sentence: `[0..80;] codes; mentions`. */
export function writeSegment(segment: Json, sentence: { start: number; end: number } | undefined): string {
  if (!isObject(segment)) return "null";
  const { start, end, codes, mentions } = segment;
  const isWhole = sentence?.start === start && sentence?.end === end;
  const parts = [
    isWhole ? null : `${start}..${end}`,
    codes === null ? null : writeCodes(codes ?? null),
    writeMentions(mentions ?? null),
  ];
  const told = parts.filter((part) => part !== null && part !== NOTHING);
  return told.length === 0 || codes === null ? told.join("; ") || NOTHING : told.join("; ");
}

export function readSegment(text: string, sentence: { start: number; end: number } | undefined): Json | undefined {
  const parts = text.split(";").map((part) => part.trim());
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(parts[0] ?? "") ?? [];
  if (from !== undefined) parts.shift();
  const bounds = from === undefined ? sentence : { start: Number(from), end: Number(to) };
  const isMention = (part: string) => MENTIONED.some((collection) => part.startsWith(`${collection} `));
  const [first] = parts;
  const hasCodes = first !== undefined && first !== NOTHING && !isMention(first);
  const codes = hasCodes ? readCodes(parts.shift() ?? "") : null;
  if (parts[0] === NOTHING) parts.shift();
  const mentions = readMentions(parts.join(";"));
  if (bounds === undefined || codes === undefined || mentions === undefined) return undefined;
  return { start: bounds.start, end: bounds.end, codes, mentions };
}
