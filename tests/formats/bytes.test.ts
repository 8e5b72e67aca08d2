// Bytes: the table of formats holds, NDJSON is the records, and the same records give the same bytes anywhere.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { FORMAT_TABLE, FORMATS, type FormatContext } from "../../src/formats/table.ts";
import type { AnyRecord, Dataset } from "../../src/model/bundle.ts";
import type { Collection } from "../../src/model/ids.ts";
import { curatedData } from "../support/filled.ts";
import { BEIJING } from "../support/fixtures.ts";
import { relatedIn } from "./related.ts";

const { dataset } = await curatedData();

/** Everything that can be written, in every language and flavour; sent to another process as it is. */
function everything({ records }: Dataset, table: typeof FORMAT_TABLE, related: FormatContext["related"]): string[] {
  const texts: string[] = [];
  for (const row of table) {
    const { name, collections } = row;
    for (const collection of collections as Collection[]) {
      for (const lang of ["en", "ru"] as const) {
        for (const base of ["", "https://example.org"]) {
          const list = records[collection] as AnyRecord[];
          const scene: FormatContext = {
            collection,
            table: collection,
            lang,
            base,
            self: `${base}/v1/${collection}?format=${name}&lang=${lang}`,
            version: "0123456789abcdef",
            updated: "2026-11-24",
            spreadsheet: base === "",
            fields: null,
            columns: null,
            related,
            total: list.length,
            next: null,
            title: `Communiqué: ${collection}`,
          };
          if (row.streams) {
            const { writer } = row;
            const pieces = list.map((record, index) => writer.record(record, scene, index === 0));
            texts.push(writer.head(scene) + pieces.join("") + writer.tail(scene, list.length));
          } else texts.push([...row.writer.write(list, scene)].join(""));
        }
      }
    }
  }
  return texts;
}

test("the table has every format once, JSON first, and each media type once", () => {
  expect(FORMAT_TABLE.map(({ name }) => name)).toEqual(FORMATS);
  expect(new Set(FORMAT_TABLE.map(({ type }) => type.split(";")[0])).size).toBe(FORMATS.length);
});

test("NDJSON: each line is one record, written from the record or from its stored text", () => {
  const ndjson = FORMAT_TABLE.find(({ name }) => name === "ndjson");
  if (!ndjson?.streams) throw new Error("NDJSON streams");
  for (const list of Object.values(dataset.records) as readonly (readonly AnyRecord[])[]) {
    const text = list.map((record) => ndjson.writer.record(record, {} as FormatContext, false)).join("");
    expect(list.map((record) => ndjson.writer.stored?.(JSON.stringify(record))).join("")).toBe(text);
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(list);
  }
});

const hash = (texts: readonly string[]) => createHash("sha256").update(JSON.stringify(texts)).digest("hex");

test.each(["Pacific/Auckland", "America/Los_Angeles"])("all formats give the same bytes in %s", (zone) => {
  const here = everything(dataset, FORMAT_TABLE, relatedIn(dataset.records));
  expect(here.length).toBe((6 * 5 + 2 + 1) * 4);
  const program = `
    import { createHash } from "node:crypto";
    import { FORMAT_TABLE } from "./src/formats/table.ts";
    import { readData } from "./src/intake/curated/read.ts";
    import { relatedIn } from "./tests/formats/related.ts";
    const everything = ${everything.toString()};
    const { dataset } = await readData(${JSON.stringify(BEIJING)});
    const texts = everything(dataset, FORMAT_TABLE, relatedIn(dataset.records));
    const day = String(new Date("2024-01-01T00:00:00Z").getTimezoneOffset());
    console.log(day, createHash("sha256").update(JSON.stringify(texts)).digest("hex"));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, TZ: zone, LANG: "ru_RU.UTF-8", NODE_OPTIONS: "" },
    encoding: "utf8",
  });
  const offsets: Readonly<Record<string, string>> = {
    UTC: "0",
    "Pacific/Auckland": "-780",
    "America/Los_Angeles": "480",
  };
  expect(output.trim()).toBe(`${offsets[zone]} ${hash(here)}`);
});
