// The attack: all parts one after the other, each until its time is up, and a table of what was tried and what failed.
import { chance } from "../../support/chance.ts";
import { endPrograms } from "../../support/program.ts";
import { beside } from "./beside.ts";
import { disk } from "./disk.ts";
import { files } from "./files.ts";
import { hostile } from "./hostile.ts";
import { kills } from "./kills.ts";
import { overload } from "./overload.ts";
import { type Outcome, type Part, Skipped } from "./part.ts";
import { postgres } from "./postgres.ts";
import { power } from "./power.ts";
import { requests } from "./requests.ts";
import { slow } from "./slow.ts";

/** The parts by name, in the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = {
  requests,
  hostile,
  files,
  slow,
  beside,
  overload,
  kills,
  disk,
  power,
  postgres,
};

/** Failures of a part that are printed; the table counts them all. */
const PRINTED = 5;

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome | null;
  /** Why it was not tried, where it was not. */
  readonly skipped: string;
}

async function attempt(name: string, part: Part, seconds: number, seed: number): Promise<Row> {
  const begun = performance.now();
  const bounds = { random: chance(seed), isOver: () => performance.now() - begun > seconds * 1_000 };
  const took = () => (performance.now() - begun) / 1_000;
  try {
    const outcome = await part.run(bounds);
    return { name, seconds: took(), outcome, skipped: "" };
  } catch (error) {
    if (error instanceof Skipped) return { name, seconds: took(), outcome: null, skipped: error.message };
    const failed = [`the rig itself failed: ${(error as Error).stack}`];
    return { name, seconds: took(), outcome: { tried: 0, failed }, skipped: "" };
  } finally {
    await endPrograms();
  }
}

/** The table in Markdown, as docs/operations.md has it. */
function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, seconds, outcome, skipped }) => {
    const counts = outcome === null ? ["not tried", "-"] : [outcome.tried, outcome.failed.length];
    return [name, `${PARTS[name]?.does}`, ...counts, `${seconds.toFixed()} s`, outcome?.noted ?? skipped];
  });
  const head = ["part", "what was tried, and what had to hold", "tried", "failed", "time", "measured beside"];
  return [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/**
 * Runs parts, prints what fails and the table.
 * @param seconds that each part tries further things for; what is begun then is brought to its end
 * @returns whether nothing failed
 */
export async function attack(names: readonly string[], seconds: number, seed: number): Promise<boolean> {
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) throw new Error(`no part is called ${unknown}; there are ${Object.keys(PARTS).join(", ")}`);
  console.log(`seed ${seed}, ${seconds} s for each part`);
  const rows: Row[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const row = await attempt(name, part, seconds, seed);
    const { tried = 0, failed = [], noted = "" } = row.outcome ?? {};
    console.log(`${name}: ${row.skipped === "" ? `${tried} tried, ${failed.length} failed. ${noted}` : row.skipped}`);
    for (const one of failed.slice(0, PRINTED)) console.error(`  ✗ ${one}`);
    if (failed.length > PRINTED) console.error(`  and ${failed.length - PRINTED} more`);
    rows.push(row);
  }
  console.log(`\n${tableOf(rows)}`);
  return rows.every(({ outcome }) => (outcome?.failed.length ?? 0) === 0);
}
