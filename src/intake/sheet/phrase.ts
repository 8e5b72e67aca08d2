// Phrases: words of a source in their place, as a sheet writes them: `"{the }words{ after}"[1754]@source-id`.

/** Words of a source, with what stands around them where the words alone do not tell the place. */
export interface Phrase {
  /** Null for the source of the sheet. */
  readonly source: string | null;
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  /** First code point in the source; null until the words are looked up. */
  readonly start: number | null;
  /** Words of a longer phrase: so many code points into it. They are not looked up by themselves. */
  readonly into?: { readonly phrase: Phrase; readonly offset: number };
}

const ESCAPED = /[\\{}\n\r\t\u2028\u2029\p{Cc}]/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t" };
const LONG: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function escaped(text: string): string {
  return text.replace(ESCAPED, (sign) => {
    if ("\\{}".includes(sign)) return `\\${sign}`;
    return `\\${SHORT[sign] ?? `u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`}`;
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, code: string | undefined, sign: string | undefined) =>
    code === undefined ? (LONG[sign ?? ""] ?? sign ?? "") : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const context = (text: string) => (text === "" ? "" : `{${escaped(text)}}`);

/** The words without quotation marks, with their context in braces. */
export function bare({ prefix, exact, suffix }: Phrase): string {
  return `${context(prefix)}${escaped(exact)}${context(suffix)}`;
}

export function writePhrase(phrase: Phrase): string {
  const start = phrase.start === null ? "" : `[${phrase.start}]`;
  return `"${bare(phrase).replaceAll('"', '\\"')}"${start}${phrase.source === null ? "" : `@${phrase.source}`}`;
}

const PART = String.raw`(?:[^\\{}]|\\.)*`;
const BARE = new RegExp(`^(?:\\{(${PART})\\})?(${PART})(?:\\{(${PART})\\})?$`, "su");

/** Reads words that stand without quotation marks, undefined where braces are not as they must be. */
export function readBare(text: string): Phrase | undefined {
  const found = BARE.exec(text);
  if (found === null || found[2] === "") return undefined;
  const [prefix = "", exact = "", suffix = ""] = found.slice(1).map((part) => unescaped(part ?? ""));
  return { source: null, exact, prefix, suffix, start: null };
}

/** A phrase in quotation marks at the beginning of a text. */
export const QUOTED = /^"((?:[^"\\]|\\.)*)"(?:\[(\d{1,9})\])?(?:@([a-z0-9-]+))?/su;

export function readPhrase(text: string): Phrase | undefined {
  const found = QUOTED.exec(text);
  if (found === null || found[0].length !== text.length) return undefined;
  const words = readBare(found[1] ?? "");
  const [start, source] = [found[2], found[3]];
  return words && { ...words, start: start === undefined ? null : Number(start), source: source ?? null };
}

/** What makes two phrases the same words in the same place. */
export function keyOf({ source, prefix, exact, suffix, start }: Phrase): string {
  return JSON.stringify([source, prefix, exact, suffix, start]);
}
