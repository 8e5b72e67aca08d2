// Edits of a sheet: a step changes the line that it is about, and every other line and comment stays to the byte.
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { accepted, added, cited, corrected, rejected, type Target } from "../../src/desk/edits.ts";
import { merged, renamed } from "../../src/desk/merging.ts";
import { type Entry, placesIn } from "../../src/desk/places.ts";
import { Finder } from "../../src/desk/spans.ts";
import { pack } from "../../src/intake/sheet/pack.ts";
import { bundles } from "../intake/sheet/generated.ts";

type Sheet = Record<string, Record<string, Record<string, string>>>;
const read = (text: string) => parse(text, { schema: "failsafe" }) as Sheet;
const at = (collection: string | null, id: string | null, path: string | null) => ({ collection, id, path }) as Target;

const SHEET = `# A head.
sheet: 1
day?: 2019-04-26 << "26 April" # of the page

events:
  # About the talks.
  2019-04-26-talks:
    # doubtful
    type?: talks << "talks"
    status?: occurred
    participants.0?: vladimir-putin host << "Putin"
    participants.1?: xi-jinping visitor for cn << "Xi"
    participants.1.role?: <~ =
    participants.2?: kz observer
    title.en: >-   # own words
      Talks
      in Beijing
  2019-04-26-meeting:
    type?: talks << "met"
    date?: 2019-04-26 << day
    status?: planned
    participants.0?: xi-jinping visitor << "Xi"
    participants.1?: li-keqiang participant << "Li"
    venue?: beijing # the city

quotes:
  q:
    event?: 2019-04-26-meeting
    text?: >-
      We met at the 2019-04-26-meeting.
      - They said.
`;
const TALKS = "2019-04-26-talks";
const MEETING = "2019-04-26-meeting";

describe("accepting", () => {
  test("takes the ? from a line, and the draft's mark above it", () => {
    const text = accepted(SHEET, at("events", TALKS, "type"));
    expect(text).toBe(SHEET.replace("    # doubtful\n    type?:", "    type:"));
    expect(accepted(text, at("events", TALKS, "type"))).toBe(text);
    expect(accepted(SHEET, at(null, null, "day"))).toBe(SHEET.replace("day?", "day"));
  });

  test("a record takes it from all of its lines, and from no other", () => {
    const text = accepted(SHEET, at("events", MEETING, null));
    const [before = "", after = ""] = [SHEET, text].map((one) =>
      one.slice(one.indexOf(`  ${MEETING}`), one.indexOf("\nquotes")),
    );
    expect(after).toBe(before.replaceAll("?:", ":"));
    expect(text.replace(after, "")).toBe(SHEET.replace(before, ""));
  });

  test("one line of a record that is undecided as a whole leaves the others undecided each", () => {
    const whole = "sheet: 1\nevents:\n  a?:\n    type: talks\n    status: occurred\n";
    expect(accepted(whole, at("events", "a", "type"))).toBe(
      "sheet: 1\nevents:\n  a:\n    type: talks\n    status?: occurred\n",
    );
  });
});

describe("rejecting", () => {
  test("keeps the line in `rejected` as a piece of a sheet, and lists count on from 0", () => {
    const text = rejected(SHEET, at("events", TALKS, "participants.1"));
    expect(Object.keys(read(text).events?.[TALKS] ?? {})).toEqual([
      "type?",
      "status?",
      "participants.0?",
      "participants.1?",
      "title.en",
    ]);
    expect(read(text).events?.[TALKS]?.["participants.1?"]).toBe("kz observer");
    const [piece] = read(text).rejected as unknown as string[];
    expect(read(piece ?? "")).toEqual({
      events: { [TALKS]: { "participants.1?": 'xi-jinping visitor for cn << "Xi"', "participants.1.role?": "<~ =" } },
    });
  });

  test("the last line of a record takes the record along, and the last record its collection", () => {
    const text = rejected(rejected(SHEET, at("quotes", "q", "event")), at("quotes", "q", "text"));
    expect(Object.keys(read(text))).toEqual(["sheet", "day?", "events", "rejected"]);
    expect(read(text).rejected).toHaveLength(2);
    expect(text).toContain("# About the talks.");
  });
});

