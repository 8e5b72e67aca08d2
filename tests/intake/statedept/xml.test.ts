// XML of the State Department: what is no list is refused with its place; in a list every row is accounted for.
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MARKS_LIMIT, parseStateFile, ROW_LIMIT, SIZE_LIMIT } from "../../../src/intake/statedept/xml.ts";
import { InputFault } from "../../../src/model/import-row.ts";
import { temporary } from "../curated/fixture.ts";
import { events, type List, take, takeText, takeVisits, trip, trips, visit, visits, write } from "./lists.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const LIST = visits(visit());
/** The list with one thing changed. */
const with_ = (from: string | RegExp, to: string) => LIST.replace(from, to);
const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);
const bomb = (name: string) =>
  `${HEAD}<!DOCTYPE ${name} [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>\n<${name}>&c;</${name}>`;

const BROKEN: readonly (readonly [what: string, content: string | Uint8Array, place: string, reason: RegExp])[] = [
  ["nothing", "", "1:1", /is empty/],
  ["spaces only", " \n\n ", "3:2", /is empty/],
  ["a byte order mark only", "\uFEFF", "1:2", /is empty/],
  ["a declaration only", HEAD, "2:1", /is empty/],
  ["a comment only", "<!-- nothing -->", "1:17", /is empty/],
  ["a web page", "<!DOCTYPE html>\n<html><body>Not found</body></html>", "1:1", /web page/],
  ["a web page without a document type", "\n<html lang='en'><br></html>", "2:1", /web page/],
  ["an XHTML page", `${HEAD}<!DOCTYPE html PUBLIC "a" "b">\n<html/>`, "2:1", /web page/],
  ["JSON", '{"visits": []}', "1:1", /is no XML/],
  ["CSV", "id,start-date\n1,1985-03-04\n", "1:1", /is no XML/],
  ["plain words", "404: Not Found", "1:1", /is no XML/],
  ["text before the root", `x${LIST}`, "1:1", /is no XML/],
  ["a bomb of entities", bomb("visits"), "2:1", /document type/],
  [
    "an outer entity",
    `<!DOCTYPE visits [<!ENTITY a SYSTEM "file:///etc/hosts">]><visits>&a;</visits>`,
    "1:1",
    /document type/,
  ],
  [
    "an outer document type",
    `${HEAD}<!-- a -->\n<!DOCTYPE visits SYSTEM "http://localhost/a.dtd"><visits/>`,
    "3:1",
    /document type/,
  ],
  ["an empty document type", "<!DOCTYPE visits><visits/>", "1:1", /document type/],
  ["the other list", trips(trip()), "2:1", /the root element is not <visits>/],
  ["a single visit", visit().trim(), "1:1", /the root element is not <visits>/],
  ["another root", `${HEAD}<rss><channel/></rss>`, "2:1", /the root element is not <visits>/],
  ["a root in another case", "<Visits></Visits>", "1:1", /the root element is not <visits>/],
  ["two roots", `${LIST}<visits/>`, "14:1", /Extra content/],
  ["text after the root", `${LIST}more`, "14:1", /Extra content/],
  ["text between the rows", visits(visit(), "stray words"), "13:1", /text between the records/],
  ["no end", LIST.slice(0, LIST.indexOf("</visits>")), "12:11", /Missing end tag for element visits/],
  ["an end in a tag", LIST.slice(0, LIST.indexOf("</visitor>") + 5), "7:36", /Missing end tag/],
  ["a tag left open", with_("</visitor>", ""), "12:3", /Missing end tag for element visitor/],
  ["a tag that crosses another", with_("</visitor>", "</from>"), "7:36", /Missing end tag for element visitor/],
  ["an end tag too many", with_("</from>", "</from></from>"), "8:25", /Missing end tag/],
  ["a bare ampersand", with_("President Adam", "President & Adam"), "7:26", /reference/],
  ["an unknown entity", with_("Adam", "Ad&aacute;m"), "7:26", /Named entity isn't defined: &aacute;/],
  ["an entity without an end", with_("Adam", "Ad&amp m"), "7:31", /reference|entity|ampersand/i],
  ["a character that XML has not", with_("Adam", "Ad&#0;m"), "7:30", /character/i],
  ["a bell", with_("Adam", "Ad\u0007am"), "7:26", /Invalid character|Missing end tag/],
  ["a bare bracket", with_("State visit.", "Visit < 3 days."), "9:24", /Missing end tag|tag/],
  ["an attribute without quotes", with_("<visit>", "<visit id=1>"), "3:13", /Attribute value expected/],
  ["an attribute without a value", with_("<visit>", "<visit id>"), "3:12", /Attribute value expected|=/],
  ["an attribute twice", with_("<visit>", '<visit a="1" a="2">'), "3:21", /Duplicate attribute: a/],
  ["a comment without an end", with_("<visitor>", "<!-- <visitor>"), "7:9", /Unclosed comment/],
  ["a comment with two hyphens", with_("<visitor>", "<!-- a -- b --><visitor>"), "7:12", /--|comment/],
  ["CDATA without an end", with_("Adam", "<![CDATA[Adam"), "7:33", /Unclosed CDATA/],
  ["the end of CDATA alone", with_("Adam", "]]>"), "7:24", /Missing end tag|\]\]>/],
  ["a declaration in the middle", with_("<visit>", `<visit>${HEAD}`), "3:10", /processing|declaration|reserved|xml/i],
  ["an instruction without an end", with_("<visit>", "<visit><?php"), "4:5", /instruction|Invalid/i],
  ["a name that begins with a digit", with_("<visit>", "<visit><1/>"), "3:10", /Missing end tag|tag/],
  ["Latin-1", bytes(with_("Adam", "Adám"), "latin1"), "7:26", /is not UTF-8/],
  ["UTF-16", bytes(`\uFEFF${LIST}`, "utf16le"), "1:4", /NUL|UTF-8/],
  ["a NUL", with_("Adam", "Ad\0m"), "7:26", /NUL byte/],
  [
    "half a character at the end",
    Buffer.concat([Buffer.from(LIST.trimEnd()), Buffer.from([0xd0])]),
    "13:10",
    /is not UTF-8/,
  ],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), "1:4", /UTF-8|NUL/],
  ["another encoding declared", LIST.replace("UTF-8", "ISO-8859-1"), "1:1", /declares the encoding ISO-8859-1/],
  ["elements too deep", `<visits>${"<a>".repeat(MARKS_LIMIT - 1)}`, "1:306", /nested too deeply/],
  ["too many tags", `<visits>\n${"<a>".repeat(MARKS_LIMIT)}`, `2:${3 * MARKS_LIMIT - 2}`, /more than 30000 tags/],
  ["too many attributes", `<visits>${"=".repeat(MARKS_LIMIT + 1)}`, `1:${MARKS_LIMIT + 9}`, /30000 attributes/],
  ["a row too long", with_("State visit.", "a".repeat(ROW_LIMIT)), "3:3", /<visit> is longer than 65536 characters/],
];

