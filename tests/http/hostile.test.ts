// Hostile requests: whatever comes is refused with every fault named, or is harmless, and the server goes on.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { writeCursor } from "../../src/query/cursor.ts";
import { filtersOf } from "../../src/query/filters.ts";
import { useServer } from "../support/server.ts";

const { get } = useServer();

/** Marks of what a client must never see: engines, stacks, files. */
const INSIDES =
  /sqlite|SQLITE_|node:internal|node_modules|\bat .+:\d+:\d+|\.ts\b|syntax error|no such (?:column|table)/i;

describe("invalid query strings give 400 with the parameters at fault", () => {
  test.each<[path: string, parameters: string[]]>([
    ["/v1/events?contry=KZ", ["contry"]],
    ["/v1/events?contry=KZ&type=vist&from=2023-13&limit=0", ["type", "from", "limit", "contry"]],
    ["/v1/events?limit=1e9", ["limit"]],
    ["/v1/events?limit=1000000000", ["limit"]],
    ["/v1/events?limit=-1", ["limit"]],
    ["/v1/events?limit=1e-323", ["limit"]],
    ["/v1/events?limit=%201", ["limit"]],
    ["/v1/events?limit=+1", ["limit"]],
    ["/v1/events?limit=", ["limit"]],
    ["/v1/events?limit", ["limit"]],
    ["/v1/events?limit=1&limit=2", ["limit"]],
    ["/v1/events?limit[]=1", ["limit[]"]],
    ["/v1/events?a[a][a]=1", ["a[a][a]"]],
    ["/v1/events?__proto__=1", ["__proto__"]],
    ["/v1/events?__proto__[limit]=1", ["__proto__[limit]"]],
    ["/v1/events?constructor=1&prototype=2", ["constructor", "prototype"]],
    ["/v1/events?hasOwnProperty=1&toString=1", ["hasOwnProperty", "toString"]],
    ["/v1/events?=1", [""]],
    ["/v1/events?type=visit%00", ["type"]],
    ["/v1/events?participant=%0Axi-jinping", ["participant"]],
    ["/v1/events?type=visit,!talks", ["type"]],
    ["/v1/events?type=visit&type=!talks", ["type"]],
    ["/v1/events?country=ZZ", ["country"]],
    ["/v1/events?country=' OR 1=1 --", ["country"]],
    ["/v1/events?venue=beijing'%20OR%20'1'='1", ["venue"]],
    ["/v1/events?cameo=4;DROP TABLE events", ["cameo"]],
    ["/v1/events?sort=earliest", ["sort"]],
    ["/v1/events?sort=id;--", ["sort"]],
    ["/v1/events?fields=__proto__", ["fields"]],
    ["/v1/events?fields=title.en.constructor", ["fields"]],
    ["/v1/events?include=datasets", ["include"]],
    ["/v1/events?cursor=AAAA", ["cursor"]],
    ["/v1/events?dataset=nobody", ["dataset"]],
    ["/v1/events?ids=a&type=visit&limit=1", ["type", "limit"]],
    ["/v1/events?from=2024&to=2023", ["from"]],
    ["/v1/events?from=2023-02-29", ["from"]],
    ["/v1/events?certainty=yes", ["certainty"]],
    ["/v1/figures?min=1", ["min"]],
    ["/v1/figures?currency=USD&min=NaN&max=Infinity", ["min", "max"]],
    ["/v1/figures?currency=USD&min=9007199254740993.1e1", ["min"]],
    ["/v1/figures?sort=value", ["sort"]],
    ["/v1/participants?from=2023", ["from"]],
    [`/v1/events/2023-10-17-tokayev-xi-talks?limit=1`, ["limit"]],
    [`/v1/events/2023-10-17-tokayev-xi-talks/evidence?fields=id`, ["fields"]],
    ["/v1?x=1", ["x"]],
    ["/v1/vocabularies?limit=1", ["limit"]],
    ["/livez?x=1", ["x"]],
  ])("GET %s gives 400", async (path, parameters) => {
    const { status, json } = await get(encodeURI(path).replaceAll("%25", "%"));
    expect([status, json.errors.map(({ parameter }: { parameter: string }) => parameter ?? "")]).toEqual([
      400,
      parameters,
    ]);
    for (const name of parameters) expect(json.detail).toContain(`\`${name}\``);
    expect(JSON.stringify(json)).not.toMatch(INSIDES);
  });

  test("a hundred of very many faults are named, and the others counted", async () => {
    const keys = Array.from({ length: 500 }, (_, at) => `no-such-${at}`);
    const { status, json } = await get(`/v1/events?${keys.join("&")}`);
    expect([status, json.type]).toEqual([400, "/problems/invalid-request"]);
    expect(json.errors.length).toBeGreaterThan(0);
  });

  test.each<[path: string, status: number]>([
    ["/v1/events/nobody", 404],
    ["/v1/events/%00", 404],
    ["/v1/events/__proto__", 404],
    ["/v1/events/' OR 1=1 --", 404],
    ["/v1/vocabularies/constructor", 404],
    ["/problems/__proto__", 404],
    ["/v1/__proto__", 404],
    ["/v1/events/", 404],
    ["//evil.example/", 404],
    ["/v1/events/..%2f..%2fpackage.json", 404],
    [`/v1/events/${"a".repeat(129)}`, 414],
  ])("GET %s gives %i", async (path, status) => {
    const answer = await get(encodeURI(path).replaceAll("%25", "%"));
    expect([answer.status, answer.json.status]).toEqual([status, status]);
    expect(answer.text).not.toMatch(INSIDES);
  });

  test.each(["text/html", "application/xml", "application/json;q=0", "a/b,".repeat(500), "\u00ff", ";;;,,,"])(
    "path traversal: nothing of %j is served",
    async (accept) => expect((await get("/v1/events", { accept })).status).toBe(406),
  );
});

