// Figures: value, scale, currency and bound are held to the words of the figure.
import { describe, expect, test } from "vitest";
import { corpusOf } from "../../../src/intake/checks/corpus.ts";
import { values } from "../../../src/intake/checks/values.ts";
import type { Json } from "../../../src/intake/input/pointers.ts";
import { at, breaking, row } from "../curated/fixture.ts";

type Fields = Readonly<Record<string, Json>>;

const evidence = (exact: string): Json => ({ source: "s", exact, prefix: "", suffix: "", start: 0, end: exact.length });
const entry = (path: string, basis: string, exact: string): Json => ({
  path,
  basis,
  evidence: [evidence(exact)],
  note: null,
});

/** What is wrong with one figure of a source in a language, `/field: message` each. */
function faultsOf(language: string, fields: Fields): string[] {
  const raw = String(fields.raw);
  const provenance = [entry("/raw", "stated", raw), entry("/value", "stated", raw), entry("/bound", "derived", raw)];
  const figure = {
    source: "s",
    unit: null,
    valueMax: null,
    scale: null,
    currency: null,
    bound: "exact",
    provenance,
    ...fields,
  };
  const value = { sources: [{ id: "s", language }], figures: [figure] };
  const file = { file: "b.json", path: "b.json", value, faults: [] };
  const corpus = corpusOf([file], { countries: [], historicStates: [], cameo: [] });
  return [...values(corpus)].map(({ pointer, message }) => `${pointer.replace("/figures/0", "")}: ${message}`);
}

const money: Fields = { kind: "money", currency: "USD", scale: "billion" };
const count: Fields = { kind: "count" };
const percent: Fields = { kind: "percentage" };

describe("figures: consistent ones pass", () => {
  test.each<[string, Fields]>([
    ["en", { raw: "$108 billion", value: "108000000000", ...money }],
    ["en", { raw: "$1.5bn", value: "1500000000", ...money, currency: "CAD" }],
    ["ru", { raw: "21 млрд долларов", value: "21000000000", ...money }],
    ["ru", { raw: "52 проекта", value: "52", ...count }],
    ["en", { raw: "more than 30 percent", value: "30", ...percent, bound: "at-least" }],
    ["ru", { raw: "свыше 30 процентов", value: "30", ...percent, bound: "at-least" }],
    ["ru", { raw: "около 5 тысяч", value: "5000", ...count, scale: "thousand", bound: "approximate" }],
    ["ru", { raw: "до 10 %", value: "10.0", ...percent, bound: "at-most" }],
    ["ru", { raw: "вырос до 41 млрд долларов", value: "41000000000", ...money }],
    ["en", { raw: "five thousand", value: "5000", ...count }],
    ["en", { raw: "5 to 7 billion dollars", value: "5000000000", valueMax: "7000000000", bound: "range", ...money }],
    ["en", { raw: "from 5 to 7 percent", value: "7", ...percent }],
    ["ru", { raw: "52 проекта на 21 млрд долларов", value: "52", ...count }],
    ["ru", { raw: "52 проекта на 21 млрд долларов", value: "21000000000", ...money }],
    ["en", { raw: "dozens of companies", value: null, ...count, bound: "approximate" }],
    ["en", { raw: "several billion dollars", value: null, ...money, bound: "approximate" }],
    ["zh", { raw: "五百家企业", value: "500", ...count }],
    ["ru", { raw: "1,200 тонны", value: "1.2", ...count }],
    ["", { raw: "1,200", value: "1200", ...count }],
  ])("validate finds no fault in %s %j", (language, fields) => expect(faultsOf(language, fields)).toEqual([]));

  test("the words of a bound may stand in the evidence, outside `raw`", () => {
    const about = [entry("/raw", "stated", "21 млрд"), entry("/bound", "stated", "около 21 млрд")];
    expect(
      faultsOf("ru", {
        raw: "21 млрд",
        value: "21000000000",
        kind: "count",
        scale: "billion",
        bound: "approximate",
        provenance: about,
      }),
    ).toEqual([]);
    const other = [entry("/bound", "derived", "по разным оценкам")];
    expect(faultsOf("ru", { raw: "52", value: "52", ...count, bound: "approximate", provenance: other })).toEqual([]);
  });

  test("a number that no word names passes when its provenance says `derived`", () => {
    const provenance = [entry("/value", "derived", "a fortnight")];
    expect(faultsOf("en", { raw: "a fortnight", value: "14", kind: "duration", provenance })).toEqual([]);
  });
});

