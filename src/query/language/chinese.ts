// Chinese: a row of characters without spaces, cut into names of states, titles and the rest.
import { simplified } from "./fold.ts";

const LOCALES = ["zh", "zh-Hant", "zh-Hant-HK"];

/** Names of states by their first character, longest first (Unicode CLDR, as the runtime has it). */
const STATES: ReadonlyMap<string, readonly string[]> = statesOf();

function statesOf(): Map<string, string[]> {
  const found = new Set<string>();
  for (const locale of LOCALES) {
    const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
    for (const first of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      for (const second of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
        const name = simplified(names.of(`${first}${second}`) ?? "");
        if (/^\p{Script=Han}{2,}$/u.test(name)) found.add(name);
      }
    }
  }
  const longestFirst = [...found].sort((a, b) => b.length - a.length);
  return Map.groupBy(longestFirst, (name) => name.charAt(0));
}

/** Titles and forms of states, which say nothing of their own beside a name; the longer before the shorter. */
const TITLES = [
  "国家主席",
  "外交部长",
  "总书记",
  "国务卿",
  "共和国",
  "主席",
  "总统",
  "总理",
  "首相",
  "外长",
  "部长",
  "大使",
];
const BESIDE = new RegExp(`(${[...TITLES, "先生", "女士", "国王", "联邦", "王国"].join("|")})`, "u");
/** Words that join. */
const JOINING = /^(?:[在和与同及的对向于从到至跟]|国|市|省)$/u;
const BEFORE = /^[在和与同及的对向于从到至跟](?=..)/u;
const AFTER = /(?<=..)[市省国]$/u;

/** A part of a row: what it may be as a name, and whether a question can do without it. */
export interface Part {
  readonly text: string;
  readonly names: readonly string[];
  readonly beside: boolean;
}

/** A row of simplified characters in its parts. */
export function partsOf(row: string): Part[] {
  return cutStates(row).flatMap(({ text, state }) => {
    if (state) return [{ text, names: [text], beside: false }];
    return text
      .split(BESIDE)
      .filter((piece) => piece !== "")
      .map((piece) => {
        const bare = piece.replace(BEFORE, "").replace(AFTER, "");
        const beside = BESIDE.exec(piece)?.[0] === piece || JOINING.test(piece);
        return { text: piece, names: [...new Set([piece, bare])], beside };
      });
  });
}

/** A row with the names of states in it told from the rest, the longest first. */
export function cutStates(row: string): { text: string; state: boolean }[] {
  const parts: { text: string; state: boolean }[] = [];
  let rest = "";
  const push = () => {
    if (rest !== "") parts.push({ text: rest, state: false });
    rest = "";
  };
  for (let at = 0; at < row.length; ) {
    const name = STATES.get(row.charAt(at))?.find((one) => row.startsWith(one, at));
    if (name === undefined) {
      rest += row[at];
      at += 1;
    } else {
      push();
      parts.push({ text: name, state: true });
      at += name.length;
    }
  }
  push();
  return parts;
}
