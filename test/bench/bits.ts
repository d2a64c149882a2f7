/**
 * `npm run bits`: every shipped scenario in Node and in every browser there is, on every path through the code: a table of scenario ×
 * environment. Exit code 1 when an environment gives other bits than Node, fails, or is required and missing.
 *
 *   --require chromium,firefox,webkit   these must be there; others that are missing are skipped
 *   --only firefox                      no other browser
 *   --small                             without the scenarios at full size
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseScenario, type Scenario } from '../../sim/index.ts';
import { startThreads } from '../../src/kernel/threads-node.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { plain } from '../../src/scenario/traced.ts';
import { BROWSERS, type BrowserName, inBrowsers, SEED } from './browsers.ts';
import { type Digests, digestAll, NUMBERS } from './digests.ts';

const SMALL = { weeks: 40, population: { households: 61 } };

/** Every shipped scenario, as it is and small; the small ones end in the middle of a stairwell. */
function shippedScenarios(root: string, full: boolean): Scenario[] {
  const folder = join(root, 'scenarios');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));
  const read = (path: string) => readFileSync(path, 'utf8');
  return files.flatMap((file) => {
    const { tree, problems } = loadScenario(join(folder, file), read);
    if (tree === null || problems.length > 0) throw new Error(`${file}: ${problems.map((p) => p.message).join('; ')}`);
    const input = plain(tree) as { population?: object };
    const name = basename(file, '.json');
    const small = parseScenario({
      ...input,
      name: `${name}-small`,
      ...SMALL,
      population: populationOf(input.population),
    });
    return full ? [parseScenario({ ...input, name }), small] : [small];
  });
}

function populationOf(given: object = {}): object {
  const { residents: _residents, ...rest } = given as { residents?: number };
  return { ...rest, ...SMALL.population };
}

/** An environment on one of its paths. */
interface Column {
  readonly environment: string;
  readonly path: string;
  readonly digests: Readonly<Record<string, string>>;
}

const columnsOf = (environment: string, digests: Digests): Column[] =>
  Object.entries(digests).map(([path, ofPath]) => ({ environment, path, digests: ofPath }));

/**
 * Prints a table of row × environment and every difference in full; returns how many there are. A cell says "equal"
 * when all paths there give the bits of Node on the plain path.
 */
function report(columns: readonly Column[]): number {
  const { digests } = columns[0]!;
  const environments = [...new Set(columns.map(({ environment }) => environment))];
  const rows = Object.keys(digests);
  const width = Math.max(...rows.map((name) => name.length));
  const line = (first: string, cells: readonly string[]) =>
    `${first.padEnd(width)}  ${cells.map((cell) => cell.padEnd(8)).join('  ')}`.trimEnd();
  const lines = [line('', ['digest', ...environments])];
  const differences: string[] = [];
  for (const name of rows) {
    const known = digests[name]!;
    const cells = environments.map((environment) => {
      const here = columns.filter(
        (column) => column.environment === environment && !(name === NUMBERS && column.path !== 'plain'),
      );
      const others = here.filter((column) => column.digests[name] !== known);
      differences.push(...others.map((o) => `${name}: ${known}\n  ${environment}, ${o.path}: ${o.digests[name]}`));
      return others.length === 0 ? 'equal' : 'OTHER';
    });
    lines.push(line(name, [known.slice(0, 8), ...cells]));
  }
  process.stdout.write(`${[...lines, ...differences].join('\n')}\n`);
  return differences.length;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      require: { type: 'string', default: '' },
      only: { type: 'string', default: BROWSERS.join(',') },
      small: { type: 'boolean', default: false },
    },
  });
  const named = (list: string) => list.split(',').filter((name) => name !== '') as BrowserName[];
  const [required, asked] = [named(values.require), named(values.only)];
  const unknown = [...required, ...asked].find((name) => !BROWSERS.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`${unknown} is not known: browsers are ${BROWSERS.join(', ')}\n`);
    return 2;
  }
  const root = process.cwd();
  const scenarios = shippedScenarios(root, !values.small);
  const node = await digestAll(scenarios, SEED, startThreads);
  const columns = columnsOf('node', node);
  const seen = await inBrowsers({ root, scenarios, timing: false, browsers: asked });
  let failures = 0;
  for (const { name, version, outcome } of seen) {
    if (outcome.ok) {
      const { digests, isolated } = outcome.answer;
      columns.push(...columnsOf(name, digests));
      process.stdout.write(`${name} ${version}: ${Object.keys(digests).join(', ')}${isolated ? '' : ' (memory cannot be shared)'}
`);
      continue;
    }
    const excused = outcome.absent && !required.includes(name);
    if (!excused) failures++;
    process.stdout.write(`${name}: ${outcome.reason}${excused ? ', skipped' : ''}\n`);
  }
  const broken = Object.entries(node.plain!).filter(([, digest]) => !/^[0-9a-f ]+$/u.test(digest));
  for (const [name, error] of broken) process.stdout.write(`${name}: ${error}\n`);
  process.stdout.write('\n');
  const different = report(columns);
  const runs = `${scenarios.length} scenarios, ${columns.length} environments and paths`;
  process.stdout.write(`\n${runs}: ${different === 0 ? 'all bits equal' : `${different} differences`}\n`);
  return different + failures + broken.length > 0 ? 1 : 0;
}

process.exitCode = await main();
