// Throughput and memory of a batch: npm run bench:batch [runs]. 100,000 runs of 200 residents × 52 weeks, burn-in as by
// default, with one worker and with two: within 600 MB, and two at least 1.7 × as fast. Exits with 1 where either fails.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = process.env.COPRODUCE_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const runs = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), 'coproduce-bench-'));
const [FASTER, MEGABYTES] = [1.7, 600];

/** Wall time in seconds and the highest resident memory in MB of a batch and all its threads. */
function batch(workers) {
  const file = join(directory, 'small.json');
  const small = { weeks: 52, 'population.residents': 200 };
  writeFileSync(file, JSON.stringify({ scenarios: [{ name: 'small' }], set: small, seeds: runs }));
  const out = join(directory, `${workers}`);
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

const said = ({ seconds, megabytes }) => `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`;

try {
  const one = await batch(1);
  console.log(`${runs} runs, 1 worker: ${said(one)}`);
  const two = await batch(2);
  console.log(`${runs} runs, 2 workers: ${said(two)}`);
  const faster = one.seconds / two.seconds;
  const most = Math.max(one.megabytes, two.megabytes);
  console.log(`two workers are ${faster.toFixed(2)} × one (at least ${FASTER}, aim 1.85)`);
  console.log(`at most ${most.toFixed(0)} MB (at most ${MEGABYTES})`);
  process.exitCode = faster >= FASTER && most <= MEGABYTES ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