/** The same for the other list, where the root has no part in what is wrong. */
const asTrips = (content: string | Uint8Array) =>
  typeof content === "string"
    ? content
        .replace(/\bvisits\b/g, "\0")
        .replace(/^<trips>|\btrips\b/gm, "visits")
        .replaceAll("@@", "trips")
    : content;

describe("XML that is no list is refused", () => {
  test("there are more than forty cases", () => expect(BROKEN.length).toBeGreaterThanOrEqual(50));

  test.each(BROKEN)("visits: %s", async (_, content, place, reason) => {
    const path = await write(content);
    const fault = await take("visits", [path]).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(InputFault);
    const { message } = fault as InputFault;
    expect(message.slice(0, path.length + 1)).toBe(`${path}:`);
    expect(message.slice(path.length + 1).split(": ")[0]).toBe(place);
    expect(message.slice(path.length + 1)).toMatch(reason);
    expect(message).not.toContain("\n");
  });

  test.each(BROKEN)("trips: %s", async (_, content) => {
    const path = await write(asTrips(content));
    await expect(take("trips", [path])).rejects.toThrow(/list\.xml:\d+:\d+: /);
  });

  test("a missing file, and a folder without lists, are refused", async () => {
    const folder = await temporary();
    await expect(take("visits", [join(folder, "a.xml")])).rejects.toThrow(
      `${join(folder, "a.xml")}: there is no such file or folder`,
    );
    await writeFile(join(folder, "notes.txt"), "");
    await expect(take("visits", [folder])).rejects.toThrow(`${folder}: this folder has no .xml file`);
  });

  test("a file that is too large is refused without being read", async () => {
    const path = await write("");
    await truncate(path, SIZE_LIMIT + 1);
    await expect(take("visits", [path])).rejects.toThrow(`${path}: is larger than 8 MiB`);
  });

  test("while files beside it are read", async () => {
    const [good, bad] = [await write(LIST), await write("<visits>", "bad.xml")];
    const outcome = await take("visits", [bad, good]);
    expect(outcome.refused).toMatchObject([{ message: expect.stringMatching(/bad\.xml:\d+:\d+: \S/) }]);
    expect(outcome.kept).toHaveLength(1);
  });
});

