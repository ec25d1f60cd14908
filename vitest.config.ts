import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "tests/**/*.test.ts",
      "examples/**/*.test.ts",
      "docs/**/*.test.ts",
      "bench/**/*.test.ts",
      "yardstick/**/*.test.ts",
    ],
    // Every engine changes Number.prototype and Boolean.prototype: a realm holds one image.
    pool: "forks",
    isolate: true,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.contract.ts", "**/*.testing.ts"],
    },
  },
});
