// Curated data alone or beside bulk data: answers are the same, but for those about all that is loaded.
import { describe, expect, test } from "vitest";
import { addressOf, OPERATIONS, parametersOf, valuesOf, withQuery, written } from "../support/document.ts";
import { BULK_EVENTS } from "../support/filled.ts";
import { useServer } from "../support/server.ts";

const alone = useServer({ bulk: false });
const beside = useServer();

/** Every operation as its examples ask it, and with each value that the document shows for one parameter. */
const ASKED = OPERATIONS.filter(({ method }) => method === "get").flatMap((operation) => [
  addressOf(operation),
  ...parametersOf(operation, "query")
    .filter(({ name, required }) => name !== "dataset" && required !== true)
    .flatMap((parameter) =>
      valuesOf(parameter).map((value) => withQuery(addressOf(operation), `${parameter.name}=${written(value)}`)),
    ),
]);

/** They tell what there is, bulk data too. */
const ABOUT = /^\/(?:$|\?|metrics$|readyz|v1\/?$|v1\/(?:datasets|changes|tables|vocabularies))/;

/** The version is that of all datasets together: each answer may be kept until any of them changes. */
const withoutVersion = (text: string) => text.replace(/"version":"[0-9a-f]{16}"/, "");

test("answers are the same with and without bulk data, where no request names a bulk dataset", async () => {
  const all = ASKED.filter((path) => !ABOUT.test(path));
  const other: string[] = [];
  let compared = 0;
  for (const path of all) {
    const [one, two] = [await fetch(alone.url + path), await fetch(beside.url + path)];
    const texts = [withoutVersion(await one.text()), withoutVersion(await two.text())];
    // Some parameters need others; a refusal bears the number of its request.
    if (one.ok) compared++;
    if (one.status !== two.status || (one.ok && texts[0] !== texts[1])) other.push(path);
  }
  expect(compared).toBeGreaterThan(250);
  expect(other).toEqual([]);
});

describe("a server with curated data only", () => {
  test.each([
    ["/v1/events?dataset=all", 12, ["curated"]],
    ["/v1/events?dataset=!curated", 0, []],
    ["/v1/stats/events?by=type&dataset=all", 12, ["curated"]],
  ])("GET %s finds curated records only", async (path, total, datasets) => {
    expect((await alone.get(path)).json.meta).toMatchObject({ total, datasets });
  });

  test("GET /v1/datasets lists one dataset, and no bulk record is found by id", async () => {
    const { json } = await alone.get("/v1/datasets");
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(["curated"]);
    const statuses = async (path: string) => [(await alone.get(path)).status, (await beside.get(path)).status];
    expect(await statuses("/v1/events/gdelt-1")).toEqual([404, 200]);
    expect(await statuses("/v1/participants/fr")).toEqual([404, 200]);
  });

  test("GET /v1/datasets says which days, files and years each dataset reaches over", async () => {
    const { json } = await beside.get("/v1/datasets");
    const coverage = Object.fromEntries(
      json.data.map((one: { id: string; coverage: object }) => [one.id, one.coverage]),
    );
    expect(coverage).toMatchObject({
      curated: { first: expect.stringMatching(/^\d{4}-/), files: null, gaps: null },
      gdelt: { last: "2023-12-28", files: { count: 1, names: ["rows.CSV"] }, gaps: null },
      reference: null,
      "us-visits": { first: "1960-03-01", files: { names: ["visits.xml"] }, gaps: { unit: "year", count: 0 } },
    });
  });

  test("with bulk data beside it, dataset=all counts both", async () => {
    const counted = await beside.get("/v1/stats/events?by=dataset&dataset=all");
    expect(counted.json.meta.total).toBe(12 + BULK_EVENTS);
  });
});