describe("XML files", () => {
  test("a folder is read by file name, other files ignored", async () => {
    const folder = await temporary();
    for (const [name, id] of [
      ["1990.xml", "2"],
      ["1980.XML", "1"],
      ["2000.xml", "3"],
    ] as const) {
      await writeFile(join(folder, name), visits(visit({ id, visitor: `President ${id}` })));
    }
    await writeFile(join(folder, ".hidden.xml"), "no list");
    await writeFile(join(folder, "readme.md"), "no list");
    await mkdir(join(folder, "schemas"));
    const outcome = await take("visits", [folder]);
    expect(outcome.kept.map(({ id, file }) => [id, file])).toEqual([
      ["1", join(folder, "1980.XML")],
      ["2", join(folder, "1990.xml")],
      ["3", join(folder, "2000.xml")],
    ]);
    expect(outcome.bytes).toEqual(
      [1, 2, 3].map((id) => Buffer.byteLength(visits(visit({ visitor: `President ${id}` })))),
    );
  });

  test("of one name are versions of one file, the last of which holds", async () => {
    const outcome = await take("visits", [await write(visits(visit())), await write(visits(visit({ id: "2" })))]);
    expect(events(outcome).map(({ id, sources }) => [id, sources])).toEqual([["us-visits-2", ["us-visits-file-list"]]]);
  });

  test("whose names no id can spell are told apart", async () => {
    const names = ["визиты.xml", "поездки.xml", "список-1.xml"];
    const paths = await Promise.all(names.map((name, at) => write(visits(visit({ id: `${at}` })), name)));
    const ids = events(await take("visits", paths)).map(({ sources }) => sources[0]);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^us-visits-file-(?:1-)?[0-9a-f]{8}$/);
  });

  test.each(["\uFEFF", "<!-- a comment -->\n", "<?note?>\n"])("a file may begin with %j", async (start) => {
    const content = start + LIST.slice(start === "\uFEFF" ? 0 : HEAD.length);
    expect((await takeText("visits", content)).kept).toHaveLength(1);
  });

  test("a file may be an empty list, and use any line endings", async () => {
    expect((await takeText("visits", "<visits/>")).kept).toEqual([]);
    const [kept] = (await takeText("visits", LIST.replaceAll("\n", "\r\n"))).kept;
    expect(kept?.line).toBe(3);
  });

  test("places of elements count code points", () => {
    const file = parseStateFile(
      "a",
      Buffer.from(`<visits>\r\n😀<visit><id>é😀</id></visit></visits>`.replace("😀<", " <")),
      "visits",
    );
    const [row] = file.rows;
    expect(row?.place).toEqual({ line: 2, column: 2, point: 11 });
    expect(row?.fields.get("id")?.[0]?.span).toEqual({ exact: "é😀", start: 22, end: 24 });
  });
});

test("an unknown element is skipped with its place", async () => {
  const outcome = await takeVisits(visit(), "  <trip><id>3</id></trip>", visit({ id: "2" }));
  expect(outcome.kept.map(({ id, line }) => [id, line])).toEqual([
    ["1", 3],
    ["2", 14],
  ]);
  expect(outcome.skipped).toEqual([
    {
      kind: "skipped",
      file: expect.stringMatching(/list\.xml$/),
      line: 13,
      column: 3,
      reason: "unexpected element",
      detail: "<trip> instead of <visit>",
      broken: true,
    },
  ]);
});

/** What may happen to a list on its way: letters lost, doubled, exchanged. */
const mutations = fc.array(
  fc.record({
    at: fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((part) => part / 10_000),
    cut: fc.constantFrom(0, 0, 1, 1, 7),
    put: fc.oneof(
      {
        weight: 2,
        arbitrary: fc.constantFrom("0", "9", "é", " ", "\n", ";", "-", "&amp;", " and ", "<id>2</id>", "<from/>"),
      },
      { weight: 1, arbitrary: fc.constantFrom("<", ">", "&", "</visit>", "<visit>", "]]>", "<!--", "\0") },
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

function mutated(text: string, changes: readonly { at: number; cut: number; put: string }[]): string {
  return changes.reduce((before, { at, cut, put }) => {
    const place = Math.floor(at * before.length);
    return before.slice(0, place) + put + before.slice(place + cut);
  }, text);
}

test.each<[List, string]>([
  ["visits", visits(visit(), visit({ id: "2", visitor: "King Adam and Queen Bela", from: "Korea; Japan" }))],
  ["trips", trips(trip(), trip({ id: "2", locale: "Turku, Oulu", remarks: "Talks & a walk." }))],
])("a damaged list of %s is refused with a place, or every row of it is accounted for", async (list, text) => {
  const folder = await temporary();
  const path = join(folder, "list.xml");
  const seen = { refused: 0, read: 0 };
  await fc.assert(
    fc.asyncProperty(mutations, async (changes) => {
      const damaged = mutated(text, changes);
      await writeFile(path, damaged);
      try {
        const { kept, skipped } = await take(list, [path]);
        seen.read += 1;
        const there = parseStateFile(path, Buffer.from(damaged), list).rows;
        expect([...kept, ...skipped].map(({ line }) => line).sort()).toEqual(
          there.map(({ place }) => place.line).sort(),
        );
      } catch (error) {
        if (!(error instanceof InputFault)) throw error;
        seen.refused += 1;
        expect(error.message.slice(path.length)).toMatch(/^:[1-9]\d*:[1-9]\d*: ./);
      }
    }),
    { numRuns: 120 },
  );
  expect(Math.min(seen.refused, seen.read)).toBeGreaterThan(5);
});
