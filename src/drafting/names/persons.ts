// Persons: who is named in a text, with the office that the text gives, known to the register or new.
import type { Morphology } from "../language/morphology.ts";
import type { Span } from "../language/sentences.ts";
import { overlap } from "../language/sentences.ts";
import { englishNames } from "./english-names.ts";
import type { Mention } from "./mentions.ts";
import type { Named, Person } from "./named.ts";
import { keyOf, type Register } from "./register.ts";
import { russianNames } from "./russian-names.ts";

/**
 * The persons of a text, in the order in which they are first named.
 * @param mentions what the register knows of the text
 */
export function personsOf(
  text: string,
  morphology: Morphology | null,
  register: Register,
  mentions: readonly Mention[],
  speakers: readonly Span[],
): readonly Person[] {
  const named =
    morphology === null
      ? englishNames(text, mentions, register, speakers)
      : russianNames(text, morphology, mentions, register);
  const known = mentions.filter(({ kind, isVenue }) => kind === "person" && !isVenue);
  const groups = new Map<string, { id: string | null; list: Named[] }>();
  for (const one of [
    ...named,
    ...known.filter((mention) => !named.some(({ span }) => overlap(span, mention))).map(bare(text)),
  ]) {
    const match = known.find((mention) => overlap(mention, one.span));
    const key = match?.id ?? surnameOf(one.name);
    const group = groups.get(key) ?? { id: match?.id ?? null, list: [] };
    group.list.push(one);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ id, list }) =>
      personOf(
        id,
        list.toSorted((a, b) => a.span.start - b.span.start),
        register,
        morphology === null ? "en" : "ru",
      ),
    )
    .filter(
      ({ isNew, office, places, name }) =>
        !isNew || office !== null || places.length > 1 || (morphology !== null && name.includes(" ")),
    )
    .toSorted((a, b) => (a.places[0]?.start ?? 0) - (b.places[0]?.start ?? 0));
}

const bare =
  (text: string) =>
  (span: Span): Named => ({ span, name: text.slice(span.start, span.end), office: null });

/** What names of one person have in common: the last word, without its case ending where it is Russian. */
export const surnameOf = (name: string) =>
  keyOf(
    name
      .replace(/,?\s+Jr\.?$/, "")
      .split(/[\s.]+/u)
      .filter((part) => part !== "")
      .at(-1) ?? name,
  );

/** The name with most words; of those one that was declined, since «Александра» may be a nominative or not. */
function fullest(list: readonly Named[]): string {
  const count = ({ name }: Named) => name.split(" ").length;
  const byUse = list.toSorted(
    (a, b) =>
      count(b) - count(a) ||
      Number(b.isDeclined ?? false) - Number(a.isDeclined ?? false) ||
      a.name.length - b.name.length,
  );
  return byUse[0]?.name ?? "";
}

function personOf(id: string | null, list: readonly Named[], register: Register, language: string): Person {
  const record = id === null ? undefined : register.known.get(id);
  const longest = fullest(list);
  const offices = list.flatMap(({ office }) => office ?? []);
  const office = offices.find(({ of }) => of !== null) ?? offices[0] ?? null;
  return {
    id: id ?? slugOf(longest),
    isNew: id === null,
    name: record?.names[language] ?? longest,
    country: record?.country ?? office?.of ?? null,
    office,
    places: list.map(({ span }) => span),
  };
}

/** BGN/PCGN without its apostrophes, as the addresses of records want it. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ә=a ғ=g қ=k ң=n ө=o ұ=u ү=u һ=h і=i"
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

/** Words as an id: lower case, Latin letters, hyphens. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/ий(?=[\s-]|$)/gu, "y")
    .replace(/[а-яёәғқңөұүһі]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ı/g, "i")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