describe("correcting", () => {
  test("puts a line in the place of one, decided, in the quotation marks that YAML needs; its comment stays", () => {
    const text = corrected(SHEET, at("events", MEETING, "venue"), 'moscow << "a: b" -- It\'s there.');
    expect(read(text).events?.[MEETING]?.venue).toBe('moscow << "a: b" -- It\'s there.');
    expect(text).toContain("    # the city\n    venue: ");
    expect(corrected(SHEET, at("events", TALKS, "title.en"), "Talks")).toContain(
      "    # own words\n    title.en: Talks\n",
    );
  });

  test.each([
    ["an open quotation mark", 'x << "open', /is not closed/],
    ["nothing", "  ", /an empty line says nothing/],
    ["evidence that is neither words nor a name", "x << a b", /joined by/],
  ])("refuses %s", (_, line, says) => {
    expect(() => corrected(SHEET, at("events", MEETING, "venue"), line)).toThrow(says);
  });

  test("by selected words: a line gets them as evidence, with what tells them from others, a quote as its text", () => {
    const finder = new Finder("Xi met Xi. “We met.”");
    const second = finder.phraseAt(7, 9, false);
    const line = (text: string, id: string, path: string) =>
      Object.entries(read(text).events?.[id] ?? {}).find(([key]) => key === path)?.[1];
    const target = at("events", MEETING, "participants.0");
    expect(line(cited(SHEET, target, second, false), MEETING, "participants.0")).toBe('xi-jinping visitor << "{ }Xi"');
    expect(line(cited(SHEET, target, second, true), MEETING, "participants.0")).toBe(
      'xi-jinping visitor << "Xi" + "{ }Xi"',
    );
    const quote = cited(SHEET, at("quotes", "q", "text"), finder.phraseAt(11, 20, true), false);
    expect(read(quote).quotes?.q?.text).toBe("“We met.”");
    expect(() => finder.phraseAt(2, 3, false)).toThrow("select words of the text first");
  });
});

test("merging gives one event the lines, words and participants of both, and what names the other names it", () => {
  const text = merged(SHEET, MEETING, TALKS);
  const { events, quotes, rejected: kept } = read(text);
  expect(events).toEqual({
    [TALKS]: {
      "type?": 'talks << "talks" + "met"',
      "status?": "occurred",
      "participants.0?": 'vladimir-putin host << "Putin"',
      "participants.1?": 'xi-jinping visitor for cn << "Xi"',
      "participants.1.role?": "<~ =",
      "participants.2?": "kz observer",
      "participants.3?": 'li-keqiang participant << "Li"',
      "title.en": "Talks in Beijing",
      "date?": "2019-04-26 << day",
      "venue?": "beijing",
    },
  });
  expect(quotes?.q).toEqual({ "event?": TALKS, "text?": `We met at the ${MEETING}. - They said.` });
  expect((kept as unknown as string[]).map(read)).toEqual([{ events: { [MEETING]: { "status?": "planned" } } }]);
});

test("renaming changes the id where it is named, and no words", () => {
  const text = renamed(SHEET, at("events", MEETING, null), "2019-04-26-xi-li");
  expect(text).toBe(
    SHEET.replace(`  ${MEETING}:`, "  2019-04-26-xi-li:").replace(`event?: ${MEETING}`, "event?: 2019-04-26-xi-li"),
  );
  expect(() => renamed(SHEET, at("events", MEETING, null), TALKS)).toThrow("is there already: merge the two");
  expect(() => renamed(SHEET, at("events", MEETING, null), "Xi & Li")).toThrow("an id has small letters");
});

test("adding puts a line behind the others of its record, and makes records and collections", () => {
  expect(read(added(SHEET, at("events", TALKS, "venue"), "beijing")).events?.[TALKS]?.venue).toBe("beijing");
  const text = added(added(SHEET, at("figures", "f", "raw"), "$3 billion"), at("figures", "g", "raw"), "3 %");
  expect(read(text).figures).toEqual({ f: { raw: "$3 billion" }, g: { raw: "3 %" } });
  expect(() => added(SHEET, at("events", MEETING, "venue"), "moscow")).toThrow("is there already");
  expect(() => added(SHEET, at("events", "../x", "venue"), "moscow")).toThrow("has a record's id and a path");
});

