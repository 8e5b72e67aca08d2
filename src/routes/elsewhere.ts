// Elsewhere: notes that name the datasets which were not asked, and have what was asked for.
import type { Criteria } from "../query/plan.ts";
import type { Search } from "../query/search.ts";
import { total } from "../store/count/totals.ts";
import type { Reader } from "../store/plan/bounded.ts";
import { planFor } from "../store/plan/probe.ts";
import { countFound, type SearchScope } from "../store/search/hits.ts";
import type { Frame } from "./answer/frame.ts";

/** What one dataset has of a question. */
type Count = (datasets: Criteria["datasets"]) => Promise<{ total: number | null; lowerBound: boolean }>;

/** A note for a question that names no dataset: what each of the others has of it. */
async function noteOn({ loaded, asked }: Frame, count: Count): Promise<string[]> {
  const found: string[] = [];
  const ids: string[] = [];
  for (const { id } of loaded.filter((one) => !asked.includes(one.id))) {
    const { total, lowerBound } = await count([{ not: false, values: [id] }]);
    if (total === 0 && !lowerBound) continue;
    const known = total === null ? "some" : lowerBound ? `${total} or more` : `${total}`;
    found.push(`${known} in ${id}`);
    ids.push(id);
  }
  if (ids.length === 0) return [];
  return [
    `Datasets that were not asked have hits: ${found.join(", ")}; give \`dataset=${ids.join(",")}\` or \`dataset=all\``,
  ];
}

const isUsual = (datasets: Criteria["datasets"]) => datasets === "curated";

/** What a search of the curated datasets would find in the others. */
export async function searchElsewhere(
  database: Reader,
  frame: Frame,
  search: Search,
  scope: SearchScope,
): Promise<string[]> {
  if (!isUsual(scope.datasets)) return [];
  return noteOn(frame, (datasets) => countFound(database, search, { ...scope, datasets }));
}

/** What a list of the curated datasets that is empty would have from the others. */
export async function listElsewhere(database: Reader, frame: Frame, criteria: Criteria): Promise<string[]> {
  if (!isUsual(criteria.datasets)) return [];
  return noteOn(frame, async (datasets) => {
    return total(database, await planFor(database, { ...criteria, datasets }), "bounded");
  });
}
