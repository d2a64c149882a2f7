import { defineConfig } from 'vitest/config';
import site from '../../vite.config.ts';

/** `npm run bench:page`: measurements of the page, alone on the machine and never part of the tests. */
export default defineConfig({
  ...site,
  test: { include: ['test/browser/page.bench.ts'], testTimeout: 600_000, hookTimeout: 240_000, fileParallelism: false },
});