test("what is no sheet, or would be none after the step, is refused by line", () => {
  expect(() => accepted("sheet: 1\nevents: [\n", at("events", "a", "b"))).toThrow(/^line \d is no YAML/);
  expect(() => accepted("events: { a: { type?: talks } }", at("events", "a", "type"))).toThrow(
    "stands in a line with others",
  );
  expect(() => accepted(SHEET, at("events", "gone", null))).toThrow("there is no gone of events any more");
});

/** A sheet with marks, comments and blank lines strewn in, one of its lines, and something to write there. */
const strewn: Arbitrary<{ text: string; target: Target; comments: number }> = fc
  .tuple(bundles, fc.infiniteStream(fc.nat(9)), fc.nat(10_000), fc.boolean())
  .map(([bundle, dice, nth, isDos]) => {
    const roll = () => Number(dice.next().value);
    let { sheet: text } = pack(bundle);
    const all = placesIn(text).groups.flatMap(({ collection, records }) =>
      records.flatMap((record) => record.entries.map((entry) => ({ collection, record, entry }))),
    );
    let comments = 0;
    for (const { entry } of all.toReversed()) {
      if (roll() < 5 && !text.slice(entry.name.start, entry.name.end).startsWith("/")) text = marked(text, entry);
      if (roll() > 2) continue;
      const put = `${roll() < 5 ? "\n" : ""}${" ".repeat(entry.indent)}# comment ${++comments}\n`;
      text = text.slice(0, entry.block.start) + put + text.slice(entry.block.start);
    }
    const { collection, record, entry } = all[nth % all.length] ?? { collection: null, record: null, entry: null };
    const target = { collection, id: record?.key ?? null, path: entry?.key ?? null };
    return { text: isDos ? text.replace(/\n/g, "\r\n") : text, target, comments };
  });

const marked = (text: string, { name, key }: Entry) =>
  text.slice(0, name.start) + text.slice(name.start, name.end).replace(key, `${key}?`) + text.slice(name.end);
const bare = (key: string) => key.replace(/\?$/, "");

describe("any sheet of the schema, with comments and blank lines strewn in", () => {
  const linesIn = (sheet: Sheet, { collection, id }: Target) =>
    Object.entries(sheet[collection ?? ""]?.[id ?? ""] ?? {});
  const without = (sheet: Sheet, { collection, id }: Target) => ({
    ...sheet,
    [collection ?? ""]: { ...sheet[collection ?? ""], [id ?? ""]: null },
    rejected: null,
  });
  const commentsIn = (text: string) => (text.match(/^ *# comment \d+\r?$/gm) ?? []).length;

  test("a step changes its line alone, loses no comment, and gives a text that reads as was meant", () => {
    fc.assert(
      fc.property(strewn, fc.string({ unit: "grapheme", minLength: 1 }), ({ text, target, comments }, words) => {
        const before = read(text);
        const yes = accepted(text, target);
        expect(linesIn(read(yes), target)).toEqual(
          linesIn(before, target).map(([key, line]) => [bare(key) === target.path ? target.path : key, line]),
        );
        const no = rejected(text, target);
        const [piece] = (read(no).rejected as unknown as string[]).slice(-1);
        const [lost, left] = [linesIn(read(piece ?? ""), target), linesIn(read(no), target)];
        expect(lost.length + left.length).toBe(linesIn(before, target).length);
        expect(new Map(linesIn(before, target)).get(lost[0]?.[0] ?? "")).toEqual(lost[0]?.[1]);
        const line = `x << ${JSON.stringify(words.replace(/[{}\\"\p{Cc}]/gu, "-"))}`;
        const isText = /^(?:text|translations\.)/.test(target.path ?? "") && target.collection === "quotes";
        const isList = Array.isArray(linesIn(before, target).find(([key]) => bare(key) === target.path)?.[1]);
        if (!isList) {
          const other = corrected(text, target, line);
          expect(new Map(linesIn(read(other), target)).get(target.path ?? "")).toBe(
            isText ? line : line.replace(/\s+$/, ""),
          );
          expect([commentsIn(other), without(read(other), target)]).toEqual([comments, without(before, target)]);
        }
        expect([commentsIn(yes), commentsIn(no)]).toEqual([comments, comments]);
        expect(without(read(yes), target)).toEqual(without(before, target));
        if (left.length > 0) expect(without(read(no), target)).toEqual(without(before, target));
      }),
      { numRuns: 15 },
    );
  });
});
