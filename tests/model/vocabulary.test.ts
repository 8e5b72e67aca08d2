// Vocabularies: each word once, with two labels; event types agree with the tables of CAMEO and PLOVER.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CameoCode } from "../../src/model/codes.ts";
import { CODING_RULES } from "../../src/model/coding-rules.ts";
import { EVENT_TYPES } from "../../src/model/event-types.ts";
import type { CameoTerm } from "../../src/model/reference.ts";
import type { Term } from "../../src/model/term.ts";
import * as vocabulary from "../../src/model/vocabulary.ts";

const LISTS: readonly (readonly [string, readonly Term[]])[] = [
  ...Object.entries(vocabulary).flatMap(([name, value]) =>
    Array.isArray(value) && typeof value[0] === "object" ? [[name, value as unknown as readonly Term[]] as const] : [],
  ),
  ["CODING_RULES", CODING_RULES],
  ["EVENT_TYPES", EVENT_TYPES],
];
const codes: readonly CameoTerm[] = JSON.parse(readFileSync("data/reference/cameo.json", "utf8")).codes;
const cameo = new Map(codes.map((term) => [term.code, term]));

test("the lists of src/model/vocabulary.ts are found", () => expect(LISTS.length).toBeGreaterThanOrEqual(18));

describe.each(LISTS)("the vocabulary %s", (name, terms) => {
  test("each word occurs once", () => {
    expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
    expect(terms.length).toBeGreaterThan(0);
  });

  test("no word can be taken for a part of the filter grammar", () => {
    for (const { id } of terms) {
      expect(id).toMatch(name === "PLOVER" ? /^[A-Z]+$/ : /^[a-z]+(?:-[a-z]+)*$/);
      expect(["null", "all"]).not.toContain(id);
    }
  });

  test("each word has an English and a Russian label of its own", () => {
    for (const language of ["en", "ru"] as const) {
      const labels = terms.map(({ label }) => label[language]);
      expect(new Set(labels).size).toBe(labels.length);
      for (const label of labels) expect(label).toBe(label.trim());
    }
    for (const { label } of terms) {
      expect(label.en).toMatch(/^[A-Z0-9]/);
      expect(label.ru).toMatch(/\p{Script=Cyrillic}/u);
    }
  });
});

describe("event types and their codes", () => {
  test.each(EVENT_TYPES.map((type) => [type.id, type] as const))(
    "the CAMEO codes of %s exist and have its PLOVER category",
    (_, type) => {
      for (const code of type.cameo) {
        expect(CameoCode.safeParse(code).success).toBe(true);
        expect(cameo.get(code)?.plover?.event ?? null, code).toBe(type.plover?.event ?? null);
      }
      expect(new Set(type.cameo).size).toBe(type.cameo.length);
    },
  );

  /** Where our mode is not that of the usual CAMEO code, and why. */
  const OWN_MODES: Readonly<Record<string, string>> = {
    forum: "CAMEO has no multilateral code; PLOVER has the mode",
    accuse: "the type is wider than 110, disapproval",
    retreat: "the type is wider than 087, de-escalation",
  };

  test("types have the PLOVER mode of their first CAMEO code, or a listed reason", () => {
    const other = EVENT_TYPES.filter(({ cameo: [usual], plover }) => {
      return usual !== undefined && (cameo.get(usual)?.plover?.mode ?? null) !== (plover?.mode ?? null);
    });
    expect(other.map(({ id }) => id).sort()).toEqual(Object.keys(OWN_MODES).sort());
  });

  test("every PLOVER category has an event type", () => {
    const used = new Set<string>(EVENT_TYPES.flatMap(({ plover }) => plover?.event ?? []));
    expect([...used].sort()).toEqual(vocabulary.PLOVER.map(({ id }) => id).sort());
  });

  test("CAMEO codes have a PLOVER coding, but for the roots 01 and 02", () => {
    for (const { code, root, plover } of codes) {
      expect(plover === null, code).toBe(["01", "02"].includes(root));
      expect(code.startsWith(root)).toBe(true);
    }
  });
});
