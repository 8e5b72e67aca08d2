// English names: persons by the office before or behind their name, and the speakers of a transcript.
import { overlap, type Span } from "../language/sentences.ts";
import type { Mention } from "./mentions.ts";
import type { Named, Office } from "./named.ts";
import { ENGLISH_OFFICE } from "./offices.ts";
import type { Register } from "./register.ts";

const PART =
  "(?:(?!(?:After|Before|At|On|And|The|In|For|With|Meeting|Following|Of|To|Also|Visit|Travel)\\b)\\p{Lu}(?:[\\p{L}-]|[’'](?!s\\b))+)";
const NAME = `${PART}(?:\\s(?:\\p{Lu}\\.|(?:bin|al|van|von|de)(?=\\s\\p{Lu})|${PART})){0,3}(?:,\\sJr\\.)?`;
const STATE = "(?:\\s+of\\s+(?:the\\s+)?(?<state>(?:\\p{Lu}[\\p{L}’'-]+\\s+(?:of\\s+)?){0,4}?\\p{Lu}[\\p{L}’'-]+))?";
const BEFORE = new RegExp(
  `(?:(?<owner>(?!Vice|Prime|First|Deputy|Acting|Foreign|Defen|Crown|General)\\p{Lu}[\\p{L}.]+)\\s+)?(?<office>${ENGLISH_OFFICE})${STATE}\\s+(?<name>${NAME})`,
  "gu",
);
const BEHIND = new RegExp(
  `(?<name>${NAME}),\\s+(?:the\\s+)?(?<office>${ENGLISH_OFFICE})${STATE}(?=[,.;)]|\\s+(?:said|told|who|and|has|is|was))`,
  "gu",
);
const SIR = new RegExp(
  `(?:Mr|Mrs|Ms|Madam)\\.?\\s+(?<name>(?!President|Prime|Chairman|Minister|Secretary)${PART})`,
  "gu",
);
/** Words with which no name begins. */
const NO_NAME =
  /^(?:The|And|In|On|At|For|With|Of|To|Following|After|Remarks|Readout|Meeting|Talks|Joint|Press|Additional|Finally|United|Republic|State|Federation|Today|Thank|Administration|House|Office|Council|National|Summit)\b/;

export function englishNames(
  text: string,
  mentions: readonly Mention[],
  register: Register,
  speakers: readonly Span[],
): readonly Named[] {
  const found: Named[] = [];
  const add = (match: RegExpExecArray, pattern: "before" | "behind") => {
    const { name = "", office = "", state = "", owner = "" } = match.groups ?? {};
    const full = nameWithin(
      name,
      text,
      match.index + match[0].indexOf(name, pattern === "before" ? office.length : 0),
      mentions,
    );
    if (full === null || found.some(({ span }) => overlap(span, full.span))) return;
    const at = match.index + match[0].indexOf(office);
    const end = state === "" ? at + office.length : match.index + match[0].indexOf(state) + state.length;
    const beside = mentions.find(
      (one) => one.kind === "country" && overlap(one, { start: match.index, end: Math.max(end, at) }),
    );
    const said = state !== "" || (owner !== "" && beside?.isAdjective === true);
    const behind = said ? null : stateBehind(text, full.span.end, mentions);
    const of = said ? (beside?.id ?? null) : (behind?.id ?? null);
    found.push({ ...full, office: officeOf(office, { start: at, end }, of, register) });
  };
  // The longest reading of a state leaves the name its own words: "President of Russia Vladimir Putin".
  for (const match of splitStates(text, mentions)) add(match, "before");
  for (const match of text.matchAll(BEFORE)) if (match.groups?.state === undefined) add(match, "before");
  for (const match of text.matchAll(BEHIND)) {
    const end = match.index + match[0].length;
    if (match.groups?.state === undefined || mentions.some((one) => one.kind === "country" && one.end === end))
      add(match, "behind");
  }
  for (const match of text.matchAll(SIR)) {
    const name = match.groups?.name ?? "";
    const start = match.index + match[0].length - name.length;
    if (!NO_NAME.test(name) && !found.some(({ span }) => overlap(span, { start, end: start + name.length }))) {
      found.push({ span: { start, end: start + name.length }, name, office: null });
    }
  }
  for (const speaker of speakers) {
    const words = text.slice(speaker.start, speaker.end).replace(/\s*\([^)]*\)$/, "");
    if (
      new RegExp(`^${NAME}$`, "u").test(words) &&
      !/PRESIDENT|^Q$|^MODERATOR|^AIDE/.test(words) &&
      !found.some(({ span }) => overlap(span, speaker))
    ) {
      found.push({ span: { start: speaker.start, end: speaker.start + words.length }, name: words, office: null });
    }
  }
  spread(text, found);
  // "Vladimir Putin and Recep Tayyip Erdogan": who stands beside a person is one.
  const beside = [...found].flatMap(({ span }) => {
    const behind = new RegExp(`^\\s+and\\s+(?<name>${PART}(?:\\s${PART}){1,3})(?!\\p{L})`, "u").exec(
      text.slice(span.end, span.end + 60),
    );
    const ahead = new RegExp(
      `(?<!\\p{L})(?<name>${PART}(?:\\s${PART}){1,3})\\s+and\\s+(?:${ENGLISH_OFFICE}\\s+)?$`,
      "u",
    ).exec(text.slice(Math.max(0, span.start - 60), span.start));
    const after =
      behind?.groups?.name === undefined
        ? []
        : [{ name: behind.groups.name, start: span.end + behind[0].indexOf(behind.groups.name) }];
    const before =
      ahead?.groups?.name === undefined
        ? []
        : [{ name: ahead.groups.name, start: Math.max(0, span.start - 60) + ahead.index }];
    return [...after, ...before];
  });
  for (const { name, start } of beside) {
    const span = { start, end: start + name.length };
    const isState = mentions.some((one) => one.kind !== "person" && overlap(one, span));
    if (
      !isState &&
      !NO_NAME.test(name) &&
      !new RegExp(`^${ENGLISH_OFFICE}`, "u").test(name) &&
      !found.some((other) => overlap(other.span, span))
    )
      found.push({ span, name, office: null });
  }
  spread(text, found);
  return found;
}

