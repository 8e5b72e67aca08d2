// Vitest: how the tests are run.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Files share a worker's modules, of which loading costs more than most tests: no module keeps what another file's
    // tests would see, and what ends with a file is ended by the setup file, which each file runs.
    isolate: false,
    setupFiles: ["tests/support/ending.ts"],
    maxWorkers: "100%",
    // Nothing here measures time: a slow machine is no fault.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
