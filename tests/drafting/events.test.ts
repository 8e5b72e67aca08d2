// Events and parties: names in all cases, offices, who takes part, dates, invitations, and what is one event.
import { beforeAll, describe, expect, test } from "vitest";
import { eventsOf } from "../../src/drafting/events/find.ts";
import { loadMorphology, type Morphology } from "../../src/drafting/language/morphology.ts";
import { type Known, type Register, registerOf } from "../../src/drafting/names/register.ts";
import { readText } from "../../src/drafting/read.ts";
import { readHoldings } from "../../src/intake/curated/read.ts";
import { BEIJING } from "../support/fixtures.ts";

let [register, morphology]: [Register, Morphology] = [] as never;
beforeAll(async () => {
  const { corpus } = await readHoldings(BEIJING);
  const of = (collection: string) =>
    corpus.entries.filter((entry) => entry.collection === collection).map(({ record }) => record as unknown as Known);
  register = registerOf(of("participants"), of("venues"), corpus.reference);
  morphology = await loadMorphology();
});

function reading(text: string, published: string | null = "2023-10-17", home: string | null = null) {
  const isRussian = /\p{Script=Cyrillic}/u.test(text);
  return readText(text, {
    language: isRussian ? "ru" : "en",
    morphology: isRussian ? morphology : null,
    register,
    published,
    home,
  });
}
const events = (text: string, published?: string, home?: string) =>
  eventsOf(reading(text, published, home)).map(({ type, date, status, rank, stage, parts }) => ({
    type,
    date: date?.value ?? null,
    status: status.value,
    rank: rank?.value ?? null,
    stage,
    parts: parts.map(({ id, role }) => `${id} ${role}`),
  }));

describe("names", () => {
  test("persons and states of the register are found in all cases, and as adjectives", () => {
    const { mentions } = reading(
      "Встреча с Касым-Жомартом Токаевым и Си Цзиньпином: казахско-китайские отношения, КНР и Республика Казахстан.",
    );
    expect(mentions.map(({ id, isAdjective }) => (isAdjective ? `${id}*` : id))).toEqual([
      "kassym-jomart-tokayev",
      "xi-jinping",
      "kz*",
      "cn*",
      "cn",
      "kz",
    ]);
  });

  test("a person whom the register does not have is proposed in the nominative, with the office and its state", () => {
    const { cast } = reading("В Кремле прошли переговоры с Президентом Республики Таджикистан Эмомали Рахмоном.");
    const [person] = cast.persons;
    expect([person?.id, person?.isNew, person?.name, person?.country]).toEqual([
      "emomali-rakhmon",
      true,
      "Эмомали Рахмон",
      "tj",
    ]);
    expect([person?.office?.title, person?.office?.english]).toEqual([
      "президент Республики Таджикистан",
      "President of Tajikistan",
    ]);
  });

  test("an English office stands before or behind a name, with its state or without", () => {
    const { cast } = reading(
      "President of Mongolia Testy Sampleton met Russian Defence Minister Some Body. Jane Doe, Prime Minister of India, came. President Sampleton left.",
    );
    expect(cast.persons.map(({ name, country, office }) => [name, country, office?.title])).toEqual([
      ["Testy Sampleton", "mn", "President of Mongolia"],
      ["Some Body", "ru", "Defence Minister of Russia"],
      ["Jane Doe", "in", "Prime Minister of India"],
    ]);
  });
});

describe("events", () => {
  test("talks told three times are one event, of the two who hold them, on the day of the text", () => {
    const text =
      "Примеры\n\n17 октября 2023 года лидер Китая Си Цзиньпин встретил президента Казахстана Касым-Жомарта Токаева.\n\nГлавы государств провели переговоры.\n\nКасым-Жомарт Токаев и Си Цзиньпин провели переговоры.";
    expect(events(text)).toEqual(
      [
        {
          type: "talks",
          date: "2023-10-17",
          status: "occurred",
          rank: null,
          stage: null,
          parts: ["kassym-jomart-tokayev participant", "xi-jinping participant"].toSorted(),
        },
      ].map((one) => ({ ...one, parts: expect.arrayContaining(one.parts) })),
    );
  });

  test("in a speech, «Ваш» is the one who is spoken to, and the state visited is the host", () => {
    const text =
      'Президент Казахстана Касым-Жомарт Токаев и лидер Китая Си Цзиньпин провели переговоры.\n\n"Важны итоги Вашего государственного визита в Казахстан в сентябре прошлого года", – сказал Касым-Жомарт Токаев. Си Цзиньпин слушал.';
    expect(events(text)).toContainEqual({
      type: "visit",
      date: "2022-09",
      status: "occurred",
      rank: "state",
      stage: null,
      parts: ["xi-jinping visitor", "kz host"],
    });
  });

  test("an accepted invitation was made on or before the day, and the visit goes on", () => {
    const text =
      "Президент Казахстана Касым-Жомарт Токаев принял приглашение лидера Китая Си Цзиньпина посетить Китай для участия в форуме.";
    expect(events(text)).toEqual(
      expect.arrayContaining([
        {
          type: "invitation",
          date: "[..2023-10-17]",
          status: "occurred",
          rank: null,
          stage: "accepted",
          parts: ["xi-jinping inviter", "kassym-jomart-tokayev invitee"],
        },
        expect.objectContaining({
          type: "visit",
          date: "2023-10-17~",
          status: "ongoing",
          parts: ["kassym-jomart-tokayev visitor", "xi-jinping host"],
        }),
      ]),
    );
  });

  test("leaders who are not named are their states", () => {
    const text =
      "Readout\n\nPresident Joe Sample met with the Presidents of Kazakhstan, the Kyrgyz Republic and Uzbekistan.";
    const [met] = events(text, "2023-09-19", "us");
    expect(met?.parts).toEqual(["joe-sample participant", "kz participant", "kg participant", "uz participant"]);
  });

  test("a word for an event without a party and a date is no event", () => {
    expect(events("Визит всегда важен, и встреча тоже.")).toEqual([]);
  });
});
