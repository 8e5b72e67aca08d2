// Descriptions of bulk rows: found by a search, shown by every format, with the exact words as evidence.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();
const VISIT = "us-visits-8";
const WORDS = "State visit; then private visit at Camp David.";

test("GET event: the description has its whitespace folded, and its evidence the exact words", async () => {
  const { data } = (await api.get(`/v1/events/${VISIT}?fields=summary,description,provenance.evidence.exact`)).json;
  expect(data).toMatchObject({ summary: null, description: { en: WORDS } });
  expect(data.provenance[0].evidence[0].exact).toBe("State visit; then\n        private visit at Camp David.");
});

test("GET list: curated events have no description; their summary says what happened", async () => {
  const { data } = (await api.get("/v1/events/2023-10-17-tokayev-xi-talks?fields=summary,description")).json;
  expect(data).toMatchObject({ summary: { en: expect.any(String) }, description: null });
});

describe("GET list: q searches descriptions", () => {
  test.each(['"Camp David"', "camp david", '"private visit at Camp David"', "Camp -Helsinki"])(
    "q=%s finds the visit",
    async (q) => {
      const query = `dataset=us-visits&q=${encodeURIComponent(q)}`;
      const list = (await api.get(`/v1/events?${query}`)).json;
      expect(list.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
      const hits = (await api.get(`/v1/search?${query}`)).json;
      expect(hits.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
    },
  );

  test("GET list: a phrase that no row has finds nothing", async () => {
    expect((await api.get('/v1/events?dataset=us-visits&q="David Camp"')).json.data).toEqual([]);
  });
});
