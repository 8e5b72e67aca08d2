// Morphology: what the words of a Russian text may be, from the dictionary of the az package.
//
// az 0.2.3 (MIT) is a port of pymorphy2 and has its dictionary within: OpenCorpora of 2016, 389,022 lexemes, under
// CC BY-SA 3.0. It is a development dependency: who drafts installs it, the server and its image do without, and
// nothing of the dictionary is copied into this repository. It is not kept (its last release is of 2017). Tried beside
// it: phpmorphy 2.3.2 (50 MB, its compiler among its dependencies), russian-nouns-js (it inflects and does
// not analyse), snowball-stemmers (stems of «Мирзиёевым» and «Мирзиёев» differ). Known faults: «лет» is taken for a form
// of «лёт», and the lemma of some verbs is a past form; both are met by comparing stems.
// Its genitives of surnames are guesses («Токаев» becomes «Токая»), so names are inflected by lvovich 2.1.0 (MIT, kept,
// 20 kB), whose rules know names alone.
import { fileURLToPath } from "node:url";

export interface Parse {
  readonly lemma: string;
  /** Grammemes of OpenCorpora, such as `NOUN,anim,masc,Name sing,gent`. */
  readonly tag: string;
  readonly isKnown: boolean;
}

export interface Morphology {
  /** What a word may be, the likeliest first; at most six readings. */
  parses(word: string): readonly Parse[];
  lemma(word: string): string;
  /** The word with other grammemes, such as `gent` or `nomn`; as it is where it cannot be. */
  inflect(word: string, grammemes: readonly string[], wanted?: RegExp): string;
  /** A person's name in the genitive: «Касым-Жомарта Токаева». */
  genitive(name: string): string;
}

const MOST = 6;

/**
 * Loads the dictionary: 0.3 s and 58 MB.
 * @throws Error where az is not installed, as without the development dependencies
 */
export async function loadMorphology(): Promise<Morphology> {
  const { default: az } = await import("az").catch(() => {
    throw new Error('drafting from Russian needs the package az; run "npm ci" (development dependencies included)');
  });
  const { incline } = await import("lvovich");
  const folder = fileURLToPath(new URL("../dicts", import.meta.resolve("az")));
  await new Promise<void>((resolve, reject) => {
    az.Morph.init(folder, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
  const known = new Map<string, readonly Parse[]>();
  const parses = (word: string): readonly Parse[] => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const read = az
      .Morph(word)
      .slice(0, MOST)
      .map((one) => ({
        lemma: one.normalize(true).toString(),
        tag: one.tag.toString(),
        isKnown: !/Predict|Suffix|Prefix/i.test(one.parser ?? ""),
      }));
    known.set(word, read);
    return read;
  };
  return {
    parses,
    lemma: (word) => parses(word)[0]?.lemma ?? word.toLowerCase(),
    inflect(word, grammemes, wanted = /./) {
      const read = az.Morph(word).find((one) => wanted.test(one.tag.toString()));
      const made = read?.inflect(grammemes)?.toString();
      return made === undefined ? word : asWritten(word, made);
    },
    genitive(name) {
      const [given = "", ...rest] = name.split(" ");
      const last = rest.length === 0 ? given : rest.join(" ");
      // Of «Касым-Жомарт» the last part is declined.
      const at = rest.length === 0 ? -1 : given.lastIndexOf("-");
      const first = rest.length === 0 ? "" : given.slice(at + 1);
      // Which gender a name has is told by its form; of unknown ones most are those of men.
      const told = incline({ first, last }, "genitive");
      const made = told.gender === "female" ? told : incline({ first, last, gender: "male" }, "genitive");
      return [given.slice(0, rest.length === 0 ? 0 : at + 1) + (made.first ?? ""), made.last].filter(Boolean).join(" ");
    },
  };
}

/** A form in the capitals of the word: part by part, as in «Касым-Жомарт». */
function asWritten(word: string, made: string): string {
  const parts = word.split("-");
  return made
    .split("-")
    .map((part, at) => (/^\p{Lu}/u.test(parts[at] ?? "") ? part.charAt(0).toUpperCase() + part.slice(1) : part))
    .join("-");
}
