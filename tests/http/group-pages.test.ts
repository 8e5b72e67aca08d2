// Pages of groups: JSON pages through all groups of a count, CSV and NDJSON have them in one answer.
import { expect, test } from "vitest";
import { dataset, entry, event, participant } from "../store/small.ts";
import { useServer } from "../support/server.ts";

interface Group {
  readonly keys: { readonly participant: string };
}

const many = Array.from({ length: 700 }, (_, at) => participant(`person-${at}`, { names: { en: `Person ${at}` } }));
const events = many.map(({ id }, at) => event(`talks-${at}`, { participants: [entry(id, "visitor")] }));
const wide = useServer({ data: null, datasets: [dataset("many", { events, participants: many })] });
const path = "/v1/stats/events?by=participant&dataset=many";

test("CSV and NDJSON without `limit` have every group", async () => {
  const csv = await wide.get(`${path}&format=csv`);
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(701);
  const lines = (await wide.get(`${path}&format=ndjson`)).text.trimEnd().split("\n");
  expect(new Set(lines.map((text) => JSON.parse(text).keys.participant)).size).toBe(700);
  expect(JSON.parse(lines[699] ?? "").labels.participant).toEqual({ en: expect.stringMatching(/^Person/) });
  expect(csv.headers.link).not.toContain("next");
});

test.each(["-count", "count", "key"])(
  "sort=%s: following `links.next` in JSON meets every group once",
  async (sort) => {
    const met: string[] = [];
    let next: string | null = `${path}&sort=${sort}&limit=200`;
    while (next !== null) {
      const { json, headers } = await wide.get(next);
      met.push(...json.data.map(({ keys }: Group) => keys.participant));
      expect(json.meta).toMatchObject({ total: 700, groups: 700, limit: 200 });
      expect(String(headers.link).includes("rel=next")).toBe(json.links.next !== null);
      next = json.links.next;
    }
    expect([met.length, new Set(met).size]).toEqual([700, 700]);
  },
);

test("CSV with `limit` has the next page in the Link header", async () => {
  const { text, headers } = await wide.get(`${path}&format=csv&limit=150`);
  expect(text.trimEnd().split("\r\n")).toHaveLength(151);
  expect(headers.link).toMatch(/cursor=[^>]+>; rel="?next/);
});

test("a cursor of another count gives 400", async () => {
  const { json } = await wide.get(`${path}&limit=5`);
  const cursor = new URLSearchParams(json.links.next.split("?")[1]).get("cursor");
  for (const other of ["by=type", "by=participant&sort=key", "by=participant,type"]) {
    const { status, text } = await wide.get(`/v1/stats/events?${other}&dataset=many&cursor=${cursor}`);
    expect([status, text]).toEqual([400, expect.stringContaining("belongs to other filters")]);
  }
});
