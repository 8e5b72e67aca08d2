// Conventions of version 1: what is left out of a sheet, by collection, in the order in which one follows from another.
//
// A convention changes only with the version of the sheet: what is omitted in a file of record must not come to mean
// something else. A value or entry that does not follow is written out. What has no convention may be given one: no
// sheet that leaves it out has loaded before.
import type { Collection } from "../../model/ids.ts";
import { isObject, type Json } from "../input/pointers.ts";
import { readCodes } from "./coding.ts";
import { type Convention, derived, entry, external, inLanguage, ruleNote, stated } from "./convention.ts";
import type { Draft } from "./draft.ts";
import { FIGURES } from "./figure-conventions.ts";
import { QUOTES } from "./quote-conventions.ts";

const FROM_PAGE = "From the page of the text.";

const SOURCES: readonly Convention[] = [
  { path: "/language", entry: derived("The language in which the text is printed.") },
  { path: "/text", value: ({ id }, { texts }) => texts.get(id), entry: external("Computed from the text.") },
  ...["url", "published", "licence", "licenceUrl", "attribution"].map((key) => ({
    path: `/${key}`,
    entry: external(FROM_PAGE),
  })),
];

const STATUS_NOTES: Readonly<Record<string, string>> = {
  occurred: "Reported as held or done.",
  ongoing: "Reported as under way.",
  planned: "Spoken of as still ahead.",
  proposed: "Proposed only.",
  cancelled: "Reported as cancelled.",
  postponed: "Reported as postponed.",
};

const RECIPROCAL: Readonly<Record<string, boolean>> = {
  talks: true,
  meeting: true,
  call: true,
  visit: false,
  invitation: false,
  ceremony: false,
};

const CODES: Readonly<Record<string, string>> = {
  talks: "046 CONSULT//diplomatic talks-before-visit",
  visit: "042 CONSULT/visit visit-one-record",
  call: "041 CONSULT/phone call-by-telephone",
  forum: "040 CONSULT/multilateral forum-multilateral",
  invitation: "036 AGREE//diplomatic invitation-as-intent",
  statement: "010 statement-code",
  ceremony: "017 symbolic-act",
  commemoration: "- no-scheme-code",
  "theme-year": "- no-scheme-code",
  sport: "- no-scheme-code",
};

/** What lies ahead is only intended: its intent is coded once, on the event that says so. */
function codesOf({ record: { type, status } }: Draft): Json | undefined {
  const isAhead = status === "proposed" || status === "planned";
  const text = isAhead && type === "visit" ? "- future-is-intent" : CODES[String(type)];
  return text === undefined ? undefined : readCodes(text);
}

const EVENTS: readonly Convention[] = [
  { path: "/status", value: () => "occurred", entry: derived((status) => STATUS_NOTES[String(status)]) },
  {
    path: "/statusAsOf",
    value: (_, { day }) => (/^\d{4}-\d\d-\d\d$/.test(day?.value ?? "") ? day?.value : undefined),
    entry: (_, { day }) =>
      day === null ? undefined : entry("derived", day.evidence, day.note ?? "The day of the report."),
  },
  {
    path: "/reciprocal",
    value: ({ record }) => RECIPROCAL[String(record.type)],
    entry: derived((value) =>
      value === true
        ? "Each side acts alike: what one does the other does too."
        : "A directed act: one side does it, the other is its object.",
    ),
  },
  { path: "/title/*", entry: inLanguage("derived", "Title in own words.") },
  { path: "/codes", value: codesOf, entry: derived((codes) => (isObject(codes) ? ruleNote(codes.rule) : undefined)) },
  { path: "/topics", entry: derived("What it is about, by its words.") },
  { path: "/sources", value: (_, { main }) => (main === null ? undefined : [main]), entry: stated },
];

const NAMES: readonly Convention[] = [{ path: "/names/*", entry: inLanguage("stated", null) }];

/** In the order in which a sheet expands: quotes follow from events, figures from quotes. */
export const CONVENTIONS: { readonly [C in Collection]: readonly Convention[] } = {
  sources: SOURCES,
  participants: NAMES,
  venues: NAMES,
  events: EVENTS,
  quotes: QUOTES,
  figures: FIGURES,
};

/** The convention of a pointer, with the last key where it stands for any. */
export function conventionAt(collection: Collection, pointer: string) {
  const key = pointer.slice(pointer.lastIndexOf("/") + 1);
  const general = `${pointer.slice(0, pointer.lastIndexOf("/"))}/*`;
  const found = CONVENTIONS[collection].find(({ path }) => path === pointer || path === general);
  return found === undefined ? undefined : { ...found, key };
}
