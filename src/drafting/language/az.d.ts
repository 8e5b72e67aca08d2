// Types of the az package, as far as it is used here; it ships none.
declare module "az" {
  interface Parse {
    readonly tag: { toString(): string };
    normalize(keepPartOfSpeech: boolean): Parse;
    inflect(grammemes: readonly string[]): Parse | null;
    toString(): string;
    readonly parser?: string;
  }
  interface Morph {
    (word: string): readonly Parse[];
    init(folder: string, done: (error: Error | null) => void): void;
  }
  const az: { readonly Morph: Morph };
  export default az;
}
