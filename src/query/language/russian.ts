// Russian: which nominatives a word may be a case of, and the stem that the cases of a noun or adjective share.

/** The cases of which names are read; the nominative is the word itself. */
export const CASES = ["genitive", "dative", "accusative", "instrumental", "prepositional"] as const;

/**
 * Declensions: the ending of the nominative, and those of the other cases in the order of {@link CASES}, `/` between
 * two of one case, `-` for none. They are those of names: no case is asked that names of states and people do not have.
 */
const DECLENSIONS: readonly (readonly [nominative: string, cases: readonly string[], before?: RegExp])[] = [
  ["ия", ["ии", "ии", "ию", "ией/иею", "ии"]],
  ["я", ["и", "е", "ю", "ей/ею", "е"], /[^и]$/],
  ["а", ["ы/и", "е", "у", "ой/ою/ей/ею", "е"]],
  ["ь", ["и", "и", "ь", "ью", "и"]],
  ["ь", ["я", "ю", "ь/я", "ем", "е"]],
  ["й", ["я", "ю", "й/я", "ем", "е/и"]],
  ["", ["а", "у", "а", "ом/ем", "е"], /[^аеиоуыэюяьй]$/],
  // Surnames in -ов and -ин, masculine and feminine.
  ["", ["а", "у", "а", "ым", "е"], /(?:[ое]в|[иы]н)$/],
  ["а", ["ой", "ой", "у", "ой", "ой"], /(?:[ое]в|[иы]н)$/],
  ["о", ["а", "у", "о", "ом", "е"]],
  ["ие", ["ия", "ию", "ие", "ием", "ии"]],
  // Plurals: Нидерланды, Филиппины, острова.
  ["ы", ["ов", "ам", "ы", "ами", "ах"]],
  ["ы", ["", "ам", "ы", "ами", "ах"], /^.{5,}[^аеиоуыэюяьй]$/],
  ["и", ["ов/ей", "ам/ям", "и", "ами/ями", "ах/ях"]],
  ["а", ["ов", "ам", "а", "ами", "ах"]],
  // Adjectives, as in Южная Корея and Соединённые Штаты.
  ["ая", ["ой", "ой", "ую", "ой/ою", "ой"]],
  ["яя", ["ей", "ей", "юю", "ей/ею", "ей"]],
  ["ый", ["ого", "ому", "ый/ого", "ым", "ом"]],
  ["ий", ["ого/его", "ому/ему", "ий/ого/его", "им", "ом/ем"]],
  ["ой", ["ого", "ому", "ой/ого", "ым/им", "ом"]],
  ["ое", ["ого", "ому", "ое", "ым/им", "ом"]],
  ["ые", ["ых", "ым", "ые", "ыми", "ых"]],
  ["ие", ["их", "им", "ие", "ими", "их"]],
];

/** Endings by case: what a word ends in, what its nominative would end in, what must stand before. */
const BACK = CASES.map((_, at) =>
  DECLENSIONS.flatMap(([nominative, cases, before = /./]) =>
    (cases[at] ?? "").split("/").map((ending) => ({ ending, nominative, before })),
  ),
);

const LEAST = 2;

/** The nominatives that a word may be the given case of; it need not be one. */
function inCase(word: string, at: number): string[] {
  return (BACK[at] ?? []).flatMap(({ ending, nominative, before }) => {
    if (!word.endsWith(ending)) return [];
    const rest = word.slice(0, word.length - ending.length);
    if (rest.length < LEAST || !before.test(rest)) return [];
    const one = `${rest}${nominative}`;
    // Египта: a vowel of the nominative that the other cases do not have.
    const fleeting = nominative === "" && ending !== "" ? /^(.*[^аеиоуыэюяьй])([кнптцр])$/u.exec(rest) : null;
    return fleeting === null ? [one] : [one, `${fleeting[1]}е${fleeting[2]}`, `${fleeting[1]}о${fleeting[2]}`];
  });
}

/** The nominatives that a folded Cyrillic word may stand for, one list for each of {@link CASES}. */
export function nominatives(word: string): readonly (readonly string[])[] {
  return CASES.map((_, at) => [...new Set(inCase(word, at))]);
}

/** Endings that are taken off a word of running text, longest first, with the letters that must remain. */
const ENDINGS: readonly (readonly [ending: string, rest: number])[] = [
  ...["иями", "ями", "ами", "иях", "иям", "ией", "ыми", "ими"].map((one) => [one, 3] as const),
  ...["ого", "его", "ому", "ему"].map((one) => [one, 3] as const),
  ...["ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ый", "ых", "их"].map((one) => [one, 4] as const),
  ...["ия", "ию", "ии", "ий", "ах", "ях", "ам", "ям", "ой", "ей", "ою", "ею", "ом", "ем", "ым", "им", "ью"].map(
    (one) => [one, 3] as const,
  ),
  ...["а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й"].map((one) => [one, 3] as const),
];

/**
 * What the cases of a noun or an adjective have in common; verbs keep their endings. One ending is taken off, then once
 * -ов or -ев, which the nominative of a surname has and the genitive plural of a noun.
 */
export function stem(word: string): string {
  const found = ENDINGS.find(([ending, rest]) => word.endsWith(ending) && word.length - ending.length >= rest);
  const bare = found === undefined ? word : word.slice(0, -found[0].length);
  return /.{4}[ое]в$/u.test(bare) ? bare.slice(0, -2) : bare;
}
