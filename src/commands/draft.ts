// draft: proposes the records of a text, as a sheet in which every line is undecided; or scores a draft.
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { loadSettings } from "../config.ts";
import { redrafted } from "../desk/again.ts";
import { EditFault } from "../desk/places.ts";
import { loadMorphology } from "../drafting/language/morphology.ts";
import { languageOf } from "../drafting/language/tell.ts";
import { type Known, type Register, registerOf } from "../drafting/names/register.ts";
import { draftOf } from "../drafting/propose/draft.ts";
import type { Draft } from "../drafting/propose/proposal.ts";
import { publisherId, type Told } from "../drafting/propose/sources.ts";
import { writeDraft } from "../drafting/propose/write.ts";
import { readText } from "../drafting/read.ts";
import { compared, tableOf } from "../drafting/score/compare.ts";
import { type Comparable, comparableIn } from "../drafting/score/records.ts";
import { NOT_LOOKED_UP } from "../intake/checks/follow-ups.ts";
import { readHoldings } from "../intake/curated/read.ts";
import { replaceFile } from "../intake/input/directory.ts";
import type { Fault } from "../intake/input/faults.ts";
import { decode } from "../intake/input/utf8.ts";
import { expand } from "../intake/sheet/expand.ts";
import { UNPLACED } from "../intake/sheet/offsets.ts";
import { readSheet, UNDECIDED } from "../intake/sheet/read.ts";
import { dateFault } from "../model/dates.ts";
import { type Command, UsageError } from "./command.ts";
import { asked, endpointOf } from "./draft-model.ts";

/** Largest text, in bytes: an article has 20 kB at most, a press conference 200. */
const LARGEST = 512 * 1024;