/** Percent-encodes code unit by code unit; an unpaired surrogate becomes the bytes that no UTF-8 has. */
function encode(text: string): string {
  return [...text]
    .map((character) => {
      if (character.isWellFormed()) return encodeURIComponent(character);
      const unit = character.charCodeAt(0);
      return `%ED%${(0x80 | ((unit >> 6) & 0x3f)).toString(16)}%${(0x80 | (unit & 0x3f)).toString(16)}`;
    })
    .join("");
}

describe("any query string gives 200 or 400, and never 500", () => {
  const nasty = fc.constantFrom(
    ...Object.values({
      unicode: "\0 \ud800 a\udfff \u202e \ufeff \ufffd 😀 e\u0301 İ \r\n \t ١ Ⅷ ﬁ ａ 中 𠮷",
      grammar: ", ! !, !! a,!b null !null NULL undefined a, ,a",
      sql: "' OR '1'='1 1;DROP/**/TABLE UNION %'-- \\ \" ` * ?1 :a @a $a 0x1 _",
      search: '"a"NEAR/2"b" AND NOT OR a* ^a {a}:b ((( col:x -a - "" -"a" a"b «a ¶',
      numbers: "1e9 1e-323 -1 0 00 1.5 NaN Infinity 1,2,3,4 -0,0 91,181 180,-90,-180,90 1,1 999,999",
      dates: "2023-02-30 0000 9999-12-31 -2023 [..2023] 0001 2023-13",
      names: "__proto__ constructor.name title.en * all true []",
      encoding: "% %25 + & = # %zz",
    }).flatMap((line) => line.split(" ")),
    ...["", " 1", "1 ", " ", "x".repeat(10_000), "a,".repeat(5_000), "a ".repeat(100), "!".repeat(200), "9".repeat(40)],
  );
  const value = fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 40 }));
  const common = ["ids", "fields", "include", "sort", "limit", "cursor", "count", "dataset", "q"];
  const strange = ["limit[]", "a[a][a]", "__proto__", "constructor", "toString", "", "Type", "q[]", "country.x", "0"];
  const name = fc.oneof(fc.constantFrom(...common, ...strange), fc.string({ unit: "binary", maxLength: 10 }));

  /** A collection and a few pairs: mostly filters of its own as they should be, searches for anything, and rubbish. */
  const asked = fc.constantFrom(...COLLECTIONS).chain((collection) => {
    const filters = filtersOf(collection);
    const sound = fc.constantFrom(...filters).map(({ name: own, example }) => [own, example] as const);
    const misused = fc.tuple(fc.constantFrom(...filters.map((filter) => filter.name)), value);
    const search = value.map((text) => ["q", text] as const);
    const pair = fc.oneof(
      { weight: 8, arbitrary: sound },
      { weight: 2, arbitrary: search },
      { weight: 1, arbitrary: misused },
      { weight: 1, arbitrary: fc.tuple(name, value) },
    );
    return fc.tuple(fc.constant(`/v1/${collection}`), fc.array(pair, { minLength: 1, maxLength: 4 }));
  });

  test("generated parameters and values", async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ([address, query]) => {
        const written = query.map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
        // The client refuses every answer that the document does not know, a 5xx among them.
        const { status, headers, text, json } = await get(`${address}?${written}`);
        expect([200, 400, 414, 431]).toContain(status);
        const problem = headers["content-type"]?.startsWith("application/problem+json") === true;
        expect(problem).toBe(status !== 200);
        if (!problem) return;
        expect(json.detail.length).toBeGreaterThan(0);
        const echoed = query.flat().some((part) => INSIDES.test(part));
        if (!echoed) expect(text).not.toMatch(INSIDES);
      }),
      { numRuns: 500 },
    );
  });

  test("generated cursors with the right fingerprint", async () => {
    for (const sort of ["-date", "date", "id", "-updated"]) {
      const { next } = (await get(`/v1/events?limit=1&sort=${sort}`)).json.links;
      const real = new URL(next, "http://localhost").searchParams.get("cursor") ?? "";
      const question = JSON.parse(Buffer.from(real, "base64url").toString())[2];
      for (const value of [null, "", "\0", "'", "2023", "9".repeat(60), "\ud800", "é"]) {
        for (const id of ["", "\0", "' OR 1=1 --", "a".repeat(300), "\udfff", "2023"]) {
          const cursor = writeCursor({ value, id }, question);
          const { status, json } = await get(`/v1/events?sort=${sort}&cursor=${cursor}&count=none&fields=id`);
          expect([status, json.errors]).toEqual([200, undefined]);
        }
      }
    }
  });
});
