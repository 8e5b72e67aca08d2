// GET /v1/sources/{id}/spans: all evidence in one source in the order of its text, and the text as far as it is served.
import { expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const { get } = useServer();
const SPANS = "/v1/sources/zakon-kz-2023-10-17/spans";

test("GET spans: the pieces cover the text, and the gaps are what no evidence serves", async () => {
  const { pieces, text, spans } = (await get(SPANS)).json.data;
  expect(pieces[0].start).toBe(0);
  expect(pieces.at(-1).end).toBe(text.length);
  for (const [at, { start, end, text: words }] of pieces.entries()) {
    if (at > 0) expect(start).toBe(pieces[at - 1].end);
    if (words !== null) expect([...words].length).toBe(end - start);
  }
  const gaps = pieces.filter((piece: { text: string | null }) => piece.text === null);
  expect(gaps.length).toBeGreaterThan(0);
  const inGap = spans.filter((span: { start: number; end: number }) =>
    gaps.some((gap: { start: number; end: number }) => span.start < gap.end && span.end > gap.start),
  );
  expect(inGap).toEqual([]);
});

test("GET spans: they are those of the records' provenance, by position, each with its value in words", async () => {
  const { spans, records } = (await get(SPANS)).json.data;
  const starts = spans.map((span: { start: number }) => span.start);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  let count = 0;
  for (const { collection, id } of records) {
    const { provenance } = (await get(`/v1/${collection}/${id}`)).json.data;
    const own = provenance.flatMap((entry: { evidence: { source: string }[] }) =>
      entry.evidence.filter(({ source }) => source === "zakon-kz-2023-10-17"),
    );
    count += own.length;
  }
  expect(spans.length).toBe(count);
  expect(new Set(records.map(({ collection }: { collection: string }) => collection)).size).toBe(6);
  const billions = spans.find(
    ({ record, path }: { record: string; path: string }) =>
      record === "2023-10-17-investment-volume" && path === "/value",
  );
  expect(billions).toMatchObject({
    exact: "21 млрд",
    basis: "derived",
    label: { en: "value", ru: "значение" },
    value: { en: "21 billion US dollars", ru: "21 млрд долларов США" },
  });
});

test("GET spans: a source without evidence has none, and an unknown one is 404 with the nearest id", async () => {
  const { json } = await get("/v1/sources?kind=press-release");
  for (const { id } of json.data) expect((await get(`/v1/sources/${id}/spans`)).json.data.pieces).toEqual([]);
  const { status, json: problem } = await get("/v1/sources/zakon-kz-2023-10-18/spans");
  expect(status).toBe(404);
  expect(problem.detail).toContain("zakon-kz-2023-10-17");
});
