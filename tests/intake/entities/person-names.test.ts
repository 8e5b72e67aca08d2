// Person names: texts of offices and names are split where that is certain, and no two names share an id.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameSlug, namesIn, peopleOf } from "../../../src/intake/entities/person-names.ts";
import { SLUG, slugOf } from "../../../src/model/ids.ts";

const read = (text: string) =>
  namesIn(text).map(
    ({ office, name, person, sure }) => `${office ?? "-"} | ${name}${person ? "" : " *"}${sure ? "" : " ?"}`,
  );

describe("splitting a text of offices and names", () => {
  test.each([
    ["Prime Minister Kyriakos Mitsotakis", ["Prime Minister | Kyriakos Mitsotakis"]],
    ["King Example II", ["King | Example II"]],
    ["Amir Sheikh Adam al-Example", ["Amir | Sheikh Adam al-Example"]],
    ["Sheikh Adam al-Example", ["- | Sheikh Adam al-Example"]],
    ["Adam Example", ["- | Adam Example"]],
    ["Prime Minister Mackenzie King", ["Prime Minister | Mackenzie King"]],
    ["General Secretary Adam Example", ["General Secretary | Adam Example"]],
    ["Governor General Lord Example", ["Governor General | Lord Example"]],
    ["President of the Council of Ministers Adam Example", ["President of the Council of Ministers | Adam Example"]],
    ["Acting President Example", ["Acting President | Example"]],
    ["President- elect Adam Example", ["President-elect | Adam Example"]],
    ["President-Elect Adam Example", ["President-elect | Adam Example"]],
    ["Prime Minster Adam Example", ["Prime Minister | Adam Example"]],
    ["Prime Minister-Prince Adam Example", ["Prime Minister-Prince | Adam Example"]],
    ["Premier & Prince Example", ["Premier & Prince | Example"]],
    ["President Adam and Prime Minister Bela Example", ["President | Adam", "Prime Minister | Bela Example"]],
    ["King Adam and Queen Bela", ["King | Adam", "Queen | Bela"]],
    ["King Adam, Queen Bela and Crown Prince Carl", ["King | Adam", "Queen | Bela", "Crown Prince | Carl"]],
    ["President Adam; Prime Minister Bela", ["President | Adam", "Prime Minister | Bela"]],
    ["President Adam Example and Mrs. Example", ["President | Adam Example", "- | Mrs. Example *"]],
    ["President Adam Example, Jr.", ["President | Adam Example, Jr."]],
    ["King and Queen Bela", ["- | King and Queen Bela * ?"]],
    ["Crown Prince and Princess Bela", ["- | Crown Prince and Princess Bela * ?"]],
    ["Presidents Adam and Bela", ["- | Presidents Adam and Bela * ?"]],
    ["Prime Minister Adam and Bela", ["- | Prime Minister Adam and Bela * ?"]],
    ["President", ["- | President * ?"]],
    ["President Adam and Queen", ["- | President Adam and Queen * ?"]],
    ["Kingsley Example", ["- | Kingsley Example"]],
    ["Queenie Example", ["- | Queenie Example"]],
  ])("the people named in %s", (text, wanted) => expect(read(text)).toEqual(wanted));

  test("every word of a text is kept", () => {
    const word = fc.constantFrom("President", "King", "and", "&", ";", ",", "Mrs.", "Adam", "-elect", "Queen", "of");
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (words) => {
        const text = words.join(" ");
        const found = namesIn(text);
        const told = found.map(({ office, name }) => `${office ?? ""} ${name}`).join(" ");
        for (const name of ["Adam", "King", "Mrs."]) {
          expect(told.split(name).length, text).toBe(text.split(name).length);
        }
        for (const { name } of found) expect(name.trim(), text).not.toBe("");
      }),
    );
  });
});

describe("ids of persons", () => {
  test.each([
    ["Kyriakos Mitsotakis", /^kyriakos-mitsotakis$/],
    ["Richard M. Nixon", /^richard-m-nixon$/],
    ["Richard M Nixon", /^richard-m-nixon-[0-9a-f]{6}$/],
    ["Roh Moo-hyun", /^roh-moo-hyun-[0-9a-f]{6}$/],
    ["José Example", /^jose-example-[0-9a-f]{6}$/],
    ["陈", /^[0-9a-f]{6}$/],
  ])("the id of %s", (name, wanted) => expect(nameSlug(name)).toMatch(wanted));

  test("different names have different ids, in any order of reading", () => {
    const near = fc.stringMatching(/^[A-Ca-c]{1,3}[ .'-]{0,2}[A-Ca-cé]{0,3}$/);
    fc.assert(
      fc.property(near, near, (one, other) => {
        if (slugOf(one) === "" || slugOf(other) === "") return;
        expect(nameSlug(one) === nameSlug(other)).toBe(one === other);
        expect(nameSlug(one)).toMatch(SLUG);
      }),
    );
  });

  test("people are linked by exact name and state, and keep all their offices", () => {
    const person = peopleOf("test");
    const mention = { name: "Adam Example", state: "fi", stateSlug: "fi", note: "Row 1" };
    const office = (en: string) => ({ title: { en }, of: "fi", from: null, to: null });
    const first = person({ ...mention, office: office("President"), updated: "2011-01-02" });
    const again = person({ ...mention, office: office("Prime Minister"), updated: "2010-01-02", note: "Row 2" });
    expect(person({ ...mention, office: office("President"), updated: "2010-01-01" })).toEqual(again);
    expect(again.id).toBe(first.id);
    expect(again.offices.map(({ title }) => title.en)).toEqual(["President", "Prime Minister"]);
    expect([again.updated, again.provenance[0]?.note]).toEqual(["2011-01-02", expect.stringMatching(/^Row 1,/)]);
    expect(person({ ...mention, office: null, state: "se", stateSlug: "se", updated: "2010-01-02" }).id).toBe(
      "test-person-se-adam-example",
    );
  });
});

test.each([
  ["Federal Chancellor Sebastian Kurz", "Federal Chancellor", "Sebastian Kurz"],
  ["President Benigno S. Aquino, 3rd", "President", "Benigno S. Aquino, 3rd"],
  ["President William Example, III", "President", "William Example, III"],
])("%s is an office and one person's name", (text, office, name) => {
  expect(namesIn(text)).toEqual([{ name, office, person: true, sure: true }]);
});
