// Quotes: turns, direct and indirect speech in English and Russian, with who is said to have spoken.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadMorphology } from "../../src/drafting/language/morphology.ts";
import { quotesOf } from "../../src/drafting/quotes/find.ts";

const morphology = await loadMorphology();
const found = (text: string) =>
  quotesOf(text, /\p{Script=Cyrillic}/u.test(text) ? morphology : null).map(({ mode, content, source }) => [
    mode,
    content.map(({ start, end }) => text.slice(start, end)).join(" … "),
    source === null ? null : text.slice(source.start, source.end),
  ]);

describe("direct speech", () => {
  test.each([
    [
      "“We will go on with this,” Rep. Jane Sample (D-Md.) said Friday.",
      "We will go on with this,",
      "Rep. Jane Sample",
    ],
    ["“It is a good day,” Quina Jones, 25, said as she left.", "It is a good day,", "Quina Jones"],
    ["«Мы рады видеть вас здесь», – сказал Тест Примеров.", "Мы рады видеть вас здесь", "Тест Примеров"],
    [
      'Как разъясняет следователь, "основная цель состоит в том, чтобы помочь".',
      "основная цель состоит в том, чтобы помочь",
      "следователь",
    ],
    [
      '"Мы никогда не видели таких хороших и новых дорог". Проба Образцова\n',
      "Мы никогда не видели таких хороших и новых дорог",
      "Проба Образцова",
    ],
  ])("%s has its words and its speaker", (text, words, speaker) => {
    expect(found(text)).toEqual([["direct", words, speaker]]);
  });

  test("the writer's words within one pair of quotation marks part the speech", () => {
    expect(found('"Траншею копали сами, - говорит Образцов, - холода наступали".')).toEqual([
      ["direct", "Траншею копали сами … холода наступали", "Образцов"],
    ]);
  });

  test("a name in quotation marks is no speech", () => {
    expect(found("Дети смотрели фильм «Белое солнце пустыни» в школе.")).toEqual([]);
  });
});

describe("indirect speech", () => {
  test.each([
    ["Папа утверждал, что ушло четыреста человек.", "что ушло четыреста человек", "Папа"],
    ["По словам министра, дорога построена.", "дорога построена", "министра"],
    [
      "Главой государства подчеркнута положительная динамика развития отношений",
      "Главой государства подчеркнута положительная динамика развития отношений",
      "Главой государства",
    ],
    ["President Sample stressed that the work would go on.", "that the work would go on", "President Sample"],
    ["The road is long, the minister said.", "The road is long", "the minister"],
  ])("%s has its words and its speaker", (text, words, speaker) => {
    expect(found(text)).toEqual([["indirect", words, speaker]]);
  });
});

describe("transcripts", () => {
  test("each turn has its speaker and goes on to the next", () => {
    const text =
      "President of Testland Jane Sample: Welcome.\n\nPlease sit down.\n\nJohn Doe: Thank you.\n\nAdditional\n\nSee also";
    expect(found(text)).toEqual([
      ["turn", "Welcome.\n\nPlease sit down.", "President of Testland Jane Sample"],
      ["turn", "Thank you.", "John Doe"],
    ]);
  });

  test("a flattened Russian transcript is parted at the initials of its speakers", () => {
    const text = "Т.Примеров: Добрый день, коллеги. Рад видеть вас. П.Образцова: Спасибо, это взаимно.";
    expect(found(text).map(([, words, speaker]) => [words, speaker])).toEqual([
      ["Добрый день, коллеги. Рад видеть вас.", "Т.Примеров"],
      ["Спасибо, это взаимно.", "П.Образцова"],
    ]);
  });

  test.each([
    "CLARIFICATION: The first sentence was changed.",
    "Another challenge: Most states passed the deadline.",
    "Poll: Sample and Doe are tied.",
  ])("%s is no turn", (text) => {
    expect(found(`An article.\n\n${text}`).filter(([mode]) => mode === "turn")).toEqual([]);
  });
});

test("whatever the text, every span lies within it, in order", () => {
  const piece = fc.constantFrom(
    "«",
    "»",
    '"',
    "“",
    "”",
    "—",
    " ",
    "\n",
    ".",
    ",",
    ":",
    "сказал",
    "said",
    "Тест",
    "Jane",
    "что",
    "word",
    "🤝",
    "е\u0301",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      for (const language of [morphology, null]) {
        for (const { start, end } of quotesOf(text, language).flatMap(({ content }) => content)) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});
