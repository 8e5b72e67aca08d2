// Years: how many events a dataset has in each, from the counts kept of it.
import { criteriaOf, type ParameterValues } from "../query/list-query.ts";
import { groups } from "../store/count/groups.ts";
import type { Reader } from "../store/plan/bounded.ts";
import { planFor } from "../store/plan/probe.ts";
import type { YearCount } from "./parts/strip.ts";

/** The years of a dataset with events, in order; events whose year is open are left out. */
export async function yearsOf(database: Reader, dataset: string): Promise<YearCount[]> {
  const values = { dataset: [{ not: false, values: [dataset] }] } as unknown as ParameterValues;
  const plan = await planFor(database, criteriaOf("events", values));
  const found = await groups(database, plan, ["year"], { sort: "key", limit: null });
  return found.groups.flatMap(({ keys: [year], count }) => (year == null ? [] : [{ year: Number(year), count }]));
}
