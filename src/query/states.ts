// States: which words name which states, and which state is meant by a word that names none.
import { type Reference, stateIndex, stateNames } from "../model/reference.ts";
import { nearest } from "../suggest.ts";
import { type KnownNames, knownNames } from "./search.ts";

/** What reading a parameter may need to know beside the table: which words name which states. */
export interface StateCodes {
  /** Codes and ids in upper case, and the ids of the states they stand for. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  /** Names of states of more than one word, where they are known. */
  readonly names?: KnownNames;
  /** Names of states as `keyOf` writes them, and the code or id that is written for each. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/** The code of Greece in publications of the European Union. */
const EL = ["el", "GR"] as const;

/** A fuzzy match of fewer letters would be another code. */
const FUZZY_LENGTH = 3;

const keyOf = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Every word for a state that the reference tables know. */
export function stateCodesOf(reference: Reference): StateCodes {
  const states = [...reference.historicStates, ...reference.countries];
  const named = states.flatMap((state) => {
    const others = Object.values(state.aliases).flat();
    const written = state.alpha2 ?? state.id;
    return [...Object.values(state.names), ...others].map((name) => [keyOf(name), written] as const);
  });
  return {
    states: stateIndex(reference),
    names: knownNames(stateNames(reference)),
    spellings: new Map([EL, ...named]),
  };
}

/** The words for states as people write them: codes in upper case, ids in lower. */
function stateWords({ states }: StateCodes): string[] {
  return [...states.keys()].map((key) => (key.length > 3 ? key.toLowerCase() : key));
}

/** `did you mean …?` for a word that is no code and no id, as the end of a sentence: by name, or by what is nearly one. */
export function stateMeant(word: string, codes: StateCodes): string {
  const { spellings = new Map<string, string>() } = codes;
  const key = keyOf(word);
  const near = key.length < FUZZY_LENGTH ? null : nearest(key, [...spellings.keys()]);
  const found = spellings.get(key) ?? (near === null ? null : spellings.get(near));
  const id = found ?? (key.length < FUZZY_LENGTH ? null : nearest(word, stateWords(codes)));
  return id === null ? "" : `; did you mean \`${id}\`?`;
}