/** A full name that is known from its office stands elsewhere without it. */
function spread(text: string, found: Named[]): void {
  const taken = new Set(found.map(({ span }) => span.start));
  for (const name of new Set(found.map((one) => one.name))) {
    if (!name.includes(" ")) continue;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const span = { start: at, end: at + name.length };
      if (taken.has(at) || found.some((other) => overlap(other.span, span))) continue;
      found.push({ span, name, office: null });
      taken.add(at);
    }
  }
}

/** "President Tokayev of the Republic of Kazakhstan": the state behind the name. */
function stateBehind(text: string, end: number, mentions: readonly Mention[]): Mention | null {
  const [of] = /^,?\s+of\s+(?:the\s+)?/.exec(text.slice(end, end + 20)) ?? [];
  if (of === undefined) return null;
  return mentions.find(({ kind, start }) => kind === "country" && start === end + of.length) ?? null;
}

/** Offices of a state whose name the register knows, so that what follows the state is the person's. */
function splitStates(text: string, mentions: readonly Mention[]): RegExpExecArray[] {
  return mentions
    .filter(({ kind, isAdjective }) => kind === "country" && !isAdjective)
    .flatMap((state) => {
      const from = Math.max(0, state.start - 60);
      const [office] =
        new RegExp(`${ENGLISH_OFFICE}\\s+of\\s+(?:the\\s+)?$`, "u").exec(text.slice(from, state.start)) ?? [];
      if (office === undefined) return [];
      const start = state.start - office.length;
      const behind = new RegExp(`^\\s+(?:\\([A-Z]+\\)\\s+)?(?<name>${NAME})`, "u").exec(
        text.slice(state.end, state.end + 80),
      );
      const name = behind?.groups?.name;
      if (behind === null || name === undefined || NO_NAME.test(name)) return [];
      const whole = text.slice(start, state.end + behind[0].length);
      const title = office.replace(/\s+of\s+(?:the\s+)?$/, "");
      const match = Object.assign([whole] as unknown as RegExpExecArray, { index: start, input: text });
      match.groups = { name, office: title, state: text.slice(state.start, state.end) };
      return [match];
    });
}

function nameWithin(
  name: string,
  text: string,
  start: number,
  mentions: readonly Mention[],
): Pick<Named, "span" | "name"> | null {
  const state = mentions.find((one) => one.kind === "country" && one.start >= start && one.start < start + name.length);
  const end = state === undefined ? start + name.length : state.start;
  const words = text
    .slice(start, end)
    .trim()
    .replace(/[’']s$/, "");
  if (words === "" || NO_NAME.test(words) || words.length < 3) return null;
  return { span: { start, end: start + words.length }, name: words };
}

function officeOf(title: string, span: Span, of: string | null, register: Register): Office {
  const name = of === null ? null : (register.known.get(of)?.names.en ?? null);
  const plain = title.replace(/\s+/g, " ");
  const full = name === null ? plain : `${plain} of ${name}`;
  return { span, title: full, english: full, of };
}
