// XML of the State Department's lists: files to rows, each field with its words and where they stand.
//
// The files are read with @rgrove/parse-xml, which gives the place of every element and knows no entities of a document
// type, so none can be expanded.
//
// A file may have 8 MiB, and 30,000 tags and as many attributes, twice what the largest real file has. Both are counted
// before the file is parsed: eight megabytes of empty elements made a tree of 1.4 GB. A row may have 64 Ki characters,
// where the longest real one has a thousand: the JSON of a row of 7 MiB, made to count the version and again to be
// stored, needed 107 MiB. With the limits no broken or hostile file needs 64 MiB more than a sound small one;
// `tests/commands/memory.test.ts` measures that, with Node's options of `npm run import`: without them the six largest real
// lists, 1.2 MB, need 311 MB instead of 233, of which V8's heap has 31 in use after a full collection. A file whose rows are
// sound and all as long as may be is read in about 85 MiB more (120 rows of 60 KiB of short words), most of it for their
// terms.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { parseXml, type XmlDocument, XmlElement, XmlError, type XmlNode, XmlText } from "@rgrove/parse-xml";
import { slugOf } from "../../model/ids.ts";
import { InputFault, type ListFile, type Refused } from "../../model/import-row.ts";
import { listInputs } from "../input/arguments.ts";
import { type Place, placesIn } from "../input/line-index.ts";
import { decode, NotText } from "../input/utf8.ts";

/** The text of one element inside a row. */
export interface Field {
  /** Whitespace folded, entities resolved. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly place: Place;
  /** Its words as the file has them, line breaks kept, and their code points in the file; null where it is empty. */
  readonly span: { readonly exact: string; readonly start: number; readonly end: number } | null;
}

/** One element below the root: a visit, a trip, or something that does not belong. */
export interface Row {
  readonly name: string;
  readonly place: Place;
  readonly attributes: Readonly<Record<string, string>>;
  readonly fields: ReadonlyMap<string, readonly Field[]>;
}

export interface StateFile {
  /** As a user would type it; `-` for the standard input. */
  readonly file: string;
  readonly text: { readonly sha256: string; readonly length: number };
  readonly rows: readonly Row[];
}

/** The real files have up to half a megabyte each. */
export const SIZE_LIMIT = 8 * 1024 * 1024;
/** Tags, and attributes, that a file may have: the real ones have up to 15,000. */
export const MARKS_LIMIT = 30_000;
/** UTF-16 units of a row: the real ones have up to a thousand. */
export const ROW_LIMIT = 64 * 1024;

/**
 * Reads the files one by one: a folder means its `.xml` files in the order of their names, `-` the standard input. Of
 * several files one that is too large, no UTF-8, no well-formed XML, has a document type or another root is refused.
 * @param root the name of the root element
 * @throws InputFault when one is missing, or the only one is refused
 */
export async function* readListFiles(
  inputs: readonly string[],
  root: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<ListFile | Refused> {
  const list = await listInputs(inputs, ["xml"]);
  for (const { path, name } of list) {
    try {
      const file = {
        name: nameOf(path === "-" ? "stdin" : name),
        path,
        text: textOf(path, await bytesOf(path, onRead)),
      };
      parsed(file, root);
      yield file;
    } catch (error) {
      if (!(error instanceof InputFault) || list.length === 1) throw error;
      yield { kind: "refused", message: error.message };
    }
  }
}

/** By what a later version of a file is known. */
function nameOf(name: string): string {
  const stem = name.replace(/\.xml$/i, "");
  const slug = slugOf(stem).slice(0, 64);
  if (/^[\x20-\x7e]*$/.test(stem) && slug !== "") return slug;
  // What an id cannot spell is told apart by a piece of its hash.
  const hash = createHash("sha256").update(stem).digest("hex").slice(0, 8);
  return slug === "" ? hash : `${slug}-${hash}`;
}

const PARSED = new WeakMap<ListFile, StateFile>();

/** The rows of a file, read once. */
export function parsed(file: ListFile, root: string): StateFile {
  const there = PARSED.get(file);
  if (there !== undefined) return there;
  const made = parsedText(file.path, file.text, root);
  PARSED.set(file, made);
  return made;
}

const tooLarge = (file: string) =>
  new InputFault(file, null, null, `is larger than ${SIZE_LIMIT / 1024 / 1024} MiB, the most that is read`);

/** The bytes of a file, counted as they come: what is no regular file does not tell its size. */
async function bytesOf(file: string, onRead: (bytes: number) => void): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > SIZE_LIMIT) throw tooLarge(file);
      onRead(chunk.length);
    }
  } catch (error) {
    if (error instanceof InputFault) throw error;
    throw new InputFault(file, null, null, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return Buffer.concat(chunks);
}

/** Reads one file that is in memory already. */
export function parseStateFile(file: string, bytes: Uint8Array, root: string): StateFile {
  return parsedText(file, textOf(file, bytes), root);
}

function parsedText(file: string, text: string, root: string): StateFile {
  const place = placesIn(text);
  const fault = (offset: number, reason: string): never => {
    const { line, column } = place(offset);
    throw new InputFault(file, line, column, reason);
  };
  checkProlog(text, root, fault);
  checkMarks(text, fault);
  const deep = firstDeep(text);
  if (deep !== null) fault(deep, `elements are nested too deeply: more than ${DEPTH_LIMIT} levels`);
  const tree = parse(text, fault);
  const top = tree.root;
  if (top === null || top.name !== root)
    return fault(top?.start ?? 0, `the root element is not <${root}>${seemsOf(top)}`);
  const stray = top.children.find((child) => child instanceof XmlText && child.text.trim() !== "");
  // The first character that is not space; a beginning of CDATA counts as such.
  if (stray !== undefined)
    fault(text.slice(stray.start).search(/\S/) + stray.start, "there is text between the records");
  const long = elements(top).find(({ start, end }) => end - start > ROW_LIMIT);
  if (long !== undefined)
    fault(long.start, `<${long.name}> is longer than ${ROW_LIMIT} characters, the most that is read`);
  // A text encodes to the bytes that it was read from.
  const sha256 = createHash("sha256").update(text).digest("hex");
  const rows = elements(top).map((element) => rowOf(element, text, place));
  return { file, text: { sha256, length: place(text.length).point }, rows };
}

/** What another root seems to be. */
function seemsOf(top: XmlElement | null): string {
  const others: Readonly<Record<string, string>> = { visits: "us-visits", trips: "us-travels" };
  const importer = top !== null && Object.hasOwn(others, top.name) ? others[top.name] : undefined;
  return top === null ? "" : ` but <${top.name}>${importer === undefined ? "" : `; import it with ${importer}`}`;
}

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof NotText)) throw error;
    const { line, column } = placesIn(error.before)(error.before.length);
    throw new InputFault(file, line, column, error.message);
  }
}

