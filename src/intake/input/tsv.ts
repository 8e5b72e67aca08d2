// Tab-separated values: bytes cut into rows of fields, in blocks, with the place of whatever is no text.
//
// The tables of GDELT are large, so rows are not objects: one row is reused, fields are cut out of it when they are
// asked for, and files are read in blocks of 256 KiB.
//
// A fault costs what it spoils. A row with bytes that are no UTF-8 or with a control character of ASCII is broken, and
// the rows around it stay. A NUL byte, UTF-16, or a line longer than 1 MiB means that the file is no such table, and
// nothing of it is imported.
//
// C1 control characters (U+0080 to U+009F) are mended instead of refused: they are bytes of Windows-1252 that were read
// as Latin-1 before they came here (`Brežice`, `San‘a'`), and stand in about one GDELT row of 150.
import { isAscii, isUtf8 } from "node:buffer";
import { InputFault } from "../../model/import-row.ts";
import { type Part, Unreadable } from "./archives.ts";

/** A row, valid until the next one is read: field n is `text` from `starts[n]` to before `starts[n + 1] - 1`. */
export interface Row {
  text: string;
  readonly starts: Int32Array;
  /** How many fields; `starts` holds no more than `WIDEST` of them. */
  width: number;
  line: number;
}

/** Who takes what is read. */
export interface Reader {
  row(row: Row): void;
  /** A row that is no text. Column from 1, in code points. */
  broken(line: number, column: number, reason: string, detail: string): unknown;
}

const WIDEST = 80;
/** Rows are handed on in blocks of about this many bytes. */
const BLOCK = 256 * 1024;
const LONGEST = 1 << 20;
/** Bytes of a file that are looked at for what it is. */
const HEAD = 64 * 1024;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const DELETE = 127;

/** The text of one field. */
export function field({ text, starts }: Row, at: number): string {
  return text.slice(starts[at], (starts[at + 1] as number) - 1);
}

/** Where a field, or any place of a row, is: counted from 1 in code points. */
export function columnOf({ text, starts }: Row, place: number): number {
  return Array.from(text.slice(starts[0], place)).length + 1;
}

/** Bytes of Windows-1252 that were read as Latin-1 on their way into UTF-8, as in names of GDELT: `BreU+009Eice`. */
const C1 = /[\u0080-\u009f]/g;
const WINDOWS = new TextDecoder("windows-1252");

/** Gives such signs back what they were: ž, ‘, …; the five bytes that Windows-1252 leaves empty become U+FFFD. */
export function mended(text: string): string {
  if (text.search(C1) === -1) return text;
  return text.replace(C1, (sign) => WINDOWS.decode(Uint8Array.of(sign.charCodeAt(0))).replace(C1, "\ufffd"));
}

/**
 * Reads all rows of a part, a block at a time; between blocks it yields, so that rows taken can be handed on.
 * @param refusal says why a file that begins with these whole lines is none that is wanted; null where it is
 * @throws InputFault with the place when the part is no table at all or ends before its end
 */
export async function* readRows(
  { file, chunks }: Part,
  reader: Reader,
  refusal: (head: string) => string | null = () => null,
): AsyncGenerator<void> {
  const row: Row = { text: "", starts: new Int32Array(WIDEST + 2), width: 0, line: 0 };
  const fault = (column: number, reason: string) => new InputFault(file, row.line, column, reason);
  let empty = true;
  try {
    for await (const block of blocks(chunks)) {
      const wrong = empty ? refusal(block.subarray(0, HEAD).toString("latin1")) : null;
      if (wrong !== null) throw new InputFault(file, 1, 1, wrong);
      empty = false;
      if (isUtf8(block)) scan(isAscii(block) ? block.toString("latin1") : block.toString(), row, reader, fault);
      else {
        for (const line of linesOf(block)) {
          if (isUtf8(line)) scan(line.toString(), row, reader, fault);
          else {
            row.line += 1;
            const column = wrongColumn(line);
            reader.broken(row.line, column, "not UTF-8", "a field has bytes that are no UTF-8");
          }
        }
      }
      yield;
    }
  } catch (error) {
    throw error instanceof Unreadable ? new InputFault(file, row.line + 1, 1, error.message) : error;
  }
  if (empty) throw new InputFault(file, 1, 1, "this file is empty");
}

/** Whole lines; a last one that does not end is what is left of a file that was cut. */
async function* blocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  let first = true;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < BLOCK) continue;
    const all = marked(Buffer.concat(held), first);
    first = false;
    const cut = all.lastIndexOf(NEWLINE) + 1;
    if (all.length - cut > LONGEST) throw new Unreadable(`a line longer than ${LONGEST} bytes`);
    if (cut > 0) yield all.subarray(0, cut);
    held = [all.subarray(cut)];
    size = all.length - cut;
  }
  const rest = marked(Buffer.concat(held), first);
  const end = rest.lastIndexOf(NEWLINE) + 1;
  if (end > 0) yield rest.subarray(0, end);
  if (end === rest.length) return;
  // What it begins with says more of a file that has no line at all.
  if (first && end === 0) yield Buffer.concat([rest, Buffer.of(NEWLINE)]);
  throw new Unreadable("the last line does not end: the file is cut; fetch it again");
}

/** The mark that some programs put before UTF-8 is taken off; that of another encoding is refused. */
function marked(bytes: Buffer, first: boolean): Buffer {
  const [a, b, c] = first ? bytes : [];
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw new Unreadable("UTF-16; save it as UTF-8");
  return a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes;
}

function* linesOf(block: Buffer): Generator<Buffer> {
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(NEWLINE, start) + 1;
    yield block.subarray(start, end);
    start = end;
  }
}

/** The column at which the first field begins that is no UTF-8. */
function wrongColumn(line: Buffer): number {
  let start = 0;
  for (let end = line.indexOf(TAB); end !== -1; end = line.indexOf(TAB, start)) {
    if (!isUtf8(line.subarray(start, end))) break;
    start = end + 1;
  }
  return Array.from(line.toString("utf8", 0, start)).length + 1;
}

/** One pass over the signs: fields, lines, and the control characters of ASCII that neither may hold. */
function scan(text: string, row: Row, reader: Reader, fault: (column: number, reason: string) => InputFault): void {
  const { starts } = row;
  row.text = text;
  let fields = 0;
  let control = -1;
  starts[0] = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign > 31 && sign !== DELETE) continue;
    if (sign === TAB) {
      fields += 1;
      if (fields <= WIDEST) starts[fields] = at + 1;
    } else if (sign === NEWLINE) {
      row.line += 1;
      const ended = text.charCodeAt(at - 1) === RETURN && at > (starts[0] as number) ? at - 1 : at;
      if (control === ended) control = -1;
      row.width = fields + 1;
      starts[Math.min(row.width, WIDEST + 1)] = ended + 1;
      finish(row, ended, control, reader, fault);
      starts[0] = at + 1;
      fields = 0;
      control = -1;
    } else if (control === -1) control = at;
  }
}

function finish(row: Row, end: number, control: number, reader: Reader, fault: (c: number, r: string) => InputFault) {
  if (end - (row.starts[0] as number) > LONGEST) throw fault(1, `a line longer than ${LONGEST} characters`);
  if (control === -1) return reader.row(row);
  const column = columnOf(row, control);
  const code = row.text.charCodeAt(control);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  reader.broken(row.line, column, code === 0 ? "NUL byte" : "control character", `${name} in a field`);
}
