// Invalid GDELT files: each is refused with its place and a reason, and nothing of a broken row is kept.
import { createHash } from "node:crypto";
import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gauge } from "../../../src/intake/input/archives.ts";
import { InputFault, type Skipped } from "../../../src/model/import-row.ts";
import { zip } from "../input/zips.ts";
import { fields, file, flaws, kept, row, skipped, take, type Values } from "./rows.ts";

const GOOD = row({ id: "900" });
const lines = (...rows: string[]) => `${rows.join("\n")}\n`;
const TABLE = lines(...Array.from({ length: 200 }, (_, at) => row({ id: `${at + 1}`, tone: `${at / 7}` })));
const GZIP = gzipSync(TABLE);
const ZIP = zip([{ name: "a.export.CSV", data: TABLE }]);
const flip = (bytes: Uint8Array, at: number) => Buffer.from(bytes.with(at, (bytes[at] ?? 0) ^ 0x55));

/** Files of which nothing is taken: name, content, and what is said after `file:`. */
const WHOLE: readonly (readonly [what: string, name: string, content: string | Uint8Array, said: RegExp])[] = [
  ["an empty file", "a.CSV", "", /^1:1: this file is empty$/],
  ["an empty file called zip", "a.zip", "", /^1:1: this file is empty$/],
  ["an empty gzip", "a.CSV.gz", gzipSync(""), /^1:1: this file is empty$/],
  ["an empty table in a zip", "a.zip", zip([{ name: "a.csv", data: "" }]), /^a\.csv:1:1: this file is empty$/],
  ["a page", "a.CSV", "<!DOCTYPE html>\n<html><title>404</title></html>", /^1:1: no table.*a web page/],
  ["a page of capitals", "a.CSV", "<HTML><HEAD></HEAD></HTML>", /^1:1: no table.*a web page/],
  ["a page of XML, called zip", "a.CSV.zip", '<?xml version="1.0"?><Error/>', /^1:1: no table.*a web page/],
  ["one line feed", "a.CSV", "\n", /^1:1: no table.*1 column, where/],
  ["a lone return", "a.CSV", "\r", /^1:1: no table/],
  ["a lone bell", "a.CSV", "\u0007", /^1:1: no table.*1 column, where/],
  ["prose", "a.CSV", "Nothing to see here.\nMove on.\n", /^1:1: no table.*1 column, where/],
  ["commas for tabs", "a.csv", GOOD.replaceAll("\t", ","), /^1:1: no table.*separated by commas/],
  ["the columns of another table", "a.CSV", fields().slice(0, 16).join("\t"), /^1:1: no table.*16 columns, where/],
  ["60 columns", "a.CSV", fields().slice(0, 60).join("\t"), /^1:1: no table.*60 columns, where/],
  ["62 columns", "a.CSV", `${GOOD}\t`, /^1:1: no table.*62 columns, where/],
  ["very many columns", "a.CSV", "\t".repeat(5000), /^1:1: no table.*5001 columns, where/],
  ["UTF-16, little end first", "a.CSV", Buffer.from(`\ufeff${TABLE}`, "utf16le"), /^1:1: UTF-16; save it as UTF-8$/],
  ["UTF-16, big end first", "a.CSV", Buffer.from(`\ufeff${GOOD}`, "utf16le").swap16(), /^1:1: UTF-16/],
  ["UTF-16 without its mark", "a.CSV", Buffer.from(TABLE, "utf16le"), /^1:1: no table.*no text.*UTF-16/],
  ["zeros", "a.CSV", new Uint8Array(4096), /^1:1: no table.*no text/],
  ["an endless line", "a.CSV", lines(GOOD, "x".repeat(1_200_000)), /^2:1: a line longer than 1048576/],
  ["an endless last line", "a.CSV", "y".repeat(3_000_000), /^1:1: a line longer than 1048576/],
  ["an endless field", "a.CSV", lines(GOOD, row({ url: "z".repeat(1_100_000) })), /^2:1: a line longer than 1048576/],
  ["gzip cut short", "a.CSV.gz", GZIP.subarray(0, GZIP.length - 9), /^\d+:1: truncated gzip file/],
  ["gzip cut in its head", "a.CSV.gz", GZIP.subarray(0, 5), /^1:1: truncated gzip file/],
  ["gzip without its sum", "a.CSV.gz", GZIP.subarray(0, GZIP.length - 8), /^\d+:1: truncated gzip file/],
  [
    "gzip of a wrong sum",
    "a.CSV.gz",
    flip(GZIP, GZIP.length - 6),
    /^\d+:1: corrupt gzip file \(incorrect data check\)$/,
  ],
  ["gzip of a wrong length", "a.CSV.gz", flip(GZIP, GZIP.length - 2), /^\d+:1: corrupt gzip file/],
  ["gzip of an unknown kind", "a.CSV.gz", flip(GZIP, 2), /^1:1: corrupt gzip file/],
  ["gzip with a wrong middle", "a.CSV.gz", flip(GZIP, GZIP.length >> 1), /^\d+:1: (?:corrupt|truncated) gzip file/],
  ["text called gzip", "a.CSV.gz", GOOD, /^1:1: is named \.gz and is no gzip file$/],
  ["text called zip", "a.zip", GOOD, /^1:1: is named \.zip and is no zip file$/],
  ["gzip in gzip", "a.CSV.gz", gzipSync(GZIP), /^1:1: no table/],
  [
    "a swelling gzip",
    "a.CSV.gz",
    gzipSync(lines(GOOD, ...Array(20_000).fill(GOOD))),
    /^\d+:1: swells to more than 200/,
  ],
  [
    "a swelling zip",
    "a.zip",
    zip([{ name: "a.csv", data: lines(...Array(20_000).fill(GOOD)) }]),
    /^a\.csv:\d+:1: swells/,
  ],
  ["a zip cut short", "a.zip", ZIP.subarray(0, ZIP.length - 30), /^1:1: truncated zip file/],
  ["a zip without contents", "a.zip", ZIP.subarray(0, 400), /^1:1: truncated zip file/],
  ["a zip of nothing", "a.zip", zip([]), /^1:1: this archive has no \.csv or \.tsv file inside$/],
  ["a zip of prose", "a.zip", zip([{ name: "a.txt", data: GOOD }]), /^1:1: this archive has no \.csv/],
  ["a zip of a zip", "a.zip", zip([{ name: "a.zip", data: ZIP }]), /^1:1: this archive has no \.csv/],
  [
    "a way upwards",
    "a.zip",
    zip([{ name: "../../a.csv", data: GOOD }]),
    /^1:1: corrupt zip file \(invalid relative path/,
  ],
  ["a way upwards, Windows", "a.zip", zip([{ name: "..\\a.csv", data: GOOD }]), /^1:1: corrupt zip file \(invalid rel/],
  ["a way from the top", "a.zip", zip([{ name: "/etc/a.csv", data: GOOD }]), /^1:1: corrupt zip file \(absolute path/],
  ["a drive", "a.zip", zip([{ name: "C:/a.csv", data: GOOD }]), /^1:1: corrupt zip file \(absolute path/],
  ["a bell in a name", "a.zip", zip([{ name: "a\u0007.csv", data: GOOD }]), /^1:1: an entry's name has a control/],
  [
    "an encrypted entry",
    "a.zip",
    zip([{ name: "a.csv", data: GOOD, flags: 1 }]),
    /^1:1: the entry "a\.csv" is encrypted$/,
  ],
  ["an unknown method", "a.zip", zip([{ name: "a.csv", data: GOOD, method: 99 }]), /^a\.csv:1:1: corrupt zip file/],
  ["a wrong sum", "a.zip", zip([{ name: "a.csv", data: GOOD, sum: 7 }]), /^a\.csv:\d+:1: corrupt zip.*checksum/],
  ["more than was said", "a.zip", zip([{ name: "a.csv", data: GOOD, size: 10 }]), /^a\.csv:1:1: corrupt zip file/],
  [
    "less than was said",
    "a.zip",
    zip([{ name: "a.csv", data: GOOD, size: 9999 }]),
    /^a\.csv:\d+:1: (?:corrupt|truncated)/,
  ],
  ["deflate without a frame", "a.CSV", deflateRawSync(TABLE), /^1:\d+: (?:not UTF-8|a NUL byte|no table)/],
  ["a page in a zip", "a.zip", zip([{ name: "a.csv", data: "<html>" }]), /^a\.csv:1:1: no table.*a web page/],
];

test.each(WHOLE)("a broken row is skipped with line, column and reason: %s", async (_, name, content, said) => {
  const path = await file(content, name);
  const fault = await take([path]).then(
    () => null,
    (error: unknown) => error as InputFault,
  );
  expect(fault).toBeInstanceOf(InputFault);
  expect(fault?.message.slice(0, path.length)).toBe(path);
  expect(fault?.message.slice(path.length + 1)).toMatch(said);
});

/** Rows that are not taken, one wrong thing each; the column is that of the field. */
const ROWS: readonly (readonly [what: string, values: Values, field: number, reason: string])[] = [
  ["an id of letters", { id: "abc" }, 0, "bad event id"],
  ["no id", { id: "" }, 0, "bad event id"],
  ["a negative id", { id: "-4" }, 0, "bad event id"],
  ["an id in scientific notation", { id: "5.01E+8" }, 0, "bad event id"],
  ["an endless id", { id: "9".repeat(40) }, 0, "bad event id"],
  ["a day in words", { day: "4 March" }, 1, "bad date"],
  ["no day", { day: "" }, 1, "bad date"],
  ["30 February", { day: "20190230" }, 1, "bad date"],
  ["29 February 2019", { day: "20190229" }, 1, "bad date"],
  ["a thirteenth month", { day: "20191301" }, 1, "bad date"],
  ["day 0", { day: "20190300" }, 1, "bad date"],
  ["a day with hyphens", { day: "2019-03-04" }, 1, "bad date"],
  ["no code", { cameo: "" }, 26, "unknown CAMEO code"],
  ["a code without its zero", { cameo: "42" }, 26, "unknown CAMEO code"],
  ["an appeal that became mass violence", { cameo: "20" }, 26, "unknown CAMEO code"],
  ["a root alone", { cameo: "04" }, 26, "unknown CAMEO code"],
  ["a code of nobody", { cameo: "999" }, 26, "unknown CAMEO code"],
  ["a code in words", { cameo: "constructor" }, 26, "unknown CAMEO code"],
  ["a scale in words", { goldstein: "high" }, 30, "bad number"],
  ["a decimal comma", { goldstein: "7,0" }, 30, "bad number"],
  ["half a mention", { mentions: "1.5" }, 31, "bad number"],
  ["fewer sources than none", { sources: "-1" }, 32, "bad number"],
  ["hexadecimal articles", { articles: "0x10" }, 33, "bad number"],
  ["no number for a tone", { tone: "NaN" }, 34, "bad number"],
  ["an infinite tone", { tone: "Infinity" }, 34, "bad number"],
  ["an overflowing tone", { tone: "1E999" }, 34, "bad number"],
  ["a place of a sixth type", { place: "6" }, 51, "bad place type"],
  ["a place of no type", { place: "toString" }, 51, "bad place type"],
  ["beyond the pole", { latitude: "90.5" }, 56, "bad coordinates"],
  ["a latitude with a number sign", { latitude: "52.5#" }, 56, "bad coordinates"],
  ["half a point", { latitude: "" }, 56, "bad coordinates"],
  ["the other half", { longitude: "" }, 57, "bad coordinates"],
  ["around the world", { longitude: "-180.001" }, 57, "bad coordinates"],
  ["no day of import", { added: "" }, 59, "bad date"],
  ["25 o'clock", { added: "20190305251500" }, 59, "bad date"],
  ["half an import", { added: "201903051215" }, 59, "bad date"],
];

test.each(ROWS)("a file that is no GDELT table is refused: %s", async (_, values, at, reason) => {
  const broken = row({ id: "1", ...values });
  const path = await file(lines(GOOD, broken, GOOD));
  const taken = await take([path]);
  const column = broken.split("\t").slice(0, at).join("\t").length + (at === 0 ? 1 : 2);
  expect(skipped(taken)).toMatchObject([{ file: path, line: 2, column, reason, broken: true }]);
  expect(kept(taken).map(({ line }) => line)).toEqual([1, 3]);
});

test.each([
  ["too few columns", fields().slice(0, -2).join("\t"), 1, "wrong number of columns"],
  ["too many columns", `${GOOD}\t`, 1, "wrong number of columns"],
  ["an empty line", "", 1, "wrong number of columns"],
  ["a bell", row({ name1: "KAZAKH\u0007STAN" }), 0, "control character"],
  ["an escape", row({ url: "\u001b[31mred" }), 0, "control character"],
  ["a delete", row({ name1: "\u007f" }), 0, "control character"],
  ["a return in a line", row({ name1: "A\rB" }), 0, "control character"],
])("a broken archive is refused: %s", async (_, broken, column, reason) => {
  const found = skipped(await take([await file(lines(GOOD, broken, GOOD))]));
  const wanted = column === 0 ? broken.search(/(?!\t)\p{Cc}/u) + 1 : column;
  expect(found).toMatchObject([{ line: 2, column: wanted, reason, broken: true }]);
});

test("columns of faults count code points", async () => {
  const found = skipped(await take([await file(lines(GOOD, row({ id: "1", name1: "𐍈𐍈", cameo: "X" })))]));
  const before = row({ id: "1", name1: "..", cameo: "X" }).split("\t").slice(0, 26).join("\t");
  expect(found).toMatchObject([{ column: before.length + 2 }]);
});

const placed = ({ broken, line, column, reason }: Skipped) =>
  broken ? line > 0 && (column ?? 0) > 0 && reason !== "" : column === null;

test("the size of an unpacked file is limited", () => {
  const weigh = gauge(() => Number.POSITIVE_INFINITY);
  expect(() => weigh(32 * 2 ** 30)).not.toThrow();
  expect(() => weigh(1)).toThrow("swells to more than 34359738368 bytes; not read on");
});

describe("random damage", () => {
  test.each(Array.from({ length: 24 }, (_, at) => at))(
    "%i random bytes are refused or read, without an exception",
    async (at) => {
      const bytes = createHash("shake256", { outputLength: 1 + at * 97 })
        .update(`${at}`)
        .digest();
      const path = await file(bytes, ["a.CSV", "a.zip", "a.csv.gz"][at % 3]);
      await expect(take([path])).rejects.toThrow(/:\d+:\d+: \S/);
    },
  );

  test.each(Array.from({ length: 12 }, (_, at) => at))("an archive cut after %i thirteenths is refused", async (at) => {
    for (const [name, bytes] of [
      ["a.CSV.gz", GZIP],
      ["a.zip", ZIP],
    ] as const) {
      const path = await file(bytes.subarray(0, 3 + Math.floor((bytes.length * at) / 13)), name);
      await expect(take([path])).rejects.toThrow(/:\d+:\d+: \S/);
    }
  });

  test("any change of valid rows gives valid records or a fault with its place", async () => {
    const base = Buffer.from(lines(row({ id: "1" }), row({ id: "2", place: "1" }, 58), row({ id: "3" }, 57), row()));
    const first = Buffer.from(`${GOOD}\n`);
    const sign = fc.oneof(fc.constantFrom(9, 10, 13, 45, 46, 0x30, 0x39), fc.integer({ min: 1, max: 255 }));
    const change = fc.record({
      at: fc.nat(base.length - 1),
      length: fc.nat(3),
      signs: fc.array(sign, { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = changes.reduce(
          (all, { at, length, signs }) =>
            Buffer.concat([all.subarray(0, at), Buffer.from(signs), all.subarray(at + length)]),
          base,
        );
        // A last line that does not end is another fault.
        const whole = Buffer.concat([first, bytes, Buffer.from(bytes.at(-1) === 10 ? "" : "\n")]);
        const taken = await take(["-"], {
          stdin: (async function* () {
            yield whole;
          })(),
        });
        expect(kept(taken).flatMap(flaws)).toEqual([]);
        expect(skipped(taken).filter((one) => !placed(one))).toEqual([]);
        const count = whole.toString("latin1").replace(/\n$/, "").split("\n").length;
        expect(kept(taken).length + skipped(taken).length).toBe(count);
      }),
      { numRuns: 300 },
    );
  });
});
