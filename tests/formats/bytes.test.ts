// Bytes: the table of formats holds, NDJSON is the records, and the same records give the same bytes anywhere.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { FORMAT_TABLE, FORMATS, type FormatContext, PAGE_WRITERS, STREAM_WRITERS } from "../../src/formats/table.ts";
import type { AnyRecord, Dataset } from "../../src/model/bundle.ts";
import type { Collection } from "../../src/model/ids.ts";
import { curatedData } from "../support/filled.ts";
import { BEIJING } from "../support/fixtures.ts";

const { dataset } = await curatedData();

/** Everything that can be written, in every language and flavour; sent to another process as it is. */
function everything(
  { records }: Dataset,
  table: typeof FORMAT_TABLE,
  streams: typeof STREAM_WRITERS,
  pages: typeof PAGE_WRITERS,
): string[] {
  const venues = new Map(records.venues.map((venue) => [venue.id, venue]));
  const texts: string[] = [];
  for (const { name, collections } of table) {
    for (const collection of collections as Collection[]) {
      for (const lang of ["en", "ru"] as const) {
        for (const base of ["", "https://example.org"]) {
          const list = records[collection] as AnyRecord[];
          const scene: FormatContext = {
            collection,
            lang,
            base,
            self: `${base}/v1/${collection}?format=${name}&lang=${lang}`,
            version: "0123456789abcdef",
            updated: "2026-11-24",
            spreadsheet: base === "",
            fields: null,
            venues,
            total: list.length,
            title: `Communiqué: ${collection}`,
          };
          if (name === "ndjson" || name === "csv" || name === "geojson") {
            const writer = streams[name];
            const pieces = list.map((record, index) => writer.record(record, scene, index === 0));
            texts.push(writer.head(scene) + pieces.join("") + writer.tail(scene, list.length));
          } else if (name !== "json") texts.push(pages[name].write(list, scene));
        }
      }
    }
  }
  return texts;
}

test("the table has every format once, JSON first, and a writer for each", () => {
  expect(FORMAT_TABLE.map(({ name }) => name)).toEqual(FORMATS);
  const written = [...Object.keys(STREAM_WRITERS), ...Object.keys(PAGE_WRITERS)];
  expect(["json", ...written].sort()).toEqual([...FORMATS].sort());
  expect(FORMAT_TABLE.filter(({ streams }) => streams).map(({ name }) => name)).toEqual(Object.keys(STREAM_WRITERS));
  expect(new Set(FORMAT_TABLE.map(({ type }) => type.split(";")[0])).size).toBe(FORMATS.length);
});

test("NDJSON: each line is one record", () => {
  for (const list of Object.values(dataset.records) as readonly (readonly AnyRecord[])[]) {
    const text = list.map((record) => STREAM_WRITERS.ndjson.record(record, {} as FormatContext, false)).join("");
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(list);
  }
});

const hash = (texts: readonly string[]) => createHash("sha256").update(JSON.stringify(texts)).digest("hex");

test.each(["Pacific/Auckland", "America/Los_Angeles"])("the same bytes in %s", (zone) => {
  const here = everything(dataset, FORMAT_TABLE, STREAM_WRITERS, PAGE_WRITERS);
  expect(here.length).toBe((6 * 4 + 2 + 1) * 4);
  const program = `
    import { createHash } from "node:crypto";
    import { FORMAT_TABLE, PAGE_WRITERS, STREAM_WRITERS } from "./src/formats/table.ts";
    import { readData } from "./src/intake/curated/read.ts";
    const everything = ${everything.toString()};
    const { dataset } = await readData(${JSON.stringify(BEIJING)});
    const texts = everything(dataset, FORMAT_TABLE, STREAM_WRITERS, PAGE_WRITERS);
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