describe("figures: inconsistent ones are faults", () => {
  const says = (raw: string) => `\`raw\` "${raw}"`;
  test.each<[string, Fields, string[]]>([
    [
      "en",
      { raw: "$108 billion", value: "109000000000", ...money },
      [`/value: "109000000000" is not what ${says("$108 billion")} says: "108000000000"`],
    ],
    [
      "en",
      { raw: "$108 billion", value: "108", ...money },
      [`/value: "108" is not what ${says("$108 billion")} says: "108000000000"`],
    ],
    [
      "en",
      { raw: "$108 billion", value: null, ...money },
      [`/value: is null, but ${says("$108 billion")} says "108000000000"`],
    ],
    [
      "en",
      { raw: "$108 billion", value: "108000000000", ...money, scale: "million" },
      [`/scale: is "million", but "$108 billion" is counted in "billion"`],
    ],
    [
      "en",
      { raw: "$108 billion", value: "108000000000", ...money, scale: null },
      [`/scale: is null, but "$108 billion" is counted in "billion"`],
    ],
    [
      "ru",
      { raw: "52 проекта", value: "52", ...count, scale: "thousand" },
      [`/scale: "thousand" is in no word of ${says("52 проекта")}; write null`],
    ],
    [
      "en",
      { raw: "$108 billion", value: "108000000000", ...money, currency: "EUR" },
      [`/currency: "EUR" is not the currency of "$108 billion", which is "USD"`],
    ],
    [
      "ru",
      { raw: "10 млрд тенге", value: "10000000000", ...money },
      [`/currency: "USD" is not the currency of "10 млрд тенге", which is "KZT"`],
    ],
    [
      "en",
      { raw: "nearly 40 projects", value: "40", ...count },
      [`/bound: is "exact", but "nearly" in \`raw\` says "approximate"`],
    ],
    [
      "ru",
      { raw: "свыше 30%", value: "30", ...percent, bound: "approximate" },
      [`/bound: is "approximate", but "свыше" in \`raw\` says "at-least"`],
    ],
    [
      "ru",
      { raw: "не более пяти", value: "5", ...count, bound: "at-least" },
      [`/bound: is "at-least", but "не более" in \`raw\` says "at-most"`],
    ],
    [
      "ru",
      { raw: "52 проекта", value: "52", ...count, bound: "at-least" },
      [
        `/bound: is "at-least", but neither ${says("52 проекта")} nor its evidence has words for it, such as "more than" or «свыше»; write "exact", or cite the words that say so`,
      ],
    ],
    [
      "en",
      { raw: "5-7 percent", value: "5", ...percent },
      [`/bound: is "exact", but ${says("5-7 percent")} is a range; write "range", with its upper end in valueMax`],
    ],
    [
      "en",
      { raw: "5-7 percent", value: "5", valueMax: "8", ...percent, bound: "range" },
      [`/valueMax: "8" is not what ${says("5-7 percent")} says: "5" to "7"`],
    ],
    [
      "en",
      { raw: "dozens of companies", value: "24", ...count },
      [
        `/value: cannot be computed: no number can be read in ${says("dozens of companies")}; write null, or say in its provenance how it is derived (basis "derived", with a note)`,
      ],
    ],
    [
      "ru",
      { raw: "52 проекта на 21 млрд долларов", value: "53", ...count },
      [`/value: "53" is not what ${says("52 проекта на 21 млрд долларов")} says: "52" or "21000000000"`],
    ],
  ])("validate reports %s %j", (language, fields, faults) => expect(faultsOf(language, fields)).toEqual(faults));
});

breaking([
  row(
    "a value that is not its words'",
    "/figures/0/value",
    "41",
    'B:/figures/0/value: "41" is not what `raw` "40 образцами" says: "40"',
  ),
  row(
    "a figure in a quote that lacks its words",
    "/figures/0/quote",
    "2024-03-05-obraztsova-thanks",
    'B:/figures/0/quote: "40 образцами", 602 to 614 of the source, is not inside "2024-03-05-obraztsova-thanks", which is 755 to 808; it is inside "2024-03-05-primerov-welcome"',
  ),
  [
    "a figure of the reporter's in a quote",
    [
      at("/figures/0/provenance/1/evidence/0", {
        source: "primer-2024-03-05",
        exact: "40",
        prefix: "",
        suffix: "",
        start: 0,
        end: 2,
      }),
      at("/figures/0/raw", "40"),
    ],
    [
      'B:/figures/0/quote: "40", 0 to 2 of the source, is not inside "2024-03-05-primerov-welcome", which is 523 to 703; write null where the reporter says it',
    ],
  ],
]);
