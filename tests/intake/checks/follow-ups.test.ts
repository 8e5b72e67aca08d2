// Follow-ups: what one mistake of a writer is told as, all of it.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { at, BUNDLE, breaking, faultsOf, PEOPLE, second } from "../curated/fixture.ts";

const form = "is no id (Latin lower-case words and digits, joined by hyphens)";

breaking([
  [
    "an id that is a name",
    [at("/participants/0/id", "Test Primerov")],
    [`B:/participants/0/id: "Test Primerov" ${form}; did you mean "test-primerov"?`],
  ],
  [
    "an id that is another form of the one that records name",
    [at("/participants/0/id", "Тест Примеров")],
    [`B:/participants/0/id: "Тест Примеров" ${form}; did you mean "test-primerov"?`],
  ],
  [
    "the id of a country",
    [[PEOPLE, "/participants/0/id", "IS"]],
    [`data/register/participants.json:/participants/0/id: "IS" ${form}; did you mean "is"?`],
  ],
  [
    "a reference that is a name is told where it stands, and another id that is unknown too",
    [at("/quotes/0/speaker", "Test Primerov"), at("/quotes/1/speaker", "nobody")],
    [
      `B:/quotes/0/speaker: "Test Primerov" ${form}; did you mean "test-primerov"?`,
      'B:/quotes/1/speaker: participants have no record with the id "nobody"',
    ],
  ],
  [
    "a value off its form, with the right form",
    [at("/figures/0/value", "forty")],
    ['B:/figures/0/value: "forty" has not the form wanted here; right would be "21000000000"'],
  ],
  [
    "one word of a quote",
    [at("/quotes/1/text", "поблагодарила за хороший прием и приняла приглашение министра")],
    [
      'B:/quotes/1/text: differs from its evidence, /provenance/8/evidence/0, at code point 17: "хороший" here, "прием" there',
    ],
  ],
]);

/** The second article with its bundle changed as text or as an object. */
async function faultsWith(edit: (bundle: string) => string): Promise<string[]> {
  const directory = await second();
  const path = join(directory, BUNDLE);
  await writeFile(path, edit(await readFile(path, "utf8")));
  return faultsOf(directory);
}

test("a bundle that is not JSON is one fault, and its records are not reported missing", async () => {
  const faults = await faultsWith((text) => `${text}}`);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain("not JSON at line");
});

test("evidence without offsets is one fault a file, with the command that fills them in", async () => {
  const faults = await faultsWith((text) => {
    const bundle = JSON.parse(text);
    const cited = [...bundle.figures, ...bundle.quotes].flatMap(({ provenance }) => provenance);
    for (const { evidence } of cited)
      for (const one of evidence) for (const key of ["start", "end", "prefix", "suffix"]) delete one[key];
    return JSON.stringify(bundle);
  });
  expect(faults).toEqual([
    expect.stringMatching(
      /:\/figures\/0\/provenance\/0\/evidence\/0: lacks offsets and context, as do \d+ more in this file; `npm run verify -- --source <id> <text file> --write` fills them in/,
    ),
  ]);
});
