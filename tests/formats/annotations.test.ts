// Annotations: what the W3C Web Annotation Data Model says with MUST, for every record with and without a public address.
import { describe, expect, test } from "vitest";
import { annotationPage } from "../../src/formats/annotations.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { put } from "../intake/curated/fixture.ts";
import { curatedData } from "../support/filled.ts";

type Json = Readonly<Record<string, unknown>>;
/** What is wrong with a value where it stands; nothing where all is well. */
type Rule = (value: unknown) => string[];

const { dataset } = await curatedData();

const when = (sound: boolean, fault: string) => (sound ? [] : [fault]);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

/** Absolute: without a base, a relative reference is no IRI (section 3.1; RFC 3987, section 2.2). */
const iri: Rule = (value) => when(typeof value === "string" && URL.canParse(value), `${value} is no IRI`);
const text: Rule = (value) => when(typeof value === "string", `${value} is no text`);
const count: Rule = (value) => when(isCount(value), `${value} is no count`);
const is =
  (...words: readonly string[]): Rule =>
  (value) =>
    when(words.includes(value as string), `${value} is none of ${words}`);
/** XML Schema's dateTime, in UTC as section 3.2.2 recommends. */
const instant: Rule = (value) =>
  when(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(value)), `${value} is no instant`);
const each =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.length > 0 ? value.flatMap(rule) : [`${value} is no list of any`];
const either =
  (...rules: readonly Rule[]): Rule =>
  (value) => {
    const faults = rules.map((rule) => rule(value));
    return faults.some((one) => one.length === 0) ? [] : (faults.at(-1) ?? []);
  };
const node =
  (must: Readonly<Record<string, Rule>>): Rule =>
  (value) =>
    isObject(value)
      ? Object.entries(must).flatMap(([name, rule]) => rule(value[name]).map((fault) => `${name}: ${fault}`))
      : [`${value} is no object`];

/** Section 3.3.5: the purposes and motivations there are. */
const PURPOSES = ["identifying", "classifying", "commenting", "describing", "linking", "tagging"];
const QUOTE = node({ type: is("TextQuoteSelector"), exact: text, prefix: text, suffix: text });
const POSITION = node({ type: is("TextPositionSelector"), start: count, end: count });
const RESOURCE = node({ type: is("SpecificResource"), source: iri, selector: each(either(QUOTE, POSITION)) });
const ANNOTATION = node({
  id: iri,
  type: is("Annotation"),
  created: instant,
  creator: node({ id: iri, type: is("Person", "Organization", "Software"), name: text }),
  motivation: is(...PURPOSES),
  body: each(node({ type: is("TextualBody"), value: text, purpose: is(...PURPOSES) })),
  target: either(iri, each(RESOURCE)),
});
const PAGE = node({
  "@context": is("http://www.w3.org/ns/anno.jsonld"),
  id: iri,
  type: is("AnnotationPage"),
  partOf: node({ id: iri, type: is("AnnotationCollection"), label: text, total: count, first: iri, last: iri }),
  startIndex: count,
  items: each(ANNOTATION),
});

/** What no schema of one member says. */
function together(page: ReturnType<typeof annotationPage>): string[] {
  const { id, partOf, items } = page;
  const ids = [id, partOf.id, ...items.map((one) => one.id)];
  return [
    ...when(new Set(ids).size === ids.length, "an IRI names two things"),
    ...when(partOf.first === id && partOf.last === id && partOf.total === items.length, "the collection is another"),
    ...when(!("next" in page || "prev" in page), "the only page has a neighbour"),
    ...items.flatMap(({ target }) =>
      (typeof target === "string" ? [] : target).flatMap(({ selector: [quoted, at] }) => {
        const both = quoted?.type === "TextQuoteSelector" && at?.type === "TextPositionSelector";
        return when(both && at.end - at.start === [...quoted.exact].length, "the selectors select different words");
      }),
    ),
  ];
}

const BASES = ["", "https://news.example.org/api"];
const TALKS = "2023-10-17-tokayev-xi-talks";

describe.each(BASES)("the evidence of every record, with the public address %j,", (base) => {
  test.each(COLLECTIONS)("of %s is a sound AnnotationPage of the W3C model", (collection) => {
    const faults = dataset.records[collection].flatMap((record) => {
      const page = annotationPage(collection, record, base);
      return [...PAGE(page), ...together(page)].map((fault) => `${record.id}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });
});

describe("a page that breaks the W3C model is noticed", () => {
  const talks = dataset.records.events.find(({ id }) => id === TALKS) as (typeof dataset.records.events)[number];
  test.each<[pointer: string, value: unknown]>([
    ["/@context", undefined],
    ["/id", `/v1/events/${TALKS}/evidence`],
    ["/type", "Page"],
    ["/partOf", undefined],
    ["/partOf/id", "evidence"],
    ["/partOf/total", 1],
    ["/partOf/first", "urn:communique:other"],
    ["/items/0/id", "0"],
    ["/items/0/type", undefined],
    ["/items/1/id", `urn:communique:events:${TALKS}:evidence:0`],
    ["/items/0/created", "2023-10-17"],
    ["/items/0/creator", "Communiqué"],
    ["/items/0/creator/id", undefined],
    ["/items/0/motivation", "proving"],
    ["/items/0/body/0/value", undefined],
    ["/items/0/target", []],
    ["/items/0/target/0/source", "/v1/sources/zakon-kz-2023-10-17"],
    ["/items/0/target/0/selector/0/exact", undefined],
    ["/items/0/target/0/selector/1/start", -1],
    ["/next", "urn:communique:next"],
  ])("with %s as %j", (pointer, value) => {
    const page = structuredClone(annotationPage("events", talks, ""));
    put(page as never, pointer.slice(1).split("/"), value as never);
    const faults = PAGE(page);
    expect(faults.length > 0 ? faults : together(page)).not.toEqual([]);
  });
});
