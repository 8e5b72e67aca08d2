// Types of the snowball-stemmers package, as far as it is used here; it ships none.
declare module "snowball-stemmers" {
  interface Stemmer {
    stem(word: string): string;
  }
  const factory: { newStemmer(language: "russian" | "english"): Stemmer };
  export default factory;
}
