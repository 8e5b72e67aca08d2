// Mentions: where a text names persons, bodies, states and places of the register, in all case forms.
import { overlap, type Span } from "../language/sentences.ts";
import { type Token, tokensOf } from "../language/tokens.ts";
import { statesOf } from "./demonyms.ts";
import { type Known, keysOf, type Name, type Register } from "./register.ts";

export interface Mention extends Span {
  readonly id: string;
  readonly kind: string;
  readonly isVenue: boolean;
  /** Whether an adjective names it: «казахстанский», "Turkish". */
  readonly isAdjective: boolean;
}

/** The mentions of a text in order; of several names at one place the longest. */
export function mentionsOf(text: string, register: Register): readonly Mention[] {
  const list = tokensOf(text);
  const found: Mention[] = [];
  for (let at = 0; at < list.length; ) {
    const match = nameAt(list, at, register);
    if (match !== null) {
      found.push(match.mention);
      at = match.next;
      continue;
    }
    const token = list[at];
    if (token?.isWord) {
      for (const id of statesOf(token.text))
        found.push({ start: token.start, end: token.end, id, kind: "country", isVenue: false, isAdjective: true });
    }
    at++;
  }
  return found;
}

function nameAt(list: readonly Token[], at: number, register: Register) {
  const first = list[at];
  if (first === undefined || !first.isCapital) return null;
  const candidates = keysOf(first.text).flatMap((key) => register.names.get(key) ?? []);
  const fitting = candidates
    .flatMap((name) => {
      const next = follow(list, at, name);
      return next === null ? [] : [{ name, next }];
    })
    .toSorted((a, b) => b.next - a.next || Number(b.name.isWhole) - Number(a.name.isWhole));
  const [best] = fitting;
  const last = best === undefined ? undefined : list[best.next - 1];
  if (best === undefined || last === undefined) return null;
  // A place and a state of one name: the state, which may stand for the place.
  const { known, isVenue } = (fitting.find(({ name, next }) => next === best.next && !name.isVenue) ?? best).name;
  const mention = { start: first.start, end: last.end, id: known.id, kind: known.kind, isVenue, isAdjective: false };
  return { mention, next: best.next };
}

/** The place behind a name that begins here; null where it does not. */
function follow(list: readonly Token[], at: number, { words }: Name): number | null {
  let next = at;
  for (const [nth, word] of words.entries()) {
    // A full stop within an abbreviation: U.S.
    while (nth > 0 && list[next]?.text === "." && list[next - 1]?.text.length === 1) next++;
    const token = list[next];
    if (token === undefined) return null;
    const dotted = word.split(".");
    if (dotted.length > 1 && !keysOf(token.text).includes(word)) {
      for (const part of dotted.filter((one) => one !== "")) {
        if (list[next]?.text === ".") next++;
        if (!keysOf(list[next]?.text ?? "").includes(part)) return null;
        next++;
      }
      continue;
    }
    if (!keysOf(token.text).includes(word)) return null;
    // «Республики Корея» is no «республики»: the words of a name are capitalised as the first one is, but for small ones.
    next++;
  }
  return next;
}

/** The mentions within a span. */
export const within = (mentions: readonly Mention[], span: Span) => mentions.filter((one) => overlap(one, span));

/** The states that records of mentions act for. */
export function stateOf(mention: Mention, known: ReadonlyMap<string, Known>): string | null {
  return mention.kind === "country" ? mention.id : (known.get(mention.id)?.country ?? null);
}
