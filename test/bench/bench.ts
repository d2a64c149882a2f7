/**
 * `npm run bench`: the engine beside the same model in C and in other libraries. What is compared runs in turns (A B A B),
 * each in a process of its own, and ratios are those of medians. Times of one thread are what that thread had of the
 * processor, so that other work on the machine disturbs them little.
 *
 *   --quick        fewer rounds, weeks and sizes
 *   --only NAME    one of the sections c, sizes, workers, threads, command, libraries, browsers (may be repeated)
 *   --write        replaces the section between <!-- bench --> and <!-- /bench --> of README.md
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inBrowsers } from './browsers.ts';
import type { Answers, Job, LibraryName, Times } from './job.ts';
import type { PathName } from './paths.ts';
import { agreement, BUILDS, type Build, buildTwin, FLAGS, gccVersion, type TwinRun, twinScenario } from './twin.ts';

const SECTIONS = ['c', 'sizes', 'workers', 'threads', 'command', 'libraries', 'browsers'] as const;
type Section = (typeof SECTIONS)[number];
const SEED = '1';
/** Residents at which the engine is compared with C. */
const AT = 100_000;
const SIZES = [1000, 10_000, 100_000, 1_000_000];
const TIMED = ['kernel', 'plain'] as const satisfies readonly PathName[];
type TimedPath = (typeof TIMED)[number];
/** Largest difference of mean rates between the engine and the C program. */
const TOLERANCE = 1e-4;

const root = process.cwd();
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
  },
});
const { quick } = given;

