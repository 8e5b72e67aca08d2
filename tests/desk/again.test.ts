// Drafting again: what was decided or rejected stays, under its ids; what is new is proposed beside it.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { redrafted } from "../../src/desk/again.ts";
import { accepted, corrected, rejected, type Target } from "../../src/desk/edits.ts";
import { merged, renamed } from "../../src/desk/merging.ts";

type Sheet = Record<string, Record<string, Record<string, string>>>;
const read = (text: string) => parse(text, { schema: "failsafe" }) as Sheet;
const at = (collection: string | null, id: string | null, path: string | null) => ({ collection, id, path }) as Target;

const DRAFT = `# A draft by rules.
sheet: 1
updated: 2026-12-01
day?: 2021-03-05 << "5 March"
at?: 2021-03-05-talks

sources:
  press-2021-03-05:
    kind?: article <~ "5 March" -- By its form.

participants:
  ann:
    kind?: person << "Ann"

events:
  2021-03-05-talks:
    type?: talks << "talks"
    participants.0?: ann participant << "Ann"
    participants.1?: bob participant << "Bob"
  2021-03-05-meeting:
    type?: meeting << "met"
    # doubtful
    date?: 2021-03-05 << "5 March"
  2021-ann-visit:
    type?: visit << "visit"

quotes:
  2021-03-05-ann-we-agreed:
    text?: >-
      We agreed on trade. We thank you.
    event?: 2021-03-05-talks

figures:
  2021-03-05-usd-3:
    in?: 2021-03-05-ann-we-agreed
    raw?: $3 billion
`;

describe("a draft into a sheet", () => {
  test("that nobody has touched changes nothing", () => {
    expect(redrafted(DRAFT, DRAFT)).toBe(DRAFT);
  });

  test("that is decided in part keeps all of that, and proposes the rest and what is new", () => {
    let sheet = accepted(DRAFT, at("events", "2021-03-05-talks", "type"));
    sheet = corrected(sheet, at("events", "2021-03-05-talks", "participants.1"), 'bob host << "Bob"');
    sheet = `${sheet}# The last word.\n`;
    const fresh = DRAFT.replace(
      '    type?: visit << "visit"',
      '    type?: visit << "visit"\n    rank?: state << "state visit"',
    );
    const text = redrafted(sheet, fresh);
    expect(read(text).events?.["2021-03-05-talks"]).toEqual({
      type: 'talks << "talks"',
      "participants.0": 'bob host << "Bob"',
      "participants.1?": 'ann participant << "Ann"',
      "participants.2?": 'bob participant << "Bob"',
    });
    expect(read(text).events?.["2021-ann-visit"]).toEqual({
      "type?": 'visit << "visit"',
      "rank?": 'state << "state visit"',
    });
    expect(text).toContain("# The last word.");
    expect(text).toContain("    # doubtful\n    date?: ");
    // The same draft once more adds nothing.
    expect(read(redrafted(text, fresh))).toEqual(read(text));
  });

  test("whose records have other ids now knows them by their words, and what names them follows", () => {
    let sheet = accepted(DRAFT, at("events", "2021-03-05-meeting", null));
    sheet = renamed(sheet, at("events", "2021-03-05-meeting", null), "2021-03-05-ann-bob");
    sheet = accepted(sheet, at("sources", "press-2021-03-05", "kind"));
    sheet = renamed(sheet, at("sources", "press-2021-03-05", null), "press-1");
    sheet = corrected(sheet, at("quotes", "2021-03-05-ann-we-agreed", "text"), "We agreed on trade.");
    sheet = renamed(sheet, at("quotes", "2021-03-05-ann-we-agreed", null), "ann-on-trade");
    const { sources, events, quotes, figures } = read(redrafted(sheet, DRAFT));
    expect(Object.keys(sources ?? {})).toEqual(["press-1"]);
    expect(Object.keys(events ?? {}).toSorted()).toEqual(["2021-03-05-ann-bob", "2021-03-05-talks", "2021-ann-visit"]);
    expect(quotes).toEqual({ "ann-on-trade": { text: "We agreed on trade.", "event?": "2021-03-05-talks" } });
    expect(figures?.["2021-03-05-usd-3"]?.["in?"]).toBe("ann-on-trade");
  });

  test("does not propose again what was rejected, nor an event that went into another", () => {
    let sheet = rejected(DRAFT, at("events", "2021-ann-visit", null));
    sheet = rejected(sheet, at("events", "2021-03-05-talks", "participants.0"));
    sheet = accepted(sheet, at("events", "2021-03-05-talks", "type"));
    sheet = corrected(sheet, at("events", "2021-03-05-meeting", "type"), 'talks << "met"');
    sheet = merged(sheet, "2021-03-05-meeting", "2021-03-05-talks");
    const { events } = read(redrafted(sheet, DRAFT.replace("meeting << ", "talks << ")));
    expect(events).toEqual({
      "2021-03-05-talks": {
        type: 'talks << "talks" + "met"',
        "participants.0?": 'bob participant << "Bob"',
        "date?": '2021-03-05 << "5 March"',
      },
    });
  });

  test("that is no YAML is refused", () => {
    expect(() => redrafted("events: [", DRAFT)).toThrow("is no YAML");
  });
});
