// Paging over HTTP (keyset): `links.next` leads through every record once, and the Link header says the same.
import LinkHeader from "http-link-header";
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { SORTS } from "../../src/query/filters.ts";
import type { Answer } from "../support/client.ts";
import { useServer } from "../support/server.ts";

const { get, head } = useServer();

function headerLinks({ headers }: Answer): Record<string, string> {
  const { refs } = LinkHeader.parse(headers.link ?? "");
  // The page for people stands in the header alone (tests/http/pages.test.ts).
  return Object.fromEntries(refs.filter(({ rel }) => rel !== "alternate").map(({ rel, uri }) => [rel, uri]));
}

/** Every page from an address to the end. */
async function pages(path: string): Promise<Answer[]> {
  const found: Answer[] = [];
  for (let next: string | null = path; next !== null; ) {
    const answer: Answer = await get(next);
    expect(answer.status).toBe(200);
    found.push(answer);
    next = answer.json.links.next;
    if (found.length > 100) throw new Error("no end");
  }
  return found;
}

const idsOf = (answers: readonly Answer[]): string[] =>
  answers.flatMap(({ json }) => json.data.map(({ id }: { id: string }) => id));

const sorted = COLLECTIONS.flatMap((collection) => SORTS[collection].map((sort) => [collection, sort] as const));

describe.each(sorted)("GET %s by %s", (collection, sort) => {
  const query = `/v1/${collection}?sort=${sort}${sort.endsWith("value") ? "&kind=!money" : ""}`;

  test.each([1, 5])("pages of %i are all records, once each", async (limit) => {
    const whole = await get(`${query}&limit=200`);
    const answers = await pages(`${query}&limit=${limit}`);
    const ids = idsOf(answers);
    expect(ids).toEqual(idsOf([whole]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(whole.json.meta.total);
    for (const [at, answer] of answers.entries()) {
      const { data, links, meta } = answer.json;
      const last = at === answers.length - 1;
      expect(data.length).toBe(last ? ids.length - at * limit : limit);
      expect(meta).toMatchObject({ limit, total: ids.length });
      expect(links.next === null).toBe(last);
      expect(headerLinks(answer)).toEqual(last ? { self: links.self } : { self: links.self, next: links.next });
    }
  });
});

describe("links of a page", () => {
  test("`self` gives the same page again", async () => {
    for (const answer of await pages("/v1/events?country=KZ,CN&type=!visit&limit=4&fields=id&include=venues")) {
      const again = await get(answer.json.links.self);
      expect(again.text).toBe(answer.text);
    }
  });

  test("`next` keeps the parameters and their spelling", async () => {
    const asked = "/v1/events?type=talks,visit&country.all=kaz,CN&limit=1&fields=title.en&count=none";
    const answers = await pages(asked);
    expect(idsOf(answers)).toHaveLength(4);
    for (const { json } of answers) {
      expect(json.meta.total).toBe(null);
      expect(Object.keys(json.data[0])).toEqual(["id", "title"]);
      if (json.links.next !== null) expect(json.links.next.startsWith(`${asked}&cursor=`)).toBe(true);
    }
  });

  test("HEAD has the same Link header as GET", async () => {
    const [one, other] = [await get("/v1/events?limit=3"), await head("/v1/events?limit=3")];
    expect(headerLinks(other)).toEqual(headerLinks(one));
    expect(headerLinks(other).next).toBe(one.json.links.next);
  });

  test("a cursor may be used with another `limit`, and with no other filter or sort", async () => {
    const [first] = await pages("/v1/events?limit=2");
    const cursor = new URL(first?.json.links.next, "http://localhost").searchParams.get("cursor");
    const rest = await get(`/v1/events?limit=200&cursor=${cursor}`);
    expect(idsOf([rest])).toHaveLength(10);
    expect(idsOf([await get(`/v1/events?sort=-date&cursor=${cursor}&count=exact`)])).toEqual(idsOf([rest]));
    for (const other of ["sort=date", "type=visit", "dataset=all", "certainty=certain&from=2022"]) {
      const { status, json } = await get(`/v1/events?${other}&cursor=${cursor}`);
      expect([other, status, json.errors]).toEqual([
        other,
        400,
        [
          {
            parameter: "cursor",
            detail: expect.stringMatching(/^belongs to other filters or another sort; begin again without it/),
          },
        ],
      ]);
    }
    expect((await get(`/v1/quotes?cursor=${cursor}`)).status).toBe(400);
  });
});
