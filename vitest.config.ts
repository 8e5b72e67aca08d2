// Vitest: how the tests are run, and which of them on which engine.
import { defineConfig } from "vitest/config";

const common = {
  // Files share a worker's modules, of which loading costs more than most tests: no module keeps what another file's
  // tests would see, and what ends with a file is ended by the setup file, which each file runs.
  isolate: false,
  setupFiles: ["tests/support/ending.ts"],
  // Nothing here measures time: a slow machine is no fault.
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    maxWorkers: "100%",
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
          include: ["tests/{store,http,postgres}/**/*.test.ts", "tests/commands/workers.test.ts"],
          env: { ENGINE: "postgres" },
          globalSetup: ["tests/support/postgres.ts"],
        },
      },
    ],
  },
});
