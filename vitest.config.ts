import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many scenarios mostly wait for timeouts.
    maxWorkers: 4,
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: '.artefacts/tests.json' }]] : ['default'],
  },
});
