import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quantile } from '../../../src/experiment/statistics.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { folder, ROOT } from '../cli/coproduce.ts';
import { experimentOf } from './helpers.ts';

/** Peak memory of a command in MB, by its own account. */
function peak(...args: string[]): number {
  const script = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS));
    process.argv.splice(1, 0, ${JSON.stringify(join(ROOT, 'dist/cli.js'))});
    await import(${JSON.stringify(join(ROOT, 'dist/cli.js'))});`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stderr.replace(/\d+$/u, '')]).toEqual([0, 'peak ']);
  return Number(/\d+$/u.exec(stderr)) / 1024;
}

test('summary and report of thirty million weeks hold a part of them at a time', async () => {
  const at = folder();
  const seeds = 64_000;
  const weeks = 260;
  const experiment = experimentOf({
    scenarios: [{ name: 'none' }, { name: 'other' }],
    set: { weeks },
    seeds,
    keep: { series: ['rate'], summaries: ['rateMean'], ledger: false },
  });
  const file = databaseFile(at('out'));
  (await openResults(file, experiment, shardOf(experiment.runs, 1, 1))).close();
  const database = await openDatabase(file);
  await database.run(
    `INSERT INTO runs SELECT i, CASE i % 2 WHEN 0 THEN 'none' ELSE 'other' END, 0, i // 2 + 1, (i // 2 + 1)::VARCHAR,
     'done', NULL, 100, hash(i) / 2e19, '0', NULL FROM range(${2 * seeds}) t(i)`,
  );
  await database.run(
    `INSERT INTO series SELECT i, w, ((i * 7919 + w * 104729) % 65536) / 65536 + (i % 2)
     FROM range(${2 * seeds}) t(i), range(${weeks}) u(w)`,
  );
  database.close();
  // some 385, of which DuckDB may have 192; with all 33,280,000 values held at once it is 600
  expect(peak('summary', at('out'), '--format', 'csv', '--out', at('bands.csv'))).toBeLessThan(500);
  const lines = readFileSync(at('bands.csv'), 'utf8').split('\n');
  expect(lines).toHaveLength(1 + 2 * weeks + 1);
  for (const [policy, week] of [
    [0, 0],
    [1, weeks - 1],
  ]) {
    const values = Float64Array.from(
      { length: seeds },
      (_, s) => (((2 * s + policy) * 7919 + week * 104729) % 65536) / 65536 + policy,
    );
    const [name, , , runs, ...levels] = lines[1 + policy * weeks + week].split(',');
    expect([name, runs]).toEqual([['none', 'other'][policy], String(seeds)]);
    for (const [i, p] of [0.05, 0.25, 0.5, 0.75, 0.95].entries()) {
      expect(Number(levels[i])).toBeCloseTo(quantile(values, p), 12);
    }
  }
  expect(peak('report', at('out'), '--out', at('report.html'))).toBeLessThan(500);
}, 120_000);
