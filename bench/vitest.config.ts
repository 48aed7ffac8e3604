import { defineConfig } from 'vitest/config';

/** The identification benchmark starts the servers of the tests, which are TypeScript. */
export default defineConfig({
  test: { include: ['bench/*.bench.mjs'], testTimeout: 1_800_000, reporters: ['default'] },
});
