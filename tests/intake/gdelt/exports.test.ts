// Real exports of GDELT, where they are at hand: every row accounted for, every record valid, no state wrong.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventOf, flaws, kept, REFERENCE, skipped, take, venuesOf, warned } from "./rows.ts";

const FOLDER = "../shared/data/gdelt";
const PRESENT = existsSync(FOLDER);

describe.skipIf(!PRESENT)("the files of ../shared/data/gdelt (skipped where that folder is not)", () => {
  const names = PRESENT ? readdirSync(FOLDER).sort() : [];
  const rows = names.flatMap((name) =>
    readFileSync(join(FOLDER, name), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t")),
  );

  test("every row is kept or skipped with a reason, and none is broken", async () => {
    const taken = await take([FOLDER], { scope: "diplomatic" });
    expect(kept(taken).length + skipped(taken).length).toBe(rows.length);
    expect(skipped(taken).filter(({ broken }) => broken)).toEqual([]);
    expect(Object.keys(Object.groupBy(skipped(taken), ({ reason }) => reason)).sort()).toEqual([
      "domestic",
      "no known state",
      "out of scope",
    ]);
    expect(warned(taken).length).toBeLessThan(kept(taken).length / 50);
    for (const one of kept(taken)) {
      const { codes, countries } = eventOf(one);
      expect((codes.cameo?.code ?? "99") < "07" && countries.length > 0).toBe(true);
    }
  });

  test("with scope=all every row becomes valid records with the states that it names", async () => {
    const all = kept(await take([FOLDER]));
    expect(all).toHaveLength(rows.length);
    expect(all.flatMap(flaws)).toEqual([]);
    const state = new Map(REFERENCE.countries.map(({ cameo, id }) => [cameo, id]));
    for (const [at, one] of all.entries()) {
      const row = rows[at] ?? [];
      const named = [row[7], row[17]].flatMap((code) => state.get(code ?? "") ?? []);
      expect(eventOf(one).countries).toEqual([...new Set(named)].sort());
      expect(one.id).toBe(`gdelt-${row[0]}`);
    }
  });

  test("ten rows coded by hand give the same records", async () => {
    const found = new Map(kept(await take([FOLDER])).map((one) => [one.id, eventOf(one)]));
    for (const [id, type, by, to, date, added, venue, title] of [
      [
        479491253,
        "agreement",
        "cn",
        "kr",
        "2014-10-27~",
        "2015-10-27",
        "minus-716583",
        "China – South Korea: sign formal agreement",
      ],
      [479491918, "visit", "de", "be", "2015-10-27", "2015-10-27", "minus-1955538", "Germany – Belgium: make a visit"],
      [
        479493342,
        "visit",
        "za",
        null,
        "2015-10-27",
        "2015-10-27",
        "minus-1281128",
        "South Africa – Africa: make a visit",
      ],
      [
        491747373,
        "praise",
        null,
        "ca",
        "2015-12-07",
        "2015-12-07",
        "minus-2960561",
        "Europe – Canada: praise or endorse",
      ],
      [491748350, "visit", "ru", "tr", "2015-12-07", "2015-12-07", "minus-735338", "Russia – Türkiye: host a visit"],
      [741918525, "visit", "vn", "fr", "2018-03-26", "2018-03-26", "minus-1456935", "Vietnam – France: host a visit"],
      [
        741918251,
        "invitation",
        "tw",
        "kr",
        "2018-03-26",
        "2018-03-26",
        "tw",
        "Taiwan – South Korea: express intent to meet or negotiate",
      ],
      [
        817931148,
        "cooperation",
        "il",
        "jo",
        "2019-01-21",
        "2019-01-21",
        "minus-781545",
        "Israel – Jordan: engage in material cooperation",
      ],
      [
        881992279,
        "talks",
        "no",
        "ru",
        "2019-10-24",
        "2019-10-24",
        "minus-265788",
        "Norway – Russia: engage in negotiation",
      ],
      [
        881991857,
        "cooperation",
        null,
        undefined,
        "2019-10-24",
        "2019-10-24",
        "minus-1946324",
        "THE EU: engage in material cooperation",
      ],
    ] as const) {
      const event = found.get(`gdelt-${id}`);
      const participants = event?.participants.map(({ participant }) => participant);
      expect([event?.type, participants, event?.date?.edtf, event?.updated, event?.venue, event?.title.en]).toEqual([
        type,
        to === undefined ? [by] : [by, to],
        date,
        added,
        venue === "tw" ? "country-tw" : `gdelt-place-${venue}`,
        title,
      ]);
    }
  });

  test("places lie in the states with which their names end", async () => {
    const venues = venuesOf(kept(await take([FOLDER])));
    const ends = (word: string) => venues.filter(({ names: { en } }) => en?.endsWith(`, ${word}`));
    for (const [word, id] of [
      ["China", "cn"],
      ["Switzerland", "ch"],
      ["Australia", "au"],
      ["Austria", "at"],
      ["Germany", "de"],
      ["United Kingdom", "gb"],
      ["Russia", "ru"],
      ["Nigeria", "ng"],
      ["South Africa", "za"],
      ["South Korea", "kr"],
      ["Israel", "il"],
      ["West Bank", "ps"],
    ] as const) {
      expect([word, ...new Set(ends(word).map(({ country }) => country))]).toEqual([word, id]);
    }
    expect(new Set(venues.map((venue) => JSON.stringify(venue))).size).toBe(venues.length);
    expect(venues.filter(({ names: { en } }) => /[\u0080-\u009f]/.test(en ?? ""))).toEqual([]);
  });
});
