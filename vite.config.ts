import { defineConfig } from 'vitest/config';

// Cross-origin isolation is what lets the page share memory between its workers.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// Real browsers, real kills and a real Slurm wait for processes; among tests that keep every processor busy they would
// measure those instead.
const alone = ['test/bench/bits', 'test/browser/**/*', 'test/src/cluster/**/*', 'test/src/store/**/*'].map(
  (files) => `${files}.test.ts`,
);

const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  base: './',
  build: { outDir: 'dist-page', target: 'es2022' },
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
  test: {
    globalSetup: ['test/setup/build.ts'],
    projects: [
      { test: { ...patience, name: 'together', include: ['test/**/*.test.ts'], exclude: alone } },
      { test: { ...patience, name: 'alone', include: alone, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});
