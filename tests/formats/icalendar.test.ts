// iCalendar (RFC 5545): all-day events whose days are known, with DTEND the day after; what is left out is counted.
import fc from "fast-check";
import ICAL from "ical.js";
import { foldLines } from "ical-generator";
import { expect, test } from "vitest";
import { folded, ics } from "../../src/formats/icalendar.ts";
import type { Lang } from "../../src/formats/labels.ts";
import { NONE_RELATED, type Related } from "../../src/formats/related.ts";
import type { Records } from "../../src/model/bundle.ts";
import { readDate } from "../../src/model/dates.ts";
import type { Event } from "../../src/model/event.ts";
import { curatedData } from "../support/filled.ts";
import { relatedIn } from "./related.ts";

const { dataset } = await curatedData();
const { events } = dataset.records;
const related = relatedIn(dataset.records);
const [talks] = events.filter(({ type }) => type === "talks") as [Event];

/** The last paragraph of what is described: whom to name, and on which terms. */
const SOURCES = {
  en: "Sources: zakon-kz: all rights reserved; akorda: all rights reserved",
  ru: "Источники: zakon-kz: все права защищены; akorda: все права защищены",
};

function written(
  records: readonly Event[],
  lang: Lang = "en",
  base = "",
  title = "Communiqué: events",
  next: string | null = null,
): string {
  return [...ics.write(records, { lang, base, title, related, total: 1_975, next })].join("");
}

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return { calendar, entries: calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component)) };
}

const dated = (edtf: string | null, more: Partial<Event> = {}): Event => ({
  ...talks,
  ...more,
  date: edtf === null ? null : readDate(edtf),
});

test("a long calendar comes in pieces of a few events each, which are a calendar together", () => {
  const many = Array.from({ length: 60 }, (_, at) => dated("2023-10-17", { id: `event-${at}` }));
  const about = { lang: "en", base: "", title: "Communiqué: events", related, total: null, next: null } as const;
  const pieces = [...ics.write(many, about)];
  expect(pieces.map((piece) => piece.match(/^BEGIN:VEVENT/gm)?.length ?? 0)).toEqual([0, 25, 25, 10, 0]);
  const { entries } = read(pieces.join(""));
  expect(entries.map(({ uid }) => uid)).toEqual(many.map(({ id }) => `urn:communique:events:${id}`));
});

test("iCalendar has the four of twelve events whose days are known, an approximate one included", () => {
  const { calendar, entries } = read(written(events));
  expect(entries.map(({ uid }) => uid)).toEqual([
    "urn:communique:events:2023-10-17-guard-of-honour-for-tokayev",
    "urn:communique:events:2023-10-17-tokayev-invitation-to-xi",
    "urn:communique:events:2023-10-17-tokayev-xi-talks",
    "urn:communique:events:2023-10-tokayev-visit-to-china",
  ]);
  expect(calendar.getFirstPropertyValue("x-communique-left-out")).toBe("8");
  expect(calendar.getFirstPropertyValue("x-wr-caldesc")).toBe("Events left out because their days are not known: 8.");
  for (const { startDate, endDate } of entries) {
    expect([startDate.isDate, endDate.isDate]).toEqual([true, true]);
    expect([startDate.toString(), endDate.toString()]).toEqual(["2023-10-17", "2023-10-18"]);
  }
});

