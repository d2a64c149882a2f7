// Throughput and memory of a batch: npm run bench:batch [runs]. Prints what the issue asks for: 100,000 runs of 200
// residents × 52 weeks within 600 MB, and how much faster two workers are than one (on a fifth of the runs).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = process.env.COPRODUCE_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const runs = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), 'coproduce-bench-'));

/** Wall time in seconds and the highest resident memory in MB of a batch and all its threads. */
function batch(seeds, workers) {
  const file = join(directory, `small-${seeds}.json`);
  const small = { weeks: 52, burnIn: 0, 'population.residents': 200 };
  writeFileSync(file, JSON.stringify({ scenarios: [{ name: 'small' }], set: small, seeds }));
  const out = join(directory, `${seeds}-${workers}`);
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'batch', file, '--out', out, '--workers', `${workers}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const look = setInterval(() => {
    try {
      peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? peak);
    } catch {
      // it has just ended
    }
  }, 200);
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => {
      clearInterval(look);
      if (code !== 0) reject(new Error(`the batch ended with exit code ${code}`));
      resolve({ seconds: (performance.now() - started) / 1000, megabytes: peak / 1024 });
    });
  });
}

try {
  const part = Math.max(1000, Math.round(runs / 5));
  const one = await batch(part, 1);
  const two = await batch(part, 2);
  console.log(`${part} runs: 1 worker ${one.seconds.toFixed(1)} s, 2 workers ${two.seconds.toFixed(1)} s`);
  console.log(`two workers are ${(one.seconds / two.seconds).toFixed(2)} × one (at least 1.7, aim 1.85)`);
  const all = await batch(runs, 2);
  console.log(`${runs} runs: ${all.seconds.toFixed(0)} s, ${all.megabytes.toFixed(0)} MB (at most 600)`);
  process.exitCode = all.megabytes <= 600 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
