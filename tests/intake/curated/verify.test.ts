// Verifying against a text: one changed character is found, and the first article matches its text.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readData, readHoldings } from "../../../src/intake/curated/read.ts";
import { verifySource } from "../../../src/intake/curated/verify.ts";
import { formatFault } from "../../../src/intake/input/faults.ts";
import { decode, lengthOf, pointsOf } from "../../../src/intake/input/utf8.ts";
import { BEIJING } from "../../support/fixtures.ts";
import { ARTICLE, BUNDLE, change, SOURCE, second } from "./fixture.ts";

const FIRST = "../shared/sources/zakon-kz-2023-10-17.txt";
const there = existsSync(FIRST);

const B = `data/${BUNDLE}:`;
const articleOf = async (path: string) => decode(await readFile(path));

async function verifying(article: string, directory?: string) {
  const { corpus } = await readHoldings(directory ?? (await second()));
  const { faults, ...counts } = verifySource(corpus, SOURCE, article);
  return { ...counts, faults: faults.map((fault) => formatFault(fault).replaceAll(B, "B:")) };
}

describe("verify with the text of the second article", () => {
  test("evidence and quotes match the text", async () => {
    expect(await verifying(await articleOf(ARTICLE))).toEqual({ spans: 114, quotes: 2, faults: [] });
  });

  test("offsets count code points: the text has characters that UTF-16 counts twice", async () => {
    const article = await articleOf(ARTICLE);
    expect(article.length).toBeGreaterThan(lengthOf(article));
  });

  test("one changed letter is found in the SHA-256, in every span over it and in the quote", async () => {
    const article = await articleOf(ARTICLE);
    const { faults } = await verifying(article.replace("обменялись 40", "обменялись 41"));
    expect(faults[0]).toMatch(/^B:\/sources\/0\/text\/sha256: the text given has "[0-9a-f]{64}": not the copy/);
    const raw =
      'B:/figures/0/provenance/1/evidence/0/exact: "40 образцами" is not what stands from 602 to 614: "41 образцами"; they differ at 603: "40" here, "41" in the text';
    expect(faults).toContain(raw);
    expect(faults).toContain(
      'B:/quotes/0/text: differs from the source at its code point 80, 603 of the source: "40" here, "41" there',
    );
    expect(faults.every((fault) => /40|0"|sha256/.test(fault))).toBe(true);
  });

  test("one letter more shifts all later offsets, and nothing else", async () => {
    const points = pointsOf(await articleOf(ARTICLE));
    const { faults } = await verifying([...points.slice(0, 530), "!", ...points.slice(530)].join(""));
    expect(faults).toContain("B:/sources/0/text/length: the text given has 1048 code points");
    const spans = faults.filter((fault) => fault.includes("/exact: "));
    const starts = spans.map((fault) => Number(/stands from (\d+)/.exec(fault)?.[1]));
    expect(Math.min(...starts)).toBe(523);
  });

  test("prefix and suffix are compared with the text too", async () => {
    const directory = await second();
    await change(directory, [
      [BUNDLE, "/participants/0/provenance/1/evidence/0/prefix", "а"],
      [BUNDLE, "/participants/0/provenance/1/evidence/0/suffix", "."],
    ]);
    const { faults } = await verifying(await articleOf(ARTICLE), directory);
    expect(faults).toEqual([
      'B:/participants/0/provenance/1/evidence/0/prefix: "а" is not what stands before 218: " "',
      'B:/participants/0/provenance/1/evidence/0/suffix: "." is not what stands after 231: " "',
    ]);
  });

  test("other line endings are named as the difference", async () => {
    const { faults } = await verifying((await articleOf(ARTICLE)).replaceAll("\n", "\r\n"));
    expect(faults[0]).toMatch(/; it differs only in its line ends or byte order mark$/);
  });
});

test.skipIf(!there)(
  `the first article matches its text${there ? "" : " (skipped: ../shared is not there)"}`,
  async () => {
    const { corpus } = await readHoldings(BEIJING);
    const { spans, quotes, faults } = verifySource(corpus, "zakon-kz-2023-10-17", await articleOf(FIRST));
    expect(faults.map(formatFault)).toEqual([]);
    expect(spans).toBeGreaterThan(100);
    expect(quotes).toBeGreaterThanOrEqual(4);
  },
);

test("a data directory is valid without the texts of its articles", async () => {
  expect((await readData(BEIJING)).faults.map(formatFault)).toEqual([]);
});
