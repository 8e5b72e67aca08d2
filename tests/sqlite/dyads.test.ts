// Dyads: what a reader is asked about two states is found by indices that fit, however many events there are.
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { withPair } from "../../src/query/dyad-query.ts";
import { invitations } from "../../src/store/count/dyad.ts";
import { planFor } from "../../src/store/plan/probe.ts";
import { planOf } from "../store/asking.ts";
import { filledPlace } from "../support/filled.ts";
import { watch } from "./watched.ts";

test("the visit of an invitation is looked up by its id, not among all events of a status", async () => {
  const { url, remove } = await filledPlace("curated and bulk", "sqlite");
  const { database, take, close } = watch(url);
  const explaining = new DatabaseSync(url, { readOnly: true });
  onTestFinished(async () => {
    close();
    explaining.close();
    await remove();
  });
  const criteria = withPair(planOf("events", [["dataset", "all"]]).criteria, ["kz", "cn"]);
  await invitations(database, await planFor(database, criteria), 5);
  const plans = take().map(({ text }) => explaining.prepare(`EXPLAIN QUERY PLAN ${text}`).all());
  const steps = plans.flat().map(({ detail }) => String(detail));
  expect(steps).toContain("SEARCH e USING INDEX events_by_id (ds=? AND id=?)");
  expect(steps.filter((step) => step.includes("events_by_status"))).toEqual([]);
});
