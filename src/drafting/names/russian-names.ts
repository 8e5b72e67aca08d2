// Russian names: persons by the office before their name, by initials, and by names and surnames of the dictionary.
import type { Morphology } from "../language/morphology.ts";
import { overlap } from "../language/sentences.ts";
import { type Token, tokensOf } from "../language/tokens.ts";
import type { Mention } from "./mentions.ts";
import type { Named, Office } from "./named.ts";
import { inEnglish, isRussianOffice } from "./offices.ts";
import { keyOf, keysOf, type Register } from "./register.ts";

/** Most words of an office between its head and the name. */
const REACH = 8;

export function russianNames(
  text: string,
  morphology: Morphology,
  mentions: readonly Mention[],
  register: Register,
): readonly Named[] {
  const list = tokensOf(text);
  const found: Named[] = [];
  const tags = (token: Token | undefined) => (token?.isWord ? morphology.parses(token.text).map(({ tag }) => tag) : []);
  const has = (token: Token | undefined, pattern: RegExp) => tags(token).some((tag) => pattern.test(tag));
  const known = (token: Token) => mentions.find((one) => overlap(one, token));
  const isGeographic = (token: Token) => {
    const mention = known(token);
    return mention !== undefined ? mention.kind !== "person" : has(token, /Geox|Orgn/) && !has(token, /Name|Surn/);
  };

  /** The tokens of a name that begins at a place: capitals, initials, hyphens. */
  const nameAt = (at: number): Token[] => {
    const name: Token[] = [];
    for (let next = at; next < list.length && name.length < 6; next++) {
      const token = list[next] as Token;
      const previous = name.at(-1);
      const gap = previous === undefined ? "" : text.slice(previous.end, token.start);
      if (/\n/.test(gap)) break;
      if (token.text === "." && previous !== undefined && /^\p{Lu}$/u.test(previous.text)) name.push(token);
      else if (token.isWord && token.isCapital && !isGeographic(token) && !/^\p{Lu}{2,}$/u.test(token.text))
        name.push(token);
      else break;
    }
    return name.some(({ text: word }) => word.length > 1) ? name : [];
  };
  const nominative = (name: readonly Token[]) => {
    const [first, last] = [name[0], name.at(-1)];
    if (first === undefined || last === undefined) return "";
    const words = name.map((token, nth) =>
      token.text === "." ? "." : nominativeOf(token, nth === 0 ? undefined : first, morphology),
    );
    return words.reduce((made, word, nth) => {
      const previous = name[nth - 1];
      const gap = previous === undefined ? "" : text.slice(previous.end, name[nth]?.start);
      return made + (gap === "" || nth === 0 ? "" : " ") + word;
    }, "");
  };
  const add = (name: readonly Token[], office: Office | null) => {
    const [first, last] = [name[0], name.at(-1)];
    if (first === undefined || last === undefined) return;
    const span = { start: first.start, end: last.end };
    if (found.some((other) => overlap(other.span, span))) return;
    const words = nominative(name);
    found.push({ span, name: words, office, isDeclined: words !== text.slice(span.start, span.end) });
  };

  for (const [at, head] of list.entries()) {
    const lemma = head.isWord ? headOf(head, morphology) : null;
    if (lemma === null) continue;
    const end = officeEnd(list, at, text, known, morphology);
    const name = nameAt(end);
    const office = officeOf(text, head, list[end - 1] ?? head, lemma, mentions, morphology, register);
    const isName = name.length > 0 && end - at <= REACH;
    if (isName) add(name, office);
  }
  for (const [at, token] of list.entries()) {
    const isInitial = /^\p{Lu}$/u.test(token.text) && list[at + 1]?.text === "." && list[at + 2]?.isCapital === true;
    const isGiven = token.isCapital && token.text.length > 2 && has(token, /Name/) && !isGeographic(token);
    if (!isInitial && !isGiven) continue;
    const name = nameAt(at);
    const surname = name.at(-1);
    if (name.length < 2 || surname === undefined) continue;
    // A given name before a patronymic is how somebody is addressed, not how he is named.
    if (!isInitial && has(surname, /Patr/)) continue;
    add(isInitial ? name.slice(0, 3) : name, null);
  }
  spread(text, list, found);
  return found;
}

