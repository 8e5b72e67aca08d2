// Arguments of an import: plain files, archives, folders and standard input give the same rows.
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sourceId } from "../../../src/intake/gdelt/records.ts";
import { inputSize } from "../../../src/intake/input/arguments.ts";
import { InputFault } from "../../../src/model/import-row.ts";
import { temporary } from "../curated/fixture.ts";
import { eventOf, file, kept, row, skipped, take } from "../gdelt/rows.ts";
import { zip } from "./zips.ts";

const LINES = `${[row({ id: "1" }), row({ id: "2" }, 58), row({ id: "3" })].join("\n")}\n`;
const ids = async (...inputs: string[]) => kept(await take(inputs)).map(({ id }) => id);
const THREE = ["gdelt-1", "gdelt-2", "gdelt-3"];

/** Many rows, several blocks of them, with places of signs outside ASCII. */
const MANY = Array.from({ length: 3000 }, (_, at) => row({ id: `${at + 1}`, placeName: `Příklad ${at % 7}` }))
  .map((line) => `${line}\n`)
  .join("");

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("the same rows are read from", () => {
  test.each(["a.export.CSV", "a.csv", "a.tsv", "a"])("plain text, %s", async (name) => {
    expect(await ids(await file(LINES, name))).toEqual(THREE);
  });

  test("CRLF line endings, a byte order mark", async () => {
    expect(await ids(await file(`\ufeff${LINES.replaceAll("\n", "\r\n")}`))).toEqual(THREE);
  });

  test("gzip of one or two members, whatever the file is called", async () => {
    const [first = "", ...rest] = LINES.split(/(?<=\n)/);
    const two = Buffer.concat([gzipSync(first), gzipSync(rest.join(""))]);
    expect(await ids(await file(gzipSync(LINES), "a.CSV.gz"))).toEqual(THREE);
    expect(await ids(await file(two, "a.CSV.gz"))).toEqual(THREE);
    expect(await ids(await file(two, "a.CSV"))).toEqual(THREE);
  });

  test("zip, with its tables in order and other files ignored", async () => {
    const [first = "", ...rest] = LINES.split(/(?<=\n)/);
    const archive = zip([
      { name: "readme.txt", data: "not a table" },
      { name: "b/", data: "" },
      { name: "b/first.CSV", data: first },
      { name: "__MACOSX/._first.CSV", data: "junk" },
      { name: "second.csv", data: rest.join("") },
    ]);
    const path = await file(archive, "a.export.CSV.zip");
    const rows = kept(await take([path]));
    expect(rows.map(({ id }) => id)).toEqual(THREE);
    expect(rows.map((one) => [one.file, one.line])).toEqual([
      [`${path}/b/first.CSV`, 1],
      [`${path}/second.csv`, 1],
      [`${path}/second.csv`, 2],
    ]);
    expect(rows.map((one) => eventOf(one).provenance[0]?.note)).toEqual([
      "GDELT 2.0, first.CSV, row 1",
      "GDELT 1.0, second.csv, row 1",
      "GDELT 2.0, second.csv, row 2",
    ]);
    expect(new Set(rows.flatMap((one) => eventOf(one).sources))).toEqual(new Set(["gdelt-a-export"]));
  });

  test.each([1, 7, 1000])("standard input in chunks of %i bytes, plain and gzip", async (size) => {
    for (const bytes of [Buffer.from(LINES), gzipSync(LINES)]) {
      const rows = kept(await take(["-"], { stdin: pieces(bytes, size) }));
      expect(rows.map(({ id, file }) => [id, file])).toEqual(THREE.map((id) => [id, "-"]));
      expect(rows[0] && eventOf(rows[0])).toMatchObject({
        sources: ["gdelt-stdin"],
        provenance: [{ note: "GDELT 2.0, stdin, row 1" }],
      });
    }
  });

  test("a folder: its files by name, hidden and other files and folders ignored", async () => {
    const folder = await temporary();
    await writeFile(join(folder, "b.CSV.gz"), gzipSync(`${row({ id: "2" })}\n`));
    await writeFile(join(folder, "c.export.CSV.zip"), zip([{ name: "c.export.CSV", data: `${row({ id: "3" })}\n` }]));
    await writeFile(join(folder, "a.csv"), `${row({ id: "1" })}\n`);
    for (const name of [".d.csv", "notes.txt", "a.csv.part"]) await writeFile(join(folder, name), "junk");
    await mkdir(join(folder, "e.csv"));
    const rows = kept(await take([folder]));
    expect(rows.map(({ id }) => id)).toEqual(THREE);
    expect(rows.map((one) => basename(one.file))).toEqual(["a.csv", "b.CSV.gz", "c.export.CSV"]);
    expect(rows.map((one) => eventOf(one).sources)).toEqual([["gdelt-a"], ["gdelt-b"], ["gdelt-c-export"]]);
    expect(rows.map(({ records }) => records.length)).toEqual([4, 3, 3]);
  });
});

