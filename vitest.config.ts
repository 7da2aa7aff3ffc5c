import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tools/testing/global-setup.ts",
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "tools/test/**/*.test.ts",
    ],
    coverage: { provider: "v8", include: ["packages/*/src/**", "apps/*/src/**"], exclude: ["**/*.test.ts"] },
    // For real servers and processes on a busy machine; nothing here measures time by it.
    testTimeout: 30_000,
    // A mistake in an include pattern must not look like success.
    passWithNoTests: false,
  },
});
