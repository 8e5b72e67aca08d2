// State names: each means the state that there was on the day, and every state of the tables has a name.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stateNames } from "../../../src/intake/entities/state-names.ts";
import { REFERENCE } from "../statedept/lists.ts";

const named = stateNames(REFERENCE);
const idOf = (name: string, day: string) => {
  const found = named(name, day);
  if (found.known) return found.id;
  return found.once ? "? once" : `? ${found.near}`;
};

test.each([
  ["U.S.S.R.", "1967-06-23", "soviet-union"],
  ["Russia", "1990-05-30", "soviet-union"],
  ["Russia", "1991-12-26", "ru"],
  ["Russia", "1910-01-01", "ru"],
  ["Vietnam", "1957-05-08", "south-vietnam"],
  ["Vietnam", "1966-02-06", "south-vietnam"],
  ["Vietnam", "1975-06-01", null],
  ["Vietnam", "2007-06-22", "vn"],
  ["Yugoslavia", "1941-03-01", "kingdom-of-yugoslavia"],
  ["Yugoslavia", "1963-10-16", "yugoslavia"],
  ["Yugoslavia", "2001-05-09", "federal-republic-of-yugoslavia"],
  ["Serbia and Montenegro", "2004-01-01", "serbia-and-montenegro"],
  ["Serbia", "2008-01-01", "rs"],
  ["German Democratic Republic", "1990-06-11", "german-democratic-republic"],
  ["Germany, Federal Republic of", "1960-03-15", "de"],
  ["Germany", "1995-01-01", "de"],
  ["Korea, Republic of", "1983-11-12", "kr"],
  ["Korea, Democratic People's Republic of", "2000-10-23", "kp"],
  ["China, Republic of", "1943-02-17", "cn"],
  ["China, Republic of", "1961-07-31", "tw"],
  ["China, People’s Republic of", "1984-01-10", "cn"],
  ["Democratic Republic of the Congo (Zaire)", "1960-07-27", "cd"],
  ["Democratic Republic of the Congo (Zaire)", "1989-06-29", "zaire"],
  ["Democratic Republic of the Congo (Zaire)", "2007-10-24", "cd"],
  ["Congo, Republic of", "1961-06-08", "cg"],
  ["Ivory Coast", "1962-05-22", "ci"],
  ["Côte d’Ivoire", "2000-01-01", "ci"],
  ["Turkey", "1964-06-22", "tr"],
  ["Turkey", "1910-01-01", "ottoman-empire"],
  ["Burma", "1966-09-08", "burma"],
  ["Burma", "2012-09-19", "mm"],
  ["Ceylon", "1954-01-01", "lk"],
  ["Dahomey (Benin)", "1969-03-05", "dahomey"],
  ["Benin", "1991-11-04", "bj"],
  ["Upper Volta", "1965-03-29", "upper-volta"],
  ["Siam (Thailand)", "1931-04-28", "siam"],
  ["Muscat & Oman", "1938-03-03", "muscat-and-oman"],
  ["Malaya", "1960-10-25", "malaya"],
  ["Tanganyika", "1961-07-17", "tanganyika"],
  ["Somali Republic", "1969-10-06", "somali-republic"],
  ["Western Samoa", "1990-10-27", "western-samoa"],
  ["Yemen Arab Republic", "1990-01-23", "yemen-arab-republic"],
  ["Yemen", "2000-04-02", "ye"],
  ["Hawaii", "1874-12-12", "hawaii"],
  ["Czechoslovakia", "1990-02-19", "czechoslovakia"],
  ["Czech Republic", "1993-04-20", "cz"],
  ["East Timor", "2002-10-02", "tl"],
  ["Macedonia, Former Yugoslav Republic of", "1997-06-16", "mk"],
  ["St. Christopher and Nevis", "1984-07-17", "kn"],
  ["Saint Lucia", "2003-09-24", "lc"],
  ["The Gambia", "1989-05-15", "gm"],
  ["Vatican City", "1965-10-04", "va"],
  ["Palestinian Authority", "2005-02-07", "ps"],
  ["Kosovo", "2008-07-17", null],
  ["Republic of Malta", "1967-10-04", "mt"],
  ["UNITED  KINGDOM", "1960-01-01", "gb"],
  ["U.S.S.R.", "1995-01-01", "? once"],
  ["Czechoslovakia", "1995-01-01", "? once"],
  ["Finnland", "1995-01-01", "? Finland"],
  ["", "1995-01-01", "? null"],
])("the state meant by %s on %s", (name, day, id) => expect(idOf(name, day)).toBe(id));

test("every state is found by its own name, every former state on some day of its existence", () => {
  for (const { id, names } of REFERENCE.countries) {
    expect([
      id,
      ...REFERENCE.historicStates.filter(({ successors }) => successors.includes(id)).map((one) => one.id),
    ]).toContain(idOf(names.en ?? "", "2010-12-31"));
  }
  for (const { id, names, from, to } of REFERENCE.historicStates) {
    const year = to === null ? from : `${Number(to.slice(0, 4)) - 1}`;
    expect(idOf(names.en ?? "", `${year}-06-30`), id).toBe(id);
  }
});

describe("any name on any day", () => {
  const ids = new Set<string | null>([
    null,
    ...[...REFERENCE.countries, ...REFERENCE.historicStates].map(({ id }) => id),
  ]);
  const words = REFERENCE.countries.flatMap(({ names }) => (names.en ?? "").split(" "));
  const day = fc.date({ min: new Date("1789-01-01"), max: new Date("2030-12-31"), noInvalidDate: true });
  test("a state that is found is in the reference tables", () => {
    const name = fc.array(fc.constantFrom(...words, "Republic", "of", "Korea,", "Yemen", "Vietnam", "Serbia"), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, day, (parts, date) => {
        const found = named(parts.join(" "), date.toISOString().slice(0, 10));
        if (found.known) expect(ids).toContain(found.id);
      }),
    );
  });
});
