// Vitest: how the tests are run, and which of them on which engine.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BEIJING } from "./tests/support/fixtures.ts";
import { LongestFirst } from "./tests/support/order.ts";
import { scratch } from "./tests/support/scratch.ts";

// For this process, which makes a cluster, and for those that run tests.
process.env.TMPDIR = scratch();

/**
 * What is said over HTTP whatever lies behind: asked of SQLite, and of PostgreSQL too with `ENGINES=all`. That both answer
 * alike to the byte and the header, tests/postgres/alike.test.ts holds for 500 requests.
 */
const PROTOCOL = [
  ...[
    "accept",
    "alone",
    "caching",
    "catalog",
    "codings",
    "conditions",
    "crowding",
    "docs-files",
    "formats",
    "forwarded",
    "headers",
    "home",
    "hostile",
    "hosts",
    "limits",
    "links",
    "links-bounded",
  ],
  ...["methods", "metrics", "poisoning", "shared-caches", "stats", "transport", "wire"],
].map((name) => `tests/http/${name}.test.ts`);

const common = {
  // Files share a worker's modules, of which loading costs more than most tests: no module keeps what another file's
  // tests would see, and what ends with a file is ended by the setup file, which each file runs.
  isolate: false,
  // Node itself loads all modules, which strips types as it does for the program: Vite's runner takes as long again, and
  // each call across modules goes through it. What it offers beyond, mocks of modules, is not used.
  experimental: { viteModuleRunner: false, nodeLoader: false },
  setupFiles: ["tests/support/setup.ts"],
  // Nothing here measures time: a slow machine is no fault.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  env: {
    // What reads the data directory of the settings reads one that stays as it is.
    DATA_DIR: BEIJING,
    // Processes that servers of tests start find compiled what the program has kept.
    NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/communique", import.meta.url)),
  },
};

export default defineConfig({
  test: {
    // One more than cores: many files wait for programs, and for PostgreSQL.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: "sqlite",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/postgres/**", "**/node_modules/**"],
        },
      },
      {
        test: {
          ...common,
          name: "postgres",
          include: ["tests/{store,http,postgres}/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...(process.env.ENGINES === "all" ? [] : PROTOCOL)],
          env: { ...common.env, ENGINE: "postgres" },
          globalSetup: ["tests/support/postgres.ts"],
        },
      },
    ],
  },
});