test("rows across block boundaries are whole, and blocks are handed on as they come", async () => {
  const all = kept(await take([await file(MANY)]));
  expect(all.map(({ line, id }) => (id === `gdelt-${line}` ? line : -1))).toEqual(
    Array.from({ length: 3000 }, (_, at) => at + 1),
  );
  const pieced = kept(await take(["-"], { stdin: pieces(Buffer.from(MANY), 4099) }));
  expect(pieced.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(new Set(all.slice(1).map((one) => eventOf(one).venue)).size).toBe(1);
});

test("progress counts bytes as stored, which sum up to the size of the input", async () => {
  const archive = zip([
    { name: "a.csv", data: MANY },
    { name: "b.csv", data: LINES },
  ]);
  const paths = [await file(MANY, "a.csv"), await file(gzipSync(MANY), "b.csv.gz"), await file(archive, "c.zip")];
  for (const inputs of [...paths.map((path) => [path]), paths]) {
    let read = 0;
    await take(inputs, {
      onRead: (bytes) => {
        expect(bytes).toBeGreaterThanOrEqual(0);
        read += bytes;
      },
    });
    expect(read).toBe(await inputSize(inputs));
  }
  expect(await inputSize([...paths, "-"])).toBeNull();
  expect(await inputSize([])).toBe(0);
});

test("a row that is not UTF-8 is reported with its field, and the other rows stay", async () => {
  const bytes = (id: string, name: Buffer) => {
    const [before = "", after = ""] = row({ id, placeName: "@" }).split("@");
    return Buffer.concat([Buffer.from(before), name, Buffer.from(`${after}\n`)]);
  };
  const lines = [bytes("1", Buffer.from("Ø")), bytes("2", Buffer.from("Ø", "latin1")), bytes("3", Buffer.from("Ø"))];
  const taken = await take([await file(Buffer.concat(lines))]);
  expect(kept(taken).map(({ line }) => line)).toEqual([1, 3]);
  expect(skipped(taken)).toMatchObject([{ line: 2, column: 111, reason: "not UTF-8", broken: true }]);
  expect(row({ id: "2", placeName: "@" }).indexOf("@")).toBe(110);
});

test("file names become ids of sources", () => {
  expect(sourceId("20190304121500.export.CSV.zip")).toBe("gdelt-20190304121500-export");
  expect(sourceId("20190304121500.export.CSV")).toBe("gdelt-20190304121500-export");
  expect(sourceId("Своды 2019.csv")).toMatch(/^gdelt-2019-[0-9a-f]{8}$/);
  expect(sourceId("данные.csv")).not.toBe(sourceId("таблица.csv"));
  expect(sourceId(`${"long-".repeat(60)}.csv`).length).toBeLessThan(120);
});

describe("arguments that are no input", () => {
  test.each([
    ["a missing file", async () => join(await temporary(), "gone.CSV"), "there is no such file or folder"],
    ["an empty folder", temporary, "this folder has no .csv, .tsv, .zip or .gz file"],
    ["a file that is no folder", async () => join(await file(LINES), "a.csv"), "cannot be read (ENOTDIR)"],
  ])("the import is refused: %s", async (_, make, reason) => {
    const path = await make();
    await expect(take([path])).rejects.toThrow(new InputFault(path, null, null, reason));
    await expect(inputSize([path])).rejects.toThrow(InputFault);
  });

  test("standard input may be given once", async () => {
    await expect(take(["-", "-"])).rejects.toThrow("-: standard input can be read once only");
  });

  test("nothing is read before all files are found", async () => {
    const reading = take([await file(LINES), join(await temporary(), "gone.CSV")], { onRead: () => expect.fail() });
    await expect(reading).rejects.toThrow(InputFault);
  });
});