/** A person named once with an office stands elsewhere without it, in any case. */
function spread(text: string, list: readonly Token[], found: Named[]): void {
  const surnames = new Map([...found].map((one) => [keyOf(one.name.split(/[\s.]+/u).at(-1) ?? ""), one] as const));
  for (const [at, token] of list.entries()) {
    if (!token.isCapital || token.text.length < 4 || found.some(({ span }) => overlap(span, token))) continue;
    const known = keysOf(token.text)
      .map((key) => surnames.get(key))
      .find((one) => one !== undefined);
    if (known === undefined) continue;
    const before = list[at - 1];
    const given = keyOf(known.name.split(" ")[0] ?? "");
    const isGiven =
      before !== undefined && keysOf(before.text).includes(given) && /^\s$/u.test(text.slice(before.end, token.start));
    found.push({
      span: { start: isGiven ? before.start : token.start, end: token.end },
      name: isGiven ? known.name : (known.name.split(" ").at(-1) ?? known.name),
      office: null,
    });
  }
}

/** The dictionary form of the head of an office: «Президентом» is «президент». */
function headOf(token: Token, morphology: Morphology): string | null {
  const lemmas = morphology
    .parses(token.text)
    .filter(({ tag }) => tag.startsWith("NOUN"))
    .map(({ lemma }) => lemma);
  return lemmas.find(isRussianOffice) ?? null;
}

/** The token behind an office: its words in lower case, states and bodies. */
function officeEnd(
  list: readonly Token[],
  at: number,
  text: string,
  known: (token: Token) => Mention | undefined,
  morphology: Morphology,
): number {
  let next = at + 1;
  while (next < list.length && next - at <= REACH) {
    const token = list[next] as Token;
    if (/\n/.test(text.slice(list[next - 1]?.end, token.start)) || !token.isWord) break;
    const mention = known(token);
    const isState = mention !== undefined && mention.kind !== "person";
    const isGenitive = morphology
      .parses(token.text)
      .some(({ tag }) => /^(?:NOUN|ADJF)/.test(tag) && tag.includes("gent"));
    if (
      isState ||
      (!token.isCapital && isGenitive) ||
      /^(?:США|РФ|КНР|РК|МИД|СНГ|ООН|ШОС|ОДКБ|Республики|Федерации)$/u.test(token.text)
    )
      next++;
    else break;
  }
  return next;
}

function officeOf(
  text: string,
  head: Token,
  last: Token,
  lemma: string,
  mentions: readonly Mention[],
  morphology: Morphology,
  register: Register,
): Office {
  const span = { start: head.start, end: last.end };
  const inside = mentions.filter((one) => overlap(one, span) && one.kind === "country");
  const before = mentions.find(
    (one) => one.isAdjective && one.end <= head.start && /^\s+$/u.test(text.slice(one.end, head.start)),
  );
  const state = inside[0] ?? before ?? null;
  const rest = text.slice(head.end, last.end);
  const own = state === null || state.end <= head.start ? rest : text.slice(head.end, state.start);
  const title = `${lemma}${rest}`.replace(/\s+/gu, " ");
  const english = inEnglish(
    `${lemma}${own}`.trim().replace(/\s+/gu, " "),
    state === null ? null : (register.known.get(state.id)?.names.en ?? null),
  );
  const isBefore = state !== null && state === before;
  const shown = isBefore
    ? `${morphology.inflect(text.slice(state.start, state.end), ["nomn"], /^ADJF/).toLowerCase()} ${title}`
    : title;
  return { span, title: shown, english, of: state?.id ?? null };
}

/** One word of a name in the nominative. */
function nominativeOf(token: Token, given: Token | undefined, morphology: Morphology): string {
  const surname = surnameOf(token.text, given, morphology);
  if (surname !== null) return surname;
  const parses = morphology.parses(token.text);
  const found =
    parses.find(({ tag }) => /Name|Surn|Patr/.test(tag)) ?? parses.find(({ tag }) => tag.startsWith("NOUN"));
  if (found === undefined || found.tag.includes("nomn") || found.tag.includes("Fixd")) return token.text;
  return morphology.inflect(token.text, ["nomn"], /Name|Surn|Patr|^NOUN/);
}

/** A surname in -ов or -ин: the dictionary may take it for another word, «Примеров» for a plural. */
function surnameOf(word: string, given: Token | undefined, morphology: Morphology): string | null {
  const [, base, ending] = /^(.+(?:[оеё]в|[иы]н))(а|у|ой|ою|ым|е|)$/u.exec(word) ?? [];
  if (base === undefined || given === undefined) return null;
  // «Александра» may be a man in the genitive: only what is nothing but feminine tells a woman.
  const readings = morphology.parses(given.text).filter(({ tag }) => tag.startsWith("NOUN"));
  const isHers = readings.length > 0 && readings.every(({ tag }) => tag.includes("femn"));
  const isFeminine = /ой|ою/.test(ending ?? "") || (isHers && ending !== "" && ending !== "ым");
  return isFeminine ? `${base}а` : base;
}
