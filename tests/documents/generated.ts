// Generated pages: the documents that are made from declarations and measurements, by path.

import { knownFindings } from "../bench/against/findings.ts";
import { page } from "../bench/render.ts";
import type { Results } from "../bench/results.ts";
import { referencePage } from "./reference.ts";

export const generatedPages = (results: Results): ReadonlyMap<string, string> =>
  new Map([
    ["docs/benchmarks.md", page(results, knownFindings())],
    ["docs/reference.md", referencePage()],
  ]);
