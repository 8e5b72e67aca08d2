// Countries that records name: the reference tables have them, and no record by hand is needed.
import { expect, test } from "vitest";
import { readData } from "../../../src/intake/curated/read.ts";
import { at, change, second } from "./fixture.ts";

test("a country and its territory are served once records name them by id, with the codes of the reference table", async () => {
  const directory = await second();
  await change(directory, [at("/events/0/venue", "kazakhstan"), at("/participants/2/country", "uz")]);
  const { dataset, faults } = await readData(directory);
  const { participants, venues } = dataset.records;
  expect(faults.filter(({ message }) => message.includes("no record with the id"))).toEqual([]);
  expect(venues.find(({ id }) => id === "kazakhstan")).toMatchObject({
    kind: "country",
    country: "kz",
    location: null,
  });
  for (const [id, alpha3] of [
    ["kz", "KAZ"],
    ["uz", "UZB"],
  ])
    expect(participants.find((one) => one.id === id)).toMatchObject({ kind: "country", iso: { alpha3 } });
  expect(participants.some(({ id }) => id === "fr")).toBe(false);
});
