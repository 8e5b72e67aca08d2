// Kazakh: one key for a word in Cyrillic and in both Latin alphabets, and what is left of it without its case.

/** The letters of all three alphabets without what only one of them tells apart. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "а=a ә=a б=b в=v г=g ғ=g д=d е=e э=e ж=j з=z и=i й=i і=i ы=i к=k қ=q л=l м=m н=n ң=n о=o ө=o п=p р=r с=s т=t " +
    "у=u ұ=u ү=u ф=f х=h һ=h ц=ts ч=ch ш=s щ=s ю=iu я=ia ь= ъ= y=i"
  )
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

/**
 * The key of a folded word; a word of other letters keeps them. One Latin alphabet has ş for ш, the other sh; a
 * doubled i is what и before я is in one of them.
 */
export function bareKey(word: string): string {
  const key = [...word.replaceAll("sh", "s")].map((letter) => LETTERS[letter] ?? letter).join("");
  return key.replace(/ii+/g, "i");
}

/** Endings of the cases, and of the attributive locative, after a stem and after a possessive, as keys. */
const ENDINGS: readonly string[] = [
  ...["nin", "din", "tin", "ga", "ge", "qa", "ke", "na", "ne", "ni", "di", "ti", "da", "de", "ta", "te", "nda", "nde"],
  ...["dan", "den", "tan", "ten", "nan", "nen", "men", "ben", "pen", "dagi", "degi", "tagi", "tegi", "ndagi", "ndegi"],
];
/** The accusative after a possessive: Арабиясы, Арабиясын. */
const AFTER_POSSESSIVE = "n";
const LEAST = 3;

/** The keys that a folded word may stand for: as it is, and without the ending of a case. */
export function caseKeys(word: string): readonly string[] {
  // The alphabet of 2018 has ý for у, and y for ы; folded they are one.
  const keys = word.includes("y") ? [word, word.replaceAll("y", "u")] : [word];
  return [...new Set(keys.map(bareKey).flatMap(withoutEndings))];
}

function withoutEndings(key: string): string[] {
  const rests = ENDINGS.filter((ending) => key.endsWith(ending)).map((ending) => key.slice(0, -ending.length));
  if (key.endsWith(`i${AFTER_POSSESSIVE}`)) rests.push(key.slice(0, -1));
  return [key, ...rests.filter((rest) => rest.length >= LEAST)];
}

/** Whether a piece behind a hyphen is the ending of a case, as in АҚШ-тың. */
export function isEnding(piece: string): boolean {
  return ENDINGS.includes(bareKey(piece));
}

/** Whether a word has letters that Kazakh has and Russian has not. */
export function isKazakh(word: string): boolean {
  return /[әғқңөұүһі]/u.test(word);
}
