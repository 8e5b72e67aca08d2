// The order of test files: those that take longest begin first, so that none is left to run alone at the end.
//
// Vitest keeps how long each file took in node_modules/.vite and sorts by it. Where nothing is kept, as on CI, it sorts by size
// alone, which says little: a few lines may start twenty servers. There, files come first that start programs, a browser or a
// cluster, or ask generated questions, which their imports tell, and then larger ones. Simulated with the times of 135 files and
// 3 workers, that order takes as long (382 s) as a list of the slow files kept by hand (383 s), and their own times give 370 s.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Modules of tests whose users start programs, or ask for long. */
const SLOW = /"[./]+\/(?:support\/(?:program|browser|cluster|crowd)|torture\/(?:drive|alike|against))\.ts"/;

/** A file's place, smaller first: new ones, failed ones, the longest; of new ones those that look slow. */
function placeOf(path: string, known: { readonly failed: boolean; readonly duration: number } | undefined): number[] {
  if (known === undefined) return [0, SLOW.test(readFileSync(path, "utf8")) ? 0 : 1];
  return [1, known.failed ? 0 : 1, -known.duration];
}

/** Files of one project stay together: a process that has loaded its modules goes on with them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const places = new Map(
      files.map((file) => {
        const key = `${file.project.name}:${relative(this.ctx.config.root, file.moduleId)}`;
        return [file, placeOf(file.moduleId, this.ctx.cache.getFileTestResults(key))];
      }),
    );
    const before = (a: TestSpecification, b: TestSpecification) => {
      const [one = [], two = []] = [places.get(a), places.get(b)];
      const at = one.findIndex((part, index) => part !== two[index]);
      return at === -1 ? 0 : (one[at] ?? 0) - (two[at] ?? 0);
    };
    // Of what is equal by these places, Vitest has the larger first; sorting keeps that.
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    return [...projects.values()].flatMap((list) => list.sort(before));
  }
}