function run<J extends Job>(job: J): Answers[J['job']] {
  const file = join(import.meta.dirname, 'job.js');
  const text = execFileSync(process.execPath, [file, JSON.stringify(job)], {
    encoding: 'utf8',
    timeout: 900_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function times(count: number, action: (round: number) => void): void {
  for (let round = 0; round < count; round++) action(round);
}

/** Three significant digits, without an exponent. */
function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const thousands = (value: number) => Math.round(value).toLocaleString('en-US');
const shareOf = (value: number) => `${figure(value * 100)} %`;
const spreadOf = (values: readonly number[]) => (Math.max(...values) - Math.min(...values)) / median(values);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map((_, i) => (i === 0 ? '---' : '---:'))) + rows.map(line).join('');
}

interface Target {
  readonly text: string;
  readonly met: (value: number) => boolean;
}
const atMost = (limit: number, unit = ''): Target => ({ text: `≤ ${limit}${unit}`, met: (value) => value <= limit });
const atLeast = (limit: number, unit = ''): Target => ({ text: `≥ ${limit}${unit}`, met: (value) => value >= limit });
const targetOf = (value: number, target: Target) => `${target.text} ${target.met(value) ? '✓' : '✗'}`;

function compareWithC(): string {
  const gcc = gccVersion();
  if (gcc === null) return 'No gcc here: the comparison with C is left out.\n';
  const weeks = quick ? 52 : 156;
  const scenario = twinScenario({ residents: AT }, weeks);
  const twin = buildTwin(join(root, 'test/bench'), scenario.parameters);
  const c: Record<Build, TwinRun[]> = { scalar: [], vector: [] };
  const engine: Record<TimedPath, Answers['engine'][]> = { kernel: [], plain: [] };
  const setUps: Answers['setUp'][] = [];
  times(quick ? 3 : 7, () => {
    for (const path of TIMED) engine[path].push(run({ job: 'engine', path, residents: AT, weeks, runs: 1 }));
    for (const build of BUILDS) c[build].push(twin.run(build, scenario, SEED));
    setUps.push(run({ job: 'setUp', residents: AT, runs: 4 }));
  });
  twin.remove();
  const agreed = BUILDS.map((build) => checkAgreement(engine.kernel[0]!, c[build][0]!));

  const ours = (path: TimedPath) => engine[path].map(({ times }) => times[0]! / AT);
  const theirs = (build: Build) => c[build].map((answer) => answer.weeks / AT / weeks);
  const ourSetUp = median(setUps.map((answer) => answer.times[0]! / AT));
  const ourNextSetUp = median(setUps.flatMap((answer) => answer.times.slice(1))) / AT;
  const theirSetUp = median(c.scalar.map((answer) => answer.setUp / AT));
  const row = (name: string, week: readonly number[], setUp: number | null) => [
    name,
    figure(median(week)),
    shareOf(spreadOf(week)),
    setUp === null ? '' : figure(setUp),
  ];
  const ratio = (path: TimedPath, build: Build) => median(ours(path)) / median(theirs(build));
  const ratios: [string, number, Target | null][] = [
    ['engine ÷ scalar C', ratio('kernel', 'scalar'), atMost(1.2)],
    ['engine ÷ vectorised C', ratio('kernel', 'vector'), atMost(2.2)],
    ['plain TypeScript ÷ scalar C', ratio('plain', 'scalar'), null],
    ['plain TypeScript ÷ engine', median(ours('plain')) / median(ours('kernel')), atLeast(1.3)],
    ['set-up: engine ÷ C, the first of a process', ourSetUp / theirSetUp, atMost(2.5)],
    ['set-up: engine ÷ C, those after it', ourNextSetUp / theirSetUp, null],
  ];
  return [
    table(
      [`${thousands(AT)} residents, one thread`, 'ns per resident-week', 'spread', 'set-up, ns per resident'],
      [
        row('engine', ours('kernel'), ourSetUp),
        row('engine, plain TypeScript', ours('plain'), null),
        row('C, scalar', theirs('scalar'), theirSetUp),
        row('C, vectorised', theirs('vector'), null),
      ],
    ),
    table(
      ['ratio', 'measured', 'target'],
      ratios.map(([name, value, target]) => [name, figure(value), target ? targetOf(value, target) : '']),
    ),
    `Same luck in both: as many residents acted in ${Math.min(...agreed)} of ${weeks} weeks. ${gcc}, \`${FLAGS.join(' ')}\`, without \`-ffast-math\`.\n`,
  ].join('\n');
}

/** In how many weeks as many acted; throws when the mean rates are not those of the same model. */
function checkAgreement({ active, residents }: Answers['engine'], twin: TwinRun): number {
  const { equalWeeks, ofMean } = agreement(active, residents, twin);
  if (Math.abs(ofMean) <= TOLERANCE) return equalWeeks;
  throw new Error(`mean rates of engine and C program differ by ${ofMean}`);
}

function sizes(): string {
  const seen = SIZES.slice(0, quick ? 3 : 4).map(measureSize);
  const [smallest, largest] = [seen[0]!, seen.at(-1)!];
  const growth = largest.week / smallest.week;
  const inAll = largest.residents === 1_000_000 ? [largest] : [];
  const ratios: [string, number, Target][] = [
    [
      `cost per resident-week, ${thousands(largest.residents)} ÷ ${thousands(smallest.residents)} residents`,
      growth,
      { text: '< 2', met: (value) => value < 2 },
    ],
    ['bytes of state per resident', largest.state, atMost(100)],
    ...inAll.map(({ peak }): [string, number, Target] => ['memory of 1,000,000 residents, MB', peak, atMost(400)]),
  ];
  return [
    table(
      [
        'residents',
        'ns per resident-week',
        'set-up, ns per resident',
        'state, bytes',
        'ties, bytes',
        'peak memory, MB',
      ],
      seen.map(({ residents, week, setUp, state, ties, peak }) => [
        thousands(residents),
        figure(week),
        figure(setUp),
        figure(state),
        figure(ties),
        figure(peak),
      ]),
    ),
    table(
      ['', 'measured', 'target'],
      ratios.map(([name, value, target]) => [name, figure(value), targetOf(value, target)]),
    ),
    'Bytes are per resident; peak memory is that of the whole process, Node itself included.\n',
  ].join('\n');
}

/** Times per resident in ns, bytes per resident, and the peak of the process in MB. */
interface SizeRow {
  readonly residents: number;
  readonly week: number;
  readonly setUp: number;
  readonly state: number;
  readonly ties: number;
  readonly peak: number;
}

function measureSize(residents: number): SizeRow {
  const large = residents >= 1_000_000;
  // of many runs the first ones are left out, in which the code is compiled
  const counted = large ? 1 : Math.max(1, Math.min(32, Math.round(100_000 / residents)));
  const skipped = counted > 1 ? 4 : 0;
  const weeks: number[] = [];
  const setUps: number[] = [];
  times(large || quick ? 1 : 3, () => {
    const runs = counted + skipped;
    const answer = run({ job: 'engine', path: 'kernel', residents, weeks: large ? 52 : 156, runs });
    weeks.push(...answer.times.slice(skipped));
    setUps.push(...run({ job: 'setUp', residents, runs }).times.slice(skipped));
  });
  const { stateBytes, tieBytes, peakKiB } = run({ job: 'memory', residents });
  return {
    residents,
    week: mean(weeks) / residents,
    setUp: mean(setUps) / residents,
    state: stateBytes / residents,
    ties: tieBytes / residents,
    peak: (peakKiB * 1024) / 1e6,
  };
}

const wallOf = (times: readonly Times[]) => median(times.map(({ wall }) => wall));

function workers(): string {
  const seeds = quick ? 30 : 240;
  const { one, two } = run({ job: 'ensemble', residents: 1000, seeds, rounds: quick ? 3 : 7 });
  const gain = wallOf(one) / wallOf(two);
  const processor = (times: readonly Times[]) => median(times.map((time) => time.processor));
  return table(
    [`1,000 residents × 156 weeks × ${seeds} seeds`, 'measured', 'target'],
    [
      ['1 worker, ms', figure(wallOf(one)), ''],
      ['2 workers, ms', figure(wallOf(two)), ''],
      ['1 ÷ 2 workers', figure(gain), targetOf(gain, atLeast(1.9))],
      [
        'the same from processor time: its limit where nothing else runs',
        figure((2 * processor(one)) / processor(two)),
        '',
      ],
    ],
  );
}

function threads(): string {
  const weeks = quick ? 26 : 52;
  const rows = [100_000, ...(quick ? [] : [1_000_000])].flatMap((residents) => {
    const seen: Record<'kernel' | '2 threads', Times[]> = { kernel: [], '2 threads': [] };
    const digests = new Set<string>();
    for (let round = 0; round < (residents === AT ? 5 : 3); round++) {
      for (const path of ['kernel', '2 threads'] as const) {
        const answer = run({ job: 'threads', path, residents, weeks });
        if (answer === null) return [];
        seen[path].push(answer);
        digests.add(answer.digest);
      }
    }
    if (digests.size > 1) throw new Error('one and two threads do not give the same bits');
    const gain = wallOf(seen.kernel) / wallOf(seen['2 threads']);
    const target = residents === AT ? '' : targetOf(gain, atLeast(1.5));
    return [
      [thousands(residents), figure(wallOf(seen.kernel)), figure(wallOf(seen['2 threads'])), figure(gain), target],
    ];
  });
  if (rows.length === 0) return 'Memory cannot be shared here: no threads inside one run.\n';
  return table(
    [`one run of ${weeks} weeks, residents`, '1 thread, ms', '2 threads, ms', '1 ÷ 2 threads', 'target'],
    rows,
  );
}

/** What somebody waits for who asks for one run; the command line as it was built last. */
function command(): string {
  const cli = join(root, 'dist/cli.js');
  if (!existsSync(cli)) return 'No command line here: npm run build:node.\n';
  const waited = (...words: string[]) =>
    Array.from({ length: quick ? 3 : 7 }, () => {
      const begun = performance.now();
      execFileSync(process.execPath, [cli, ...words], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
      return performance.now() - begun;
    });
  const one = median(waited('run', 'scenarios/baseline.json'));
  const help = median(waited('help'));
  return table(
    ['the command line, from its start to its end', 'measured', 'target'],
    [
      ['one run of the baseline, 1,200 residents × 156 weeks, ms', figure(one), targetOf(one / 1000, atMost(2, ' s'))],
      ['help, ms', figure(help), ''],
    ],
  );
}

function libraries(): string {
  if (gccVersion() === null) return 'No gcc here: other libraries are measured against C and left out.\n';
  const plan: [LibraryName, number, number][] = [
    ['agentscript', 1000, 104],
    ['flocc', 1000, 104],
    ...(quick
      ? []
      : ([
          ['agentscript', 10_000, 26],
          ['flocc', 10_000, 26],
        ] as [LibraryName, number, number][])),
  ];
  const rows = plan.map(([library, residents, weeks]) => {
    const scenario = twinScenario({ residents }, weeks);
    const twin = buildTwin(join(root, 'test/bench'), scenario.parameters);
    const theirs: Answers['library'][] = [];
    const c: number[] = [];
    times(3, () => {
      theirs.push(run({ job: 'library', library, residents, weeks }));
      // a short run: only the repetition says anything
      c.push(median(Array.from({ length: 5 }, () => twin.run('scalar', scenario, SEED).weeks / residents / weeks)));
    });
    twin.remove();
    const cost = median(theirs.map(({ time }) => time / residents / weeks));
    const { rate, engine } = theirs[0]!;
    if (Math.abs(rate - engine) > 0.02)
      throw new Error(`${library} has a mean rate of ${rate}, the engine of ${engine}`);
    return [
      library,
      thousands(residents),
      figure(cost),
      `${figure(cost / median(c))} ×`,
      `${figure(rate)} / ${figure(engine)}`,
    ];
  });
  return [
    table(['library', 'residents', 'ns per resident-week', '÷ scalar C', 'mean rate: its own / engine'], rows),
    'The same equations on objects, population and ties from the engine, luck from `Math.random`; set-up is not compared.\n',
  ].join('\n');
}

async function browsers(): Promise<string> {
  const seen = await inBrowsers({ root, timing: true, quick, scenarios: [] });
  const rows = seen.map(({ name, version, outcome }) => {
    if (!outcome.ok) return [name, outcome.reason, '', ''];
    const { weeksPerSecond, ensembleMs } = outcome.answer.timing!;
    const goal = name === 'chromium' ? targetOf(ensembleMs / 1000, atMost(1, ' s')) : '';
    return [`${name} ${version}`, thousands(weeksPerSecond), `${figure(ensembleMs)} ms`, goal];
  });
  return table(
    ['browser', 'weeks per second, 888 households', '1,000 residents × 156 weeks × 50 seeds, 2 workers', 'target'],
    rows,
  );
}

function machine(): string {
  const [processor] = cpus();
  const memory = figure(totalmem() / 2 ** 30);
  return `${processor?.model.trim()}, ${cpus().length} cores, ${memory} GiB, ${type()} ${release()}, Node ${process.version}, ${gccVersion() ?? 'no gcc'}`;
}

const RUN: Readonly<Record<Section, () => string | Promise<string>>> = {
  c: compareWithC,
  sizes,
  workers,
  threads,
  command,
  libraries,
  browsers,
};

async function main(): Promise<number> {
  const unknown = given.only.filter((name) => !(SECTIONS as readonly string[]).includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`--only ${unknown[0]}: sections are ${SECTIONS.join(', ')}\n`);
    return 2;
  }
  const wanted = given.only.length === 0 ? SECTIONS : SECTIONS.filter((name) => given.only.includes(name));
  const busy = figure(loadavg()[0]!);
  const parts = [`Measured ${quick ? 'quickly ' : ''}on ${machine()}; before it began the load was ${busy}.\n`];
  process.stdout.write(`${parts[0]}\n`);
  for (const name of wanted) {
    const part = await RUN[name]();
    process.stdout.write(`${part}\n`);
    parts.push(part);
  }
  return given.write ? writeReadme(parts.join('\n')) : 0;
}

function writeReadme(text: string): number {
  const file = join(root, 'README.md');
  const [open, close] = ['<!-- bench -->', '<!-- /bench -->'];
  const old = readFileSync(file, 'utf8');
  const [from, to] = [old.indexOf(open), old.indexOf(close)];
  if (from < 0 || to < from) {
    process.stderr.write(`README.md has no section between ${open} and ${close}\n`);
    return 1;
  }
  writeFileSync(file, `${old.slice(0, from + open.length)}\n${text}${old.slice(to)}`);
  return 0;
}

process.exitCode = await main();