test("iCalendar event of the talks: location, categories, TRANSP:TRANSPARENT", () => {
  const { calendar, entries } = read(written(events, "ru", "https://example.org"));
  const entry = entries.find(({ uid }) => uid.endsWith("talks"));
  expect(entry?.summary).toBe("Переговоры Касым-Жомарта Токаева и Си Цзиньпина");
  expect(entry?.location).toBe("Большой восточный зал, Дом народных собраний, Пекин, Китай");
  expect(entry?.description).toBe(`${talks.summary?.ru}\n\n${SOURCES.ru}`);
  const value = (name: string) => entry?.component.getFirstPropertyValue(name)?.toString();
  expect(value("dtstamp")).toBe("2026-11-24T00:00:00Z");
  expect(value("sequence")).toBe("0");
  expect(value("transp")).toBe("TRANSPARENT");
  expect(value("categories")).toBe("Переговоры");
  expect(value("url")).toBe(`https://example.org/v1/events/${talks.id}`);
  expect(calendar.getFirstPropertyValue("prodid")).toBe("-//Communique//Diplomatic events//RU");
  // A method would make an iTIP message of it (RFC 5545, section 3.7.2).
  expect(calendar.getFirstPropertyValue("method")).toBeNull();
  expect(calendar.getFirstPropertyValue("name")).toBe("Communiqué: events");
  expect(calendar.getFirstPropertyValue("refresh-interval")?.toString()).toBe("P1D");
  expect(calendar.getFirstPropertyValue("x-published-ttl")).toBe("P1D");
});

test("iCalendar: an event of an uncertain or approximate day is TENTATIVE, and its SUMMARY says so", () => {
  const shown = (edtf: string, status: Event["status"], lang: Lang = "en") => {
    const [entry] = read(written([dated(edtf, { status })], lang)).entries;
    return [entry?.summary, entry?.component.getFirstPropertyValue("status")];
  };
  expect(shown("2014-10-27~", "occurred")).toEqual([`${talks.title.en} (date not certain)`, "TENTATIVE"]);
  expect(shown("2014-10-27?", "ongoing", "ru")).toEqual([`${talks.title.ru} (дата не точна)`, "TENTATIVE"]);
  expect(shown("2014-10-27~", "cancelled")).toEqual([`${talks.title.en} (date not certain)`, "CANCELLED"]);
  expect(shown("2014-10-27", "occurred")).toEqual([talks.title.en, "CONFIRMED"]);
});

test("iCalendar: the description ends with whom to name for the sources and their licences", () => {
  const [id = ""] = talks.sources;
  const licensed = { ...related.sources.get(id), licence: "CC BY 4.0", attribution: "Gazeta" } as Records["sources"];
  const known = { ...related, sources: new Map([[id, licensed]]) };
  const about = { lang: "en", base: "", title: "Communiqué: events", total: null, next: null } as const;
  const description = (some: Related) => read([...ics.write([talks], { ...about, related: some })].join("")).entries[0];
  expect(description(known)?.description?.split("\n\n").at(-1)).toBe("Source: Gazeta: CC BY 4.0");
  expect(description(NONE_RELATED)?.description).toBe(talks.summary?.en);
});

test("iCalendar without PUBLIC_URL has no URL", () => {
  expect(written(events)).not.toMatch(/^URL/m);
});

test("iCalendar: the description of a qualified date says so", () => {
  const description = (edtf: string, lang: Lang) => read(written([dated(edtf)], lang)).entries[0]?.description;
  expect(description("2023-10-17~", "en")).toContain("EDTF: 2023-10-17~");
  expect(description("2023-10-17?", "ru")).toContain("EDTF: 2023-10-17?");
  expect(description("2023-10-17", "en")).toBe(`${talks.summary?.en}\n\n${SOURCES.en}`);
});

test.each([
  ["2023-12-31", "2023-12-31", "2024-01-01"],
  ["2024-02-28/2024-02-29", "2024-02-28", "2024-03-01"],
  ["2024-02-28~/2024-02-29", "2024-02-28", "2024-03-01"],
])("iCalendar: the date %s has DTSTART %s and DTEND %s", (edtf, start, end) => {
  const [entry] = read(written([dated(edtf)])).entries;
  expect([entry?.startDate.toString(), entry?.endDate.toString()]).toEqual([start, end]);
});

