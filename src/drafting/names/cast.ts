// The cast: who is meant by a pronoun, an office without a name, or "the two leaders".
import { overlap, type Span, wordsOf } from "../language/sentences.ts";
import type { Mention } from "./mentions.ts";
import type { Person } from "./named.ts";
import { HEADS } from "./offices.ts";

export interface Cast {
  readonly persons: readonly Person[];
  /** Those between whom the text is: heads of states and governments, the most named first. */
  readonly principals: readonly Person[];
  /** The state from which the text is published; null where unknown. */
  readonly home: string | null;
  /** Who is meant by some words; null where that is open. */
  resolve(span: Span): Person | null;
  /** The persons whom a span names. */
  within(span: Span): readonly Person[];
  /** The one to whom a speaker speaks: named within the words, or the other one of two. */
  addressee(speaker: Person | null, content: Span): Person | null;
}

const PRONOUN = /^(?:he|she|him|his|her|он|она|его|её|ее|ему|ей|им)$/iu;
const HEAD_OF_STATE = /глав\p{L}+ государства|head of state/iu;
const OFFICE =
  /(?<!\p{L})(?:president|prime minister|chancellor|premier|президент|премьер|председател|лидер|leader|канцлер)/iu;
const SEVERAL =
  /(?<!\p{L})(?:two|both|sides|leaders|they|presidents|стороны|обе|лидеры|главы|президенты|они)(?!\p{L})/iu;

export function castOf(
  text: string,
  named: readonly Person[],
  mentions: readonly Mention[],
  home: string | null,
): Cast {
  const isHead = ({ office }: Person) => office !== null && HEADS.test(office.title);
  const headline = text.indexOf("\n");
  const ofHome = named.find(
    (one) => one.country === null && isHead(one) && one.places.some(({ start }) => start < headline),
  );
  const hasHome = named.some((one) => one.country === home && isHead(one));
  // "Remarks by President Biden" of the White House: the office is that of the state which publishes.
  const persons = named.map((one) => (one === ofHome && home !== null && !hasHome ? { ...one, country: home } : one));
  const byUse = persons.toSorted((a, b) => b.places.length - a.places.length);
  const heads = byUse.filter(isHead);
  const lead =
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, 3)
      .join("\n").length + 6;
  const early = persons.filter(({ places }) => places.some(({ start }) => start <= lead));
  const principals = [
    ...new Set([
      ...early.filter((one) => isHead(one) || one.places.length > 1),
      ...heads.filter(({ places }) => places.length > 1),
    ]),
  ];
  const within = (span: Span) => persons.filter(({ places }) => places.some((place) => overlap(place, span)));
  const inOffice = (country: string | null) => {
    const fits = (one: Person) => one.country === country;
    return principals.find(fits) ?? heads.find(fits) ?? null;
  };
  const before = (at: number) =>
    persons
      .flatMap((person) => person.places.filter(({ end }) => end <= at).map(({ end }) => ({ person, end })))
      .toSorted((a, b) => b.end - a.end)[0]?.person ?? null;
  const resolve = (span: Span): Person | null => {
    const [named] = within(span);
    if (named !== undefined) return named;
    const words = wordsOf(text, span);
    if (PRONOUN.test(words.trim())) return before(span.start);
    if (SEVERAL.test(words)) return null;
    const state = mentions.find((one) => one.kind === "country" && overlap(one, span));
    if (OFFICE.test(words) && state !== undefined) return inOffice(state.id);
    if (HEAD_OF_STATE.test(words) || OFFICE.test(words))
      return home === null ? (principals[0] ?? null) : inOffice(home);
    return null;
  };
  const addressee = (speaker: Person | null, content: Span): Person | null => {
    const others = principals.filter(({ id }) => id !== speaker?.id);
    const named = within(content).filter(({ id }) => id !== speaker?.id);
    const isSpokenTo =
      /(?<!\p{L})(?:вас|вам|вами|ваш\p{L}*|вы|you|your|mr\.? president|mr\.? prime minister|your excellency|господин президент)(?!\p{L})/iu.test(
        wordsOf(text, content),
      );
    if (!isSpokenTo) return null;
    return others.length === 1 ? (others[0] ?? null) : (named.find((one) => principals.includes(one)) ?? null);
  };
  return { persons, principals, home, resolve, within, addressee };
}
