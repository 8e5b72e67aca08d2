// Person names: who is named in a text that joins offices and names, and the record of each person.
//
// People are linked by exact name and state, and by nothing else. «Roh Moo-Hyun» and «Roh Moo-hyun» stay two records,
// and a bare surname of one state is one record, whoever bore it: any guess beyond the letters would be made up. What a
// text does not part for certain ("King and Queen B") stays one entry with a warning.
//
// An id has the state first and the slug of the name behind it. A name that its slug does not give back exactly has six
// digits of its SHA-256 appended, so that no two names share an id, in whatever order files are read. No id of a state
// is the beginning of another's, so no two pairs of state and name make the same id.
import { createHash } from "node:crypto";
import type { Records } from "../../model/bundle.ts";
import { slugOf } from "../../model/ids.ts";

/** One person, or several who could not be told apart. */
export interface Named {
  readonly name: string;
  readonly office: string | null;
  /** Whether the name is one person's, by which visits may be linked. */
  readonly person: boolean;
  /** Whether the text was read without doubt. */
  readonly sure: boolean;
}

const ALONE = [
  "President of the Council of Ministers",
  "President of the Presidency",
  "President of the European (?:Commission|Council|Community)",
  "Chairman of the (?:Council of Ministers|Presidency|Presidium|Government)",
  "General Secretary",
  "First Secretary",
  "Secretary[ -]General",
  "Governor[ -]General",
  "Grand Duke",
  "Grand Duchess",
  "Crown Prince(?:ss)?",
  "Queen Mother",
  "Head of (?:State|Government)",
  "Chief of State",
  "Chief Executive",
  "Captain Regent",
  "Foreign Minister",
  "Foreign Secretary",
  "Minister of (?:State|Foreign Affairs)",
  "Prime Min(?:i)?ster",
  "President",
  "Premier",
  "Chancellor",
  "Chair(?:man|woman|person)",
  "King",
  "Queen",
  "Emperor",
  "Empress",
  "Pope",
  "Shah",
  "Sultan",
  "Amir",
  "Emir",
  "Prince(?:ss)?",
  "Regent",
  "Taoiseach",
];
const BEFORE = "(?:(?:Federal|Acting|Interim|Provisional|Transitional|Caretaker|Former|Vice|Deputy|First Deputy)[ -])?";
const AFTER = "(?:\\s*-\\s*(?:[Ee]lect|[Dd]esignate))?";
const OFFICE = `${BEFORE}(?:${ALONE.join("|")})${AFTER}`;
const COURTESY = "(?:Mrs?|Mme|Madame)\\.?(?=\\s)";
const BEGINS = new RegExp(`^${OFFICE}(?=[ -]|$)`);
const NEXT = new RegExp(
  `\\s*;\\s*|,?\\s+(?:and|&)\\s+(?=(?:${OFFICE}|${COURTESY})(?:\\s|$))|,\\s+(?=(?:${OFFICE})\\s)`,
);
/** Two offices that two people hold, never one. */
const CONSORT = /^(?:Queen|Princess|Empress|Grand Duchess|Crown Princess)\b/;
/** What is left in a name when it is more than one. */
const SEVERAL = /\s(?:and|&)\s|[;/]|,(?!\s*(?:(?:Jr|Sr)\.?|\d(?:st|nd|rd|th)|I{1,3}|IV|VI{0,3})$)/;

/** The people in a text such as `President A and Prime Minister B`; what cannot be split for certain stays together. */
export function namesIn(text: string): readonly Named[] {
  const pieces = text.split(NEXT).filter((piece) => piece !== "");
  const read: Named[] = [];
  let held = "";
  for (const piece of pieces) {
    const { office, name } = apart(piece);
    if (name === "" && held === "" && piece !== pieces.at(-1)) {
      held = piece;
      continue;
    }
    // `King and Queen B`: two people, of whom the first has no name.
    if (name === "" || (held !== "" && (office === null || CONSORT.test(office)))) return [whole(text)];
    const joined = held === "" ? office : `${tidy(held)} & ${office}`;
    if (SEVERAL.test(name)) read.push(whole(held === "" ? piece : `${held} & ${piece}`));
    else read.push({ name, office: joined, person: !new RegExp(`^${COURTESY}`).test(name), sure: true });
    held = "";
  }
  return read;
}

const whole = (name: string): Named => ({ name, office: null, person: false, sure: false });

function apart(text: string): { office: string | null; name: string } {
  const first = BEGINS.exec(text)?.[0];
  if (first === undefined) return { office: null, name: text };
  const second = text.startsWith("-", first.length) ? BEGINS.exec(text.slice(first.length + 1))?.[0] : undefined;
  const office = second === undefined ? first : `${first}-${second}`;
  if (!/^(?:\s|$)/.test(text.slice(office.length))) return { office: null, name: text };
  return { office: tidy(office), name: text.slice(office.length).trim() };
}

/** One spelling for an office whose hyphen or letter the file has wrong; the evidence keeps the file's. */
function tidy(office: string): string {
  return office
    .replace(/\s*-\s*(elect|designate)$/i, (_, word: string) => `-${word.toLowerCase()}`)
    .replace("Minster", "Minister");
}

const SLUG_LIMIT = 64;

/**
 * The part of an id that stands for a person of exactly this name. A name that its slug does not give back has a
 * piece of its hash behind it, so that `Roh Moo-Hyun` and `Roh Moo-hyun` are two, whatever else is read.
 */
export function nameSlug(name: string): string {
  const slug = slugOf(name);
  const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}${word.length === 1 ? "." : ""}`;
  if (slug.length <= SLUG_LIMIT && slug.split("-").map(capital).join(" ") === name) return slug;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return [slug.slice(0, SLUG_LIMIT).replace(/-$/, ""), hash].filter((part) => part !== "").join("-");
}

type Participant = Records["participants"];

/** What a row says of a person. */
interface Mention {
  readonly name: string;
  readonly office: Participant["offices"][number] | null;
  /** Null for a state of which there is no record. */
  readonly state: string | null;
  /** The state in the id. */
  readonly stateSlug: string;
  readonly updated: string;
  /** Which row of which file says it. */
  readonly note: string;
}

/** The people of a dataset, linked by exact name and state only; a person's record has all offices named so far. */
export function peopleOf(dataset: string): (mention: Mention) => Participant {
  const known = new Map<string, Participant>();
  return ({ name, office, state, stateSlug, updated, note }) => {
    // The state first: no id of a state is the beginning of another's, so no two pairs have one id.
    const id = `${dataset}-person-${stateSlug}-${nameSlug(name)}`;
    const before = known.get(id);
    const offices = before?.offices ?? [];
    const isNew = office !== null && !offices.some((one) => one.title.en === office.title.en && one.of === office.of);
    const first = before?.provenance[0];
    const record: Participant = {
      id,
      dataset,
      kind: "person",
      names: { en: name },
      aliases: {},
      country: state,
      iso: null,
      offices: isNew ? [...offices, office] : offices,
      wikidata: null,
      updated: before !== undefined && before.updated > updated ? before.updated : updated,
      provenance: [
        first ?? {
          path: "",
          basis: "external",
          evidence: [],
          note: `${note}, which first names this person here; rows are linked by exact name and state only.`,
        },
      ],
    };
    known.set(id, record);
    return record;
  };
}