test.each([
  ["2024"],
  ["2024-05"],
  ["2024-05/2024-06"],
  ["2024-05/2024-06-03"],
  ["2024-05-01/.."],
  ["../2024-05-01"],
  ["[..2024-05-01]"],
  ["[2024-05-01,2024-05-02]"],
  ["2024-05-XX"],
  [null],
])("iCalendar: the date %s is left out", (edtf) => {
  const { calendar, entries } = read(written([dated(edtf), talks]));
  expect(entries.map(({ uid }) => uid)).toEqual([`urn:communique:events:${talks.id}`]);
  expect(calendar.getFirstPropertyValue("x-communique-left-out")).toBe("1");
});

test.each([
  ["occurred", "CONFIRMED"],
  ["ongoing", "CONFIRMED"],
  ["planned", "TENTATIVE"],
  ["proposed", "TENTATIVE"],
  ["postponed", "TENTATIVE"],
  ["cancelled", "CANCELLED"],
] as const)("iCalendar: the status %s is %s", (status, expected) => {
  const [entry] = read(written([dated("2024-05-01", { status })])).entries;
  expect(entry?.component.getFirstPropertyValue("status")).toBe(expected);
});

test("iCalendar: properties of the calendar come first, in an empty calendar too", () => {
  for (const text of [written(events), written([])]) {
    const names = text.replaceAll("\r\n ", "").split("\r\n");
    const own = names.findIndex((line) => line.startsWith("X-COMMUNIQUE-LEFT-OUT:"));
    const first = names.findIndex((line) => line === "BEGIN:VEVENT" || line === "END:VCALENDAR");
    expect(own).toBe(first - 1);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(names.filter((line) => line.startsWith("X-COMMUNIQUE"))).toHaveLength(1);
  }
});

const special = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "Щ",
      "👩‍👩‍👧",
      "會",
      "\\",
      ";",
      ",",
      ":",
      '"',
      "\n",
      "\r\n",
      "\t",
      "\\n",
      " ",
      "\u2028",
      "\0",
      "\x0b",
    ),
    fc.constantFrom("BEGIN:VEVENT", "END:VCALENDAR", "X-A:1"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 200,
});
/** What no calendar can hold is gone, and every end of a line is the same. */
const kept = (text: string) => text.replace(/\r\n|[\r\n\u2028\u2029]/g, "\n").replace(/(?![\t\n])\p{Cc}/gu, "");

test("iCalendar: any text survives escaping and folding at 75 octets", () => {
  fc.assert(
    fc.property(special, special, (title, summary) => {
      const text = written(
        [dated("2024-05-01", { title: { en: title }, summary: { en: summary } })],
        "en",
        "",
        `Events ${title}`,
      );
      for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text.replaceAll("\r\n", "")).not.toMatch(/(?!\t)\p{Cc}/u);
      const { calendar, entries } = read(text);
      expect(entries.map((entry) => [entry.summary, entry.description])).toEqual([
        [kept(title), `${kept(summary)}\n\n${SOURCES.en}`],
      ]);
      // The reader leaves the escapes of properties that it does not know.
      const name = String(calendar.getFirstPropertyValue("x-wr-calname"));
      expect(name.replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign))).toBe(`Events ${kept(title)}`);
    }),
    { numRuns: 300 },
  );
});

test("iCalendar: folding gives the octets that ical-generator gives", () => {
  const lines = fc.array(fc.tuple(special, special), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(lines, (all) => {
      const text = all.map(([name, value]) => `${kept(name + value).replaceAll("\n", " ")}\r\n`).join("");
      expect(folded(text)).toBe(foldLines(text));
    }),
    { numRuns: 300 },
  );
});

test.each<[Lang, RegExp]>([
  ["en", /This is a part: 12 of 1975 events\. The next ones: \/v1\/events\?format=ics&cursor=x$/],
  ["ru", /Это часть событий: 12 из 1975\. Следующие: \/v1\/events\?format=ics&cursor=x$/],
])("iCalendar in %s: a part of a list says so in the description, and where the next events are", (lang, said) => {
  const { calendar } = read(written(events, lang, "", "Communiqué", "/v1/events?format=ics&cursor=x"));
  expect(calendar.getFirstPropertyValue("x-wr-caldesc")).toMatch(said);
});
