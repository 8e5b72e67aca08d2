// Telling a language: whether a text is English or Russian, by its letters and commonest words.

const COMMON = {
  en: /(?<!\p{L})(?:the|of|and|to|in|that|for|is|with)(?!\p{L})/giu,
  ru: /(?<!\p{L})(?:и|в|на|с|по|что|для|из|к|о|от)(?!\p{L})/giu,
};
/** Cyrillic letters that Russian does not have: Kazakh, Ukrainian, Belarusian, Serbian and others. */
const FOREIGN = /[әғқңөұүһіїєґўјљњћђџѓќ]/giu;
/** Least share of the commonest words among all words. */
const LEAST = { en: 0.06, ru: 0.05 };

/** The language of a text; null where it is neither, or too short to tell. */
export function languageOf(text: string): "en" | "ru" | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const language = cyrillic > letters * 0.5 ? "ru" : latin > letters * 0.7 ? "en" : null;
  if (language === null || words < 5) return null;
  if (language === "ru" && (text.match(FOREIGN)?.length ?? 0) > cyrillic * 0.01) return null;
  const share = (text.match(COMMON[language])?.length ?? 0) / words;
  return share >= LEAST[language] ? language : null;
}
