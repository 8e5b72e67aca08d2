// The order of test files: those that take longest begin first, so that none is left to run alone at the end.
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files of both projects, as seconds without company have it. */
const LONGEST = [
  "docs",
  "commands/kill",
  "commands/workers",
  "postgres/trouble",
  "postgres/alike",
  "http/changing",
  "postgres/kill",
  "http/swap",
  "postgres/restart",
  "torture",
  "commands/memory",
  "commands/import",
  "http/stats",
  "commands/trouble",
  "commands/serve",
  "commands/cli",
  "sqlite/plans",
  "commands/backup",
].map((name) => `tests/${name}.test.ts`);

/** Files of one project stay together: a process that has loaded its modules goes on with them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return at === -1 ? LONGEST.length : at;
    };
    const usual = await super.sort(files);
    return usual.sort((a, b) => (a.project.name === b.project.name ? rank(a) - rank(b) : 0));
  }
}
