// Romanization: how English texts write a Russian name (BGN/PCGN) or a Chinese one that Russian texts have (Palladius).

const RUSSIAN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh " +
    "щ=shch ъ= ы=y ь= э=e ю=yu я=ya"
  )
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

/** A folded Russian word in Latin letters (BGN/PCGN 1947, without its apostrophes). */
export function romanized(word: string): string {
  return word.replace(/^е|(?<=[аеиоуыэюяйъь])е/gu, "ye").replace(/[а-я]/gu, (letter) => RUSSIAN[letter] ?? letter);
}

const pairs = (text: string) => text.split(" ").map((pair) => pair.split("=") as [string, string]);
/** Beginnings of Chinese syllables by Palladius; before и, ю, я they are others in pinyin. */
const INITIALS = new Map(pairs("б=b п=p м=m ф=f д=d т=t н=n л=l г=g к=k х=h чж=zh ч=ch ш=sh ж=r цз=z ц=c с=s в=w"));
const SOFT = new Map(pairs("цз=j ц=q с=x"));
const FINALS = new Map(
  pairs(
    "а=a ай=ai ань=an ан=ang ао=ao э=e эй=ei энь=en эн=eng эр=er о=o оу=ou у=u уа=ua уай=uai уань=uan уан=uang уй=ui " +
      "унь=un ун=ong и=i я=ia яо=iao е=ie ю=iu янь=ian ян=iang инь=in ин=ing юн=iong юй=u юэ=ue юань=uan юнь=un",
  ),
);
const SYLLABLE = new RegExp(
  `(${[...INITIALS.keys()].sort((a, b) => b.length - a.length).join("|")})?(${[...FINALS.keys()].sort((a, b) => b.length - a.length).join("|")})`,
  "uy",
);

/** A folded Russian word as the pinyin that it writes, without tones; null where it is no row of such syllables. */
export function pinyin(word: string): string | null {
  let made = "";
  SYLLABLE.lastIndex = 0;
  while (SYLLABLE.lastIndex < word.length) {
    const [, initial = "", final = ""] = SYLLABLE.exec(word) ?? [];
    if (final === "") return null;
    const soft = /^[ию]|^[ея]/u.test(final) ? SOFT.get(initial) : undefined;
    const latin = FINALS.get(final) ?? "";
    const alone =
      initial === ""
        ? latin
            .replace(/^i(?=[aeou])/, "y")
            .replace(/^i/, "yi")
            .replace(/^u(?=[aeio])/, "w")
        : latin;
    made += `${soft ?? INITIALS.get(initial) ?? ""}${alone}`;
  }
  return made;
}

/** A folded Latin word without what romanizations of one name differ in: Tokayev and Tokaev, Zelenskiy and Zelenskyy. */
export function latinKey(word: string): string {
  return word.replace(/(?<=[aeiou])y(?=e)/g, "").replace(/(?:iy|yy|ii)$/, "y");
}
