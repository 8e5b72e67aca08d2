// Actors that a row does not name, parts of states, and what a newer version of a row says of an older one.
import { expect, test } from "vitest";
import { event, read, row } from "./rows.ts";

test.each([
  [{ code1: "", name1: "", country1: "" }, "unnamed actor – China: make a visit"],
  [{ code2: "", name2: "", country2: "" }, "Kazakhstan: make a visit"],
] as const)("a title says who did it and to whom, where one of them is not named: %j", async (values, title) => {
  const found = await event({ cameo: "042", ...values });
  expect(found.title.en).toBe(title);
  expect(found.participants).toHaveLength(1);
});

test.each(["WSB", "GZS", "PSE"])(
  "the actor %s is Palestine, as it is in the lists of the State Department",
  async (code) => {
    const found = await event({ code1: code, name1: "RAMALLAH", country1: code });
    expect(found.participants[0]).toMatchObject({ participant: "ps", role: "actor" });
  },
);

test("a row whose number is 0 is kept", async () => {
  expect((await event({ id: "0" })).id).toBe("gdelt-0");
});

test("a row that is not wanted takes an older version of itself out", async () => {
  const rows = await read([row({ cameo: "190" })], { scope: "diplomatic" });
  expect(rows).toMatchObject([
    { kind: "skipped", reason: "out of scope", broken: false },
    { kind: "withdrawn", id: "gdelt-501", order: 20190305121500 },
  ]);
});