type Refuse = (offset: number, reason: string) => never;

/** What can be told better before parsing; a document type is refused as such, so that no entity is ever expanded. */
function checkProlog(text: string, root: string, fault: Refuse): void {
  const skipped = /\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->/y;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const declared = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(at, at + 256));
  for (;;) {
    skipped.lastIndex = at;
    if (!skipped.test(text)) break;
    at = skipped.lastIndex;
  }
  if (at === text.length) fault(at, `is empty; <${root}> was expected`);
  const next = text.slice(at, at + 32);
  if (/^<(?:!doctype\s+)?html\b/i.test(next)) fault(at, `is a web page; <${root}> was expected`);
  if (/^<!doctype/i.test(next)) fault(at, "has a document type declaration, which is not read");
  if (!next.startsWith("<")) {
    const table = /^[^\n]*\t[^\n]*\t/.test(text.slice(at, at + 4096)) ? "; it seems to be a table" : "";
    fault(at, `is no XML; <${root}> was expected${table}`);
  }
  const encoding = declared?.[1] ?? "utf-8";
  if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) fault(0, `declares the encoding ${encoding}; only UTF-8 is read`);
}

/** The tree of a text may be a hundred times as large as it: what would be its parts are counted before. */
function checkMarks(text: string, fault: Refuse): void {
  for (const [mark, what] of [
    ["<", "tags"],
    ["=", "attributes"],
  ] as const) {
    let count = 0;
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      if (++count > MARKS_LIMIT) fault(at, `has more than ${MARKS_LIMIT} ${what}, the most that are read`);
    }
  }
}

const DEPTH_LIMIT = 100;

function parse(text: string, fault: Refuse): XmlDocument {
  try {
    return parseXml(text, { includeOffsets: true });
  } catch (error) {
    if (error instanceof XmlError)
      return fault(error.pos, error.message.replace(/ \(line \d+, column \d+\)[\s\S]*/, ""));
    throw error;
  }
}

/** Where elements are nested too deeply: the parser, and whoever reads its tree, calls itself for each level. */
function firstDeep(text: string): number | null {
  let depth = 0;
  for (const tag of text.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)[^\s<>/!?](?:[^<>"']|"[^"]*"|'[^']*')*>/g,
  )) {
    if (tag[0].startsWith("<!") || tag[0].endsWith("/>")) continue;
    depth += tag[1] === "/" ? -1 : 1;
    if (depth > DEPTH_LIMIT) return tag.index;
  }
  return null;
}

const elements = (node: XmlElement | XmlDocument) =>
  (node.children as readonly XmlNode[]).filter((child) => child instanceof XmlElement);

const fold = (text: string) => text.replace(/\s+/g, " ").trim();

function rowOf(element: XmlElement, text: string, place: (offset: number) => Place): Row {
  const fields = elements(element).map((child) => [child.name, fieldOf(child, text, place)] as const);
  const byName = Map.groupBy(fields, ([name]) => name);
  return {
    name: element.name,
    place: place(element.start),
    attributes: element.attributes,
    fields: new Map([...byName].map(([name, list]) => [name, list.map(([, field]) => field)])),
  };
}

function fieldOf(element: XmlElement, text: string, place: (offset: number) => Place): Field {
  const [first, last] = [element.children.at(0), element.children.at(-1)];
  const inner = first === undefined || last === undefined ? "" : text.slice(first.start, last.end);
  const exact = inner.trim();
  const start = (first?.start ?? 0) + inner.length - inner.trimStart().length;
  const span = exact === "" ? null : { exact, start: place(start).point, end: place(start + exact.length).point };
  return { text: fold(element.text), attributes: element.attributes, place: place(element.start), span };
}
