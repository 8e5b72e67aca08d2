// Conventions of quotes: what follows from the event at which words are said, from the source, and from the sentences.
import { isList, isObject, type Json } from "../input/pointers.ts";
import { pointsOf } from "../input/utf8.ts";
import { type Convention, derived, entry, ruleNote } from "./convention.ts";
import { type Draft, evidenceOf, mainEvidence } from "./draft.ts";
import type { Phrase } from "./phrase.ts";

/** Longest words that are cited of a sentence, in code points. */
const LONGEST = 120;
const COLLECTIONS = ["events", "figures", "participants", "venues"] as const;

const listed = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** The words of a sentence, as a part of the words of the whole quote: as many whole words as may be cited. */
function sentenceOf(draft: Draft, segment: Json): Phrase[] {
  const [whole] = evidenceOf(draft, "/text");
  if (whole === undefined || !isObject(segment) || typeof segment.start !== "number") return [];
  const words = pointsOf(whole.exact).slice(segment.start, Number(segment.end)).join("");
  const points = pointsOf(words);
  const exact =
    points.length <= LONGEST
      ? words
      : points
          .slice(0, LONGEST)
          .join("")
          .replace(/\s+\S*$/u, "");
  const start = whole.start === null ? null : whole.start + segment.start;
  const place = { source: whole.source, exact, prefix: "", suffix: "", start };
  return exact === "" ? [] : [start === null ? { ...place, into: { phrase: whole, offset: segment.start } } : place];
}

/** Every record that a sentence mentions, in the order of the sentences. */
function union({ record }: Draft): Json {
  const segments = listed(record.segments).filter(isObject);
  const ids = (collection: string) =>
    segments.flatMap(({ mentions }) => listed(isObject(mentions) ? mentions[collection] : []));
  return Object.fromEntries(COLLECTIONS.map((collection) => [collection, [...new Set(ids(collection))]]));
}

function segmentEvidence(draft: Draft): Phrase[] {
  return listed(draft.record.segments).flatMap((_, at) => evidenceOf(draft, `/segments/${at}`));
}

export const QUOTES: readonly Convention[] = [
  {
    path: "/event",
    value: (_, { at }) => at ?? undefined,
    entry: (draft, { drafts, at }) => {
      const evidence = [...mainEvidence(drafts.events.get(at ?? "")), ...mainEvidence(draft)];
      return entry("derived", evidence, "The source reports the words in its account of this event.");
    },
  },
  {
    path: "/source",
    value: (_, { main }) => main ?? undefined,
    entry: derived("The source in which the words are read."),
  },
  {
    path: "/date",
    value: ({ record }, { drafts }) => drafts.events.get(String(record.event))?.record.date,
    entry: ({ record }, { drafts }) => {
      const evidence = evidenceOf(drafts.events.get(String(record.event)), "/date");
      return entry("derived", evidence, "The day of the event at which it was said.");
    },
  },
  {
    path: "/mode",
    value: () => "direct",
    entry: derived((mode) =>
      mode === "direct" ? "Printed as direct speech, with the name of the speaker." : "Told in the reporter's words.",
    ),
  },
  {
    path: "/language",
    value: (_, { language }) => language ?? undefined,
    entry: derived("The words are printed in this language; in which language they were spoken is not stated."),
  },
  {
    path: "/segments/*",
    entry: (draft, _, segment) => {
      const codes = isObject(segment) && isObject(segment.codes) ? segment.codes : null;
      const note = codes === null ? "What the sentence mentions." : ruleNote(codes.rule);
      return note === undefined ? undefined : entry("derived", sentenceOf(draft, segment), note);
    },
  },
  {
    path: "/mentions",
    value: union,
    entry: (draft) => entry("derived", segmentEvidence(draft), "All that its sentences mention."),
  },
  {
    path: "/codes",
    value: ({ record }) => {
      const [only, ...more] = listed(record.segments);
      return isObject(only) && more.length === 0 ? only.codes : undefined;
    },
    entry: (draft) =>
      listed(draft.record.segments).length === 1
        ? entry("derived", segmentEvidence(draft), "The code of its one sentence.")
        : undefined,
  },
];
