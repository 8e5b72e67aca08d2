// Data directory: each way in which a file cannot be read is told with its place; and a file is replaced whole.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaceFile } from "../../../src/intake/input/directory.ts";
import { at, BUNDLE, change, faultsOf, PEOPLE, PLACES, second, temporary } from "../curated/fixture.ts";

const BROKEN: readonly (readonly [what: string, bytes: string | Uint8Array, fault: string])[] = [
  [
    "a key without quotes",
    '{\n  "venues": [],\n  x: 1 }',
    ': not JSON at line 3, column 3: a key in double quotes is expected, here is "x"',
  ],
  [
    "a comma too many",
    '{ "venues": [], }',
    ': not JSON at line 1, column 17: a key in double quotes is expected, here is "}"',
  ],
  [
    "a comma too few",
    '{ "venues": [] "x": 1 }',
    ': not JSON at line 1, column 16: "," or "}" is expected, here is "\\""',
  ],
  ["a file cut short", '{ "venues": [', ": not JSON at line 1, column 14: a value is expected, the file ends here"],
  ["an empty file", "", ": not JSON at line 1, column 1: a value is expected, the file ends here"],
  [
    "two values",
    '{ "venues": [] } []',
    ': not JSON at line 1, column 18: the end of the file is expected, here is "["',
  ],
  ["a value deep in lists", '{ "venues": '.padEnd(200, "["), ": nested deeper than 64 levels at line 1, column 77"],
  ["a key given twice", '{ "venues": [], "venues": [] }', "/venues: this key is given twice"],
  ["a key that is a trap", '{ "venues": [], "__proto__": {} }', '/__proto__: unknown key "__proto__"'],
  [
    "half a character",
    '{ "venues": [], "$schema": "\\ud83e" }',
    "/$schema: has half a character (an unpaired surrogate)",
  ],
  ["a NUL character", '{ "venues": [], "$schema": "\\u0000" }', "/$schema: has a NUL character"],
  ["a NUL byte", '{ "venues":\n []\0 }', ": has a NUL byte at line 2, column 4; is it a text file in UTF-8?"],
  ["a byte order mark", '\uFEFF{ "venues": [] }', ": begins with a byte order mark; save it as UTF-8 without one"],
  ["another encoding", Buffer.from('{ "п":\n "\u00e9" }', "latin1"), ": is not UTF-8 at line 2, column 3"],
];

test.each(BROKEN)("an unreadable file is one fault with its place: %s", async (_what, bytes, fault) => {
  const directory = await second();
  await change(directory, [at("/venues/0/within", null)]);
  await writeFile(join(directory, PLACES), bytes);
  expect(await faultsOf(directory)).toEqual([`data/${PLACES}:${fault}`]);
});

test("missing files are faults", async () => {
  const directory = await second();
  await change(directory, [at("/venues/0/within", null)]);
  await rm(join(directory, PLACES));
  await rm(join(directory, "dataset.json"));
  await rm(join(directory, "reference"), { recursive: true });
  expect(await faultsOf(directory)).toEqual([
    "data/dataset.json:: this file is missing",
    "data/reference/cameo.json:: this file is missing",
    "data/reference/countries.json:: this file is missing",
    "data/reference/historic-states.json:: this file is missing",
    "data/register/venues.json:: this file is missing",
  ]);
});

test("a missing directory is one fault", async () => {
  const directory = join(await temporary(), "data");
  expect(await faultsOf(directory)).toEqual([`data:: there is no folder ${directory}`]);
});

test("files that do not belong, and a folder in place of a file, are faults", async () => {
  const directory = await second();
  await writeFile(join(directory, "bundles", "article.txt"), "the text of an article");
  await writeFile(join(directory, "bundles", "A B.json"), "{}");
  await writeFile(join(directory, "bundles", ".editor.swp"), "");
  await mkdir(join(directory, "bundles", "z.json"));
  const stray = "only bundles belong here, named like 2023-10-17-tokayev-xi-beijing.json; texts of articles stay out";
  expect(await faultsOf(directory)).toEqual([
    `data/bundles/A B.json:: ${stray}`,
    `data/bundles/article.txt:: ${stray}`,
    "data/bundles/z.json:: cannot be read (EISDIR)",
  ]);
});

test("a directory without bundles is a fault", async () => {
  const directory = await second();
  await rm(join(directory, BUNDLE));
  expect(await faultsOf(directory)).toEqual(["data/bundles:: there is no bundle in this folder"]);
});

test("faults of all files are told at once, and references into an unreadable file are not reported", async () => {
  const directory = await second();
  await writeFile(join(directory, PLACES), "{");
  await change(directory, [
    ["dataset.json", "/licenceUrl", "CC BY"],
    ["reference/countries.json", "/countries/0/alpha2", "and"],
    [PEOPLE, "/participants/0/updated", undefined],
    at("/events/0/date", "yesterday"),
    at("/events/0/venue", "nowhere-known"),
    at("/events/0/provenance/9", undefined),
    at("/quotes/1/colour", "red"),
    at("/quotes/1/speaker", "nobody"),
  ]);
  const faults = await faultsOf(directory);
  const places = faults.map((fault) => fault.slice(0, fault.indexOf(": ")).replace(`data/${BUNDLE}:`, "B:"));
  expect(places).toEqual([
    "B:/events/0/codes/cameo/code",
    "B:/events/0/codes/plover/contexts/0",
    "B:/events/0/codes/plover/event",
    "B:/events/0/codes/rule",
    "B:/events/0/date",
    "B:/quotes/1/colour",
    "B:/quotes/1/speaker",
    "data/dataset.json:/licenceUrl",
    "data/reference/countries.json:/countries/0/alpha2",
    "data/register/participants.json:/participants/0/updated",
    "data/register/venues.json:",
  ]);
});

test("the reference tables are checked too", async () => {
  const directory = await second();
  const table = JSON.parse(await readFile(join(directory, "reference/countries.json"), "utf8"));
  await change(directory, [
    ["reference/countries.json", "/countries/1/id", table.countries[0].id],
    ["reference/historic-states.json", "/states/0/from", "long ago"],
    ["reference/historic-states.json", "/states/0/successors", ["atlantis"]],
  ]);
  expect(await faultsOf(directory)).toEqual([
    `data/reference/countries.json:/countries/1/id: "${table.countries[0].id}" is already in this table`,
    'data/reference/historic-states.json:/states/0/from: "long ago" is not a date in EDTF (days, months, years, sets and intervals)',
    'data/reference/historic-states.json:/states/0/successors/0: no state has the id "atlantis"',
  ]);
});

test("a file is replaced whole, and a failure leaves the old file and nothing beside it", async () => {
  const folder = await temporary();
  const path = join(folder, "x.json");
  await writeFile(path, "old");
  await replaceFile(path, "new");
  expect(await readFile(path, "utf8")).toBe("new");
  await rename(path, join(folder, "kept"));
  await mkdir(path);
  await expect(replaceFile(path, "newer")).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["kept", "x.json"]);
});
