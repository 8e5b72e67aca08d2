// Generated requests (torture): valid and invalid ones, none answered wrongly; and mutants of the server, all caught.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { OPERATIONS } from "./support/document.ts";
import { type Server, startServer } from "./support/server.ts";
import { asking, type Mutant } from "./torture/breaks.ts";
import { drive, type Prepared, prepare, type Report } from "./torture/drive.ts";
import { MATERIAL } from "./torture/material.ts";
import { MUTANTS } from "./torture/mutants.ts";
import { startProxy } from "./torture/proxy.ts";
import { NEXT } from "./torture/requests.ts";
import { RULES } from "./torture/rules.ts";

const RUNS = 5_504;
const SEED = 1;

let server: Server;
let prepared: Prepared;
beforeAll(async () => {
  server = await startServer({ bulk: false, datasets: MATERIAL });
  prepared = await prepare(server.url);
});
afterAll(() => server?.stop());

describe(`${RUNS} generated requests`, () => {
  let report: Report;
  beforeAll(async () => {
    report = await drive(server.url, prepared, { runs: RUNS, seed: SEED });
  }, 300_000);
  const times = (mark: string) => report.seen.get(mark) ?? 0;

  test("every answer is what the OpenAPI document and the rules predict", () => {
    expect(report.failure ?? "").toBe("");
    expect(report.runs).toBe(RUNS);
  });

  test("every operation is reached, with success and with a refusal", () => {
    const idle = OPERATIONS.map(({ operation }) => operation.operationId).filter(
      (id) => times(`operation ${id} 200`) === 0 || times(`operation ${id} 400`) === 0,
    );
    expect(idle).toEqual([]);
  });

  test("every parameter is used", () => {
    const idle = OPERATIONS.flatMap(({ operation }) =>
      (operation.parameters ?? [])
        // A cursor comes from a page, and that is what steps follow.
        .filter((one) => one.in === "query" && one.name !== "cursor")
        .map(({ name }) => `parameter ${operation.operationId} ${name}`),
    ).filter((mark) => times(mark) === 0);
    expect(idle).toEqual([]);
  });

  test("every rule is broken and every step is taken", () => {
    const marks = [
      ...RULES.map(({ says }) => `fault against the rule: ${says}`),
      ...NEXT.map((step) => `step ${step}`),
    ];
    expect(marks.filter((mark) => times(mark) === 0)).toEqual([]);
  });

  test("every refusal that a client can cause is met", () => {
    const statuses = [200, 204, 308, 400, 404, 405, 406, 410, 413, 414, 431];
    expect(statuses.filter((status) => times(`status ${status}`) === 0)).toEqual([]);
  });
});

describe("the generated requests judge a server", () => {
  /** The first faults that are found in it through a proxy that breaks it. */
  async function told({ by, where, ...how }: Partial<Mutant>, runs: number): Promise<string | null> {
    const proxy = await startProxy(server.url, how);
    const sources = prepared.sources
      // To an address that there is not, no request is sound.
      .filter(({ path }) => where?.test(path) !== false && (path !== "" || by !== "sound"))
      .map((source) => ({
        ...source,
        arbitrary: source.arbitrary.filter(
          ({ faults }) => by === undefined || (by === "unsound") === faults.length > 0,
        ),
      }));
    try {
      return (await drive(proxy.url, { ...prepared, sources }, { runs, seed: SEED, hasty: true })).failure;
    } finally {
      await proxy.stop();
    }
  }

  test("a sound server is found sound through a proxy too", async () => {
    expect(await told({}, 500)).toBe(null);
  });

  test("a fault is found again by the seed and path that were printed, with the shortest request", async () => {
    const proxy = await startProxy(server.url, { ask: asking((pairs) => pairs.filter(([name]) => name !== "page")) });
    onTestFinished(() => proxy.stop());
    const { failure } = await drive(proxy.url, prepared, { runs: 3_000, seed: SEED });
    const [, seed, path = ""] = /--seed (-?\d+) --path ([\d:]+)$/.exec(failure ?? "") ?? [];
    const again = await drive(proxy.url, prepared, { runs: 1, seed: Number(seed), path });
    // Simplified: no other parameter is left, but one that must be there.
    expect(failure).toMatch(/^[A-Z]+ \/[^?]*\?(?:q=[^&]*&)?page=[^&]*\n/);
    expect(again.failure?.split("\n").slice(0, -1)).toEqual(failure?.split("\n").slice(0, -1));
  });

  // All of them with TORTURE=all; a sixth of them costs seconds.
  const chosen = MUTANTS.filter((_, at) => process.env.TORTURE === "all" || at % 6 === 0);
  test.each(chosen.map((mutant) => [mutant.name, mutant] as const))(
    "a mutant that %s is caught",
    async (_name, mutant) => {
      expect(await told(mutant, 2_000)).toMatch(mutant.found);
    },
  );
});
