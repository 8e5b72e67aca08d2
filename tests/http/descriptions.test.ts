// Descriptions: the words of bulk rows are data, found by a search and shown by every format.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();
const VISIT = "us-visits-8";
const WORDS = "State visit; then private visit at Camp David.";

test("the record has them with its whitespace folded, and the exact words as evidence", async () => {
  const { data } = (await api.get(`/v1/events/${VISIT}?fields=summary,description,provenance.evidence.exact`)).json;
  expect(data).toMatchObject({ summary: null, description: { en: WORDS } });
  expect(data.provenance[0].evidence[0].exact).toBe("State visit; then\n        private visit at Camp David.");
});

test("curated events have none: what happened is told by their summary", async () => {
  const { data } = (await api.get("/v1/events/2023-10-17-tokayev-xi-talks?fields=summary,description")).json;
  expect(data).toMatchObject({ summary: { en: expect.any(String) }, description: null });
});

describe("a search finds their words", () => {
  test.each(['"Camp David"', "camp david", '"private visit at Camp David"', "Camp -Helsinki"])("%s", async (q) => {
    const query = `dataset=us-visits&q=${encodeURIComponent(q)}`;
    const list = (await api.get(`/v1/events?${query}`)).json;
    expect(list.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
    const hits = (await api.get(`/v1/search?${query}`)).json;
    expect(hits.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
  });

  test("a phrase that no row has finds none", async () => {
    expect((await api.get('/v1/events?dataset=us-visits&q="David Camp"')).json.data).toEqual([]);
  });
});