export const drafting: Command = {
  name: "draft",
  summary: "proposes the records of a text as a sheet in which nothing is decided",
  usage:
    "draft <text file> [--language ru --published 2019-04-26 --publisher <id or name> --url <address> --output <sheet>]",
  options: {
    score: { type: "boolean" },
    language: { type: "string" },
    published: { type: "string" },
    publisher: { type: "string" },
    url: { type: "string" },
    output: { type: "string" },
    again: { type: "string" },
    licence: { type: "string" },
    model: { type: "string" },
    "model-name": { type: "string" },
    "model-timeout": { type: "string" },
    "send-text": { type: "boolean" },
  },
  help: [
    ["<text file>", "the text in UTF-8"],
    ["--language <tag>", "en or ru; told by the letters where it is absent"],
    ["--published <day>", "from which relative dates count, as 2019-04-26; else the first day that the text states"],
    ["--publisher <id or name>", "who published it, by the register's id or by name"],
    ["--url <address>", "where it was published"],
    ["--score", "compares a draft with an accepted sheet or bundle: `--score <draft> <accepted>`"],
    ["--output <sheet>", "a new file for the draft; else it is printed"],
    [
      "--again <sheet>",
      "drafts into a sheet that is there: what is decided or rejected stays, and what its source says need not be told",
    ],
    [
      "--model <url>",
      "also asks a model of your own, of an OpenAI-compatible address; the text is sent there. MODEL_KEY is its key",
    ],
    ["--model-name <name>", "the model's name for that address; `default` where absent"],
    ["--model-timeout <seconds>", "how long each of at most three requests may take, 1 to 600; 60 where absent"],
    ["--licence <name>", "the licence of the text; without one its rights count as reserved"],
    ["--send-text", "sends a text whose rights are reserved to the model all the same"],
  ],
  positionals: true,
  async run({ values, positionals }) {
    if (values.score === true) return score(positionals);
    const [path, ...more] = positionals;
    if (path === undefined) throw new UsageError("which text? give the path of a text file");
    if (more.length > 0) throw new UsageError(`one text file is enough, but there is also: ${more.join(" ")}`);
    const old = typeof values.again === "string" ? await readSheetFile(values.again) : null;
    if (old !== null && typeof values.output === "string") throw new UsageError("--output or --again, not both");
    const told = toldBy({ ...toldIn(old), ...values });
    const endpoint = endpointOf(values, process.env.MODEL_KEY);
    const text = await readArticle(path);
    const language = chosen(text, path, values.language);
    refuseRuns(text, path);
    const register = await knownTo(loadSettings(process.env).DATA_DIR, values.again);
    const home =
      told.publisher === null ? null : (register.known.get(publisherId({ register }, told.publisher))?.country ?? null);
    const morphology = language === "ru" ? await loadMorphology() : null;
    const reading = readText(text, { language, morphology, register, published: told.published, home });
    const byRules = draftOf(reading, told);
    const draft = endpoint === null ? byRules : await asked(endpoint, reading, byRules);
    if (draft.records.every(({ collection }) => collection === "sources")) {
      console.error(
        `${path} names no person, state or place that the rules know, and tells no event and no figure: there is nothing to draft`,
      );
      return 1;
    }
    if (reading.day === null)
      console.error("no day is stated and none was given (--published): relative dates stay open");
    const today = new Date().toISOString().slice(0, 10);
    const sheet = writeDraft(draft, text, today, [
      "A draft by rules: every line whose key ends in ? is undecided.",
      "Accept a line by deleting its ?, reject it by deleting the line.",
    ]);
    if (old !== null && typeof values.again === "string") {
      const text = drafted(values.again, old, sheet);
      await replaceFile(values.again, text);
      const { length } = text.match(/^ *[^\s#][^:]*\?:/gm) ?? [];
      console.log(`${values.again}: ${length ?? 0} undecided beside what is decided`);
    } else if (typeof values.output !== "string") console.log(sheet.trimEnd());
    else {
      await writeNew(values.output, sheet);
      console.log(`${values.output}: ${countsOf(draft)}, all undecided`);
    }
    return 0;
  },
};

/** The people and places of a data directory, without those that the sheet itself has, which a draft proposes anew. */
async function knownTo(directory: string, again: unknown): Promise<Register> {
  const { corpus, faults, told } = await readHoldings(directory);
  // Drafts of other articles are no faults of the register.
  const isDraft = ({ message }: Fault) => message.startsWith(NOT_LOOKED_UP) || message.includes(UNDECIDED);
  for (const fault of told(faults)
    .filter((one) => !isDraft(one))
    .slice(0, 3))
    console.error(`the register may lack names: ${fault.file}: ${fault.message}`);
  const own = typeof again === "string" ? `articles/${basename(again)}` : null;
  const others = corpus.entries.filter(({ file }) => own === null || !file.endsWith(own));
  const of = (collection: "participants" | "venues") =>
    others.filter((entry) => entry.collection === collection).map(({ record }) => record as unknown as Known);
  return registerOf(of("participants"), of("venues"), corpus.reference);
}

/** `12 events, 4 quotes`: how many records of each collection a draft has. */
function countsOf({ records }: Draft): string {
  const lists = [...Map.groupBy(records, ({ collection }) => collection)];
  return lists
    .map(([collection, { length }]) => `${length} ${length === 1 ? collection.replace(/s$/, "") : collection}`)
    .join(", ");
}

async function score([draft, accepted, ...more]: readonly string[]): Promise<number> {
  if (draft === undefined || accepted === undefined || more.length > 0)
    throw new UsageError("--score takes two files: a draft, and the sheet or bundle that was accepted");
  const read = async (path: string): Promise<Comparable[]> => {
    try {
      return comparableIn(bundleIn(decode(await readFile(path))));
    } catch (error) {
      throw new UsageError(`cannot compare ${path}: ${(error as Error).message}`);
    }
  };
  console.log(tableOf(compared(await read(draft), await read(accepted))));
  return 0;
}

/**
 * The records of a bundle or of a sheet, decided or not.
 * @throws Error where the text is neither
 */
function bundleIn(text: string): unknown {
  if (text.trimStart().startsWith("{")) return JSON.parse(text);
  const { bundle, troubles } = expand(readSheet(text), UNPLACED);
  // What cannot be read of a draft is not in it; a file without any record is no sheet.
  const isEmpty = Object.values(bundle).every((records) => Array.isArray(records) && records.length === 0);
  const [trouble] = troubles.filter(({ message }) => message !== UNDECIDED);
  if (isEmpty)
    throw new Error(trouble === undefined ? "it has no records" : `line ${trouble.place.line}: ${trouble.message}`);
  return bundle;
}

async function readSheetFile(path: string): Promise<string> {
  try {
    return decode(await readFile(path));
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

/** @throws UsageError where the sheet that is there cannot be read line by line: then it stays as it is */
function drafted(path: string, old: string, sheet: string): string {
  try {
    return redrafted(old, sheet);
  } catch (error) {
    if (error instanceof EditFault) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** What a sheet's first source says that the command would be told. */
function toldIn(sheet: string | null): Record<string, string> {
  if (sheet === null) return {};
  const { bundle } = expand(readSheet(sheet), UNPLACED);
  const [source = {}] = bundle.sources as readonly Record<string, unknown>[];
  // A publisher whom the sheet itself proposes has its name there.
  const people = bundle.participants as readonly { id: string; names?: Record<string, string> }[];
  const [name] = Object.values(people.find(({ id }) => id === source.publisher)?.names ?? {});
  const told: Record<string, unknown> = { ...source, publisher: name ?? source.publisher };
  const said = ["published", "publisher", "url", "licence"].map((key) => [key, told[key]] as const);
  return Object.fromEntries(said.filter((one): one is [string, string] => typeof one[1] === "string"));
}

function toldBy(values: Record<string, unknown>): Told {
  const { published, publisher, url, licence } = values;
  if (typeof published === "string" && (!/^\d{4}-\d\d-\d\d$/.test(published) || dateFault(published) !== null)) {
    throw new UsageError(`--published "${published}" is not a day; write it as 2019-04-26`);
  }
  if (typeof url === "string" && !/^https?:\/\//.test(url))
    throw new UsageError(`--url "${url}" is not an http or https address`);
  const given = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  return { published: given(published), publisher: given(publisher), url: given(url), licence: given(licence) };
}

function chosen(text: string, path: string, wanted: unknown): "en" | "ru" {
  const told = languageOf(text);
  if (wanted === undefined) {
    if (told !== null) return told;
    throw new UsageError(
      `${path} seems to be neither English nor Russian, the languages of the rules; if it is one of them, give --language en or --language ru`,
    );
  }
  if (wanted !== "en" && wanted !== "ru")
    throw new UsageError(`--language "${String(wanted)}" is not a language of the rules, which are en and ru`);
  if (told !== null && told !== wanted)
    throw new UsageError(
      `--language ${wanted} was given, but ${path} seems to be ${told === "en" ? "English" : "Russian"}`,
    );
  return wanted;
}

async function readArticle(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
  if (bytes.length > LARGEST)
    throw new UsageError(
      `${path} has ${bytes.length} bytes, and a text to draft from has at most ${LARGEST}: give one article at a time`,
    );
  let text: string;
  try {
    text = decode(bytes);
  } catch (error) {
    throw new UsageError(`${path} ${(error as Error).message}`);
  }
  if (text.trim() === "") throw new UsageError(`${path} is empty: there is nothing to draft`);
  if (text.includes("\0"))
    throw new UsageError(`${path} has a NUL character at ${text.indexOf("\0")}: it is not plain text`);
  return text;
}

/** Hundreds of characters without a space, or of spaces alone, are in no article, and the rules take long over them. */
function refuseRuns(text: string, path: string): void {
  const [run] = /\S{400,}|\s{400,}/u.exec(text) ?? [];
  if (run === undefined) return;
  const what = run.trim() === "" ? "of white space" : "without a space";
  throw new UsageError(`${path} has ${run.length} characters ${what} in a row: it is not the text of an article`);
}

/** Writes a file that is not there yet: a sheet on which somebody worked is never overwritten. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(text).finally(() => file.close());
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === "EEXIST"
        ? `${path} is there already: a draft overwrites nothing; give another name`
        : `cannot write ${path}: ${message}`,
    );
  }
}
