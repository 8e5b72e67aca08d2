// Offices: the words before or behind a name that say what somebody is, and what they are in the other language.

/** Heads of an office, in the dictionary form of Russian, with the English words. */
const TITLES: readonly (readonly [russian: string, english: string])[] = [
  ["президент", "President"],
  ["вице-президент", "Vice President"],
  ["премьер-министр", "Prime Minister"],
  ["премьер", "Premier"],
  ["председатель", "Chairman"],
  ["лидер", "leader"],
  ["канцлер", "Chancellor"],
  ["король", "King"],
  ["эмир", "Emir"],
  ["император", "Emperor"],
  ["госсекретарь", "Secretary of State"],
  ["генсек", "Secretary-General"],
  ["глава", "head"],
  ["министр", "Minister"],
  ["замминистра", "Deputy Minister"],
  ["посол", "Ambassador"],
  ["спикер", "Speaker"],
  ["секретарь", "Secretary"],
  ["советник", "adviser"],
  ["помощник", "aide"],
  ["пресс-секретарь", "press secretary"],
  ["представитель", "representative"],
  ["губернатор", "Governor"],
  ["мэр", "Mayor"],
];
const ENGLISH = new Map(TITLES);

export const isRussianOffice = (lemma: string) => ENGLISH.has(lemma);

/** Whose bearers act for a state by themselves. */
export const HEADS =
  /^(?:President|Prime Minister|Premier|Chairman|leader|Chancellor|King|Emir|Emperor|Head of State|Secretary of State|Foreign Minister|президент|премьер|председатель|лидер|канцлер|король|эмир|глава|министр)/iu;

/** Further words of Russian offices whose English is known. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^министр иностранных дел$/iu, "Minister of Foreign Affairs"],
  [/^министр обороны$/iu, "Minister of Defence"],
  [/^глава государства$/iu, "Head of State"],
  [/^глава правительства$/iu, "Head of Government"],
  [/^глава мид$/iu, "Foreign Minister"],
  [/^генеральный секретарь$/iu, "Secretary-General"],
];

/**
 * The English words of a Russian office; null where they are not known.
 * @param title without the state, in the nominative
 * @param state the English name of the state whose office it is
 */
export function inEnglish(title: string, state: string | null): string | null {
  const found = ENGLISH.get(title.toLowerCase()) ?? PHRASES.find(([phrase]) => phrase.test(title))?.[1] ?? null;
  if (found === null) return null;
  return state === null ? found : `${found} of ${state}`;
}

/** An English office before a name. */
export const ENGLISH_OFFICE =
  "(?:First\\s+|Deputy\\s+|Acting\\s+)*(?:Vice\\s+President|President|Prime\\s+Minister|Premier|Chancellor|Chairman|Chairwoman|Secretary\\s+of\\s+(?:State|Defen[cs]e)|Secretary|(?:Foreign|Defen[cs]e|Finance|Energy|Transport)\\s+Minister|Minister\\s+of\\s+(?:National\\s+|Foreign\\s+)?\\p{Lu}\\p{L}+(?:\\s+and\\s+\\p{Lu}\\p{L}+)?|Secretary[- ]General|General\\s+Secretary|Ambassador|King|Emperor|Emir|Crown\\s+Prince|Governor|Speaker|leader)";
