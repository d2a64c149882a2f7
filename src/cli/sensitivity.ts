import { fewSeedsNote } from '../experiment/few-seeds.ts';
import { analyseSensitivity, type Sensitivity } from '../experiment/sensitivity/analyse.ts';
import { type Estimate, largestFirst } from '../experiment/sensitivity/estimate.ts';
import { type SelfTestRow, selfTest } from '../experiment/sensitivity/self-test.ts';
import { counted, indexNotes, plannedWords, splitNotes } from '../output/counted.ts';
import { csvLine } from '../output/table.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { contentsOf, readOutcomes } from '../store/read.ts';
import { FAILURE } from './errors.ts';
import { MEASURE, PARTIAL, readDirectoryOperand, readMeasure, refuseProblems } from './experiment-options.ts';
import { breathing, interruptible } from './interrupt.ts';
import type { Arguments, Command } from './options.ts';
import { OUT, openCheckedOutput, readFormat } from './scenario-options.ts';
import { withResults } from './with-results.ts';

const FORMATS = ['text', 'csv', 'json'] as const;
const INTERRUPTED = 'interrupted; nothing was written';

export const command: Command = {
  name: 'sensitivity',
  operands: 'DIR',
  summary: 'which parameters matter, and how much luck and policy do',
  about: [
    'Reads the results of an experiment and says what a measure depends on, each number with its 90 % interval: the split of',
    'its variance into luck, parameters, policy and what comes about only together, as all that a parameter does which only one',
    "policy has; for a Morris design μ*, μ and σ; for Saltelli's design Sobol' indices of first and total order. Intervals come",
    'from a bootstrap over the design and the seeds (those of the split from a jackknife), the same on every machine. Of results',
    'that are not complete (--partial) it takes the seeds that are. Where every run has luck of its own, several seeds tell how',
    "much of it there is: it is taken out of Sobol' indices and σ; μ* contains it.",
  ],
  options: [
    MEASURE,
    { name: 'resamples', value: 'N', help: 'of the bootstrap (default: 1000)' },
    PARTIAL,
    {
      name: 'self-test',
      help: 'estimate the indices of functions with known ones instead; exit code 1 if any lies outside',
    },
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
  ],
  examples: [
    ['coproduce batch scenarios/experiments/screening.json --out screening', 'first the runs'],
    ['coproduce sensitivity screening --measure rateEnd', 'then what they depend on'],
    ['coproduce sensitivity --self-test', "Ishigami's function and Sobol's g-function"],
  ],
  async run(args) {
    if (args.has('self-test')) return runSelfTest(args);
    const directory = readDirectoryOperand(args, 'sensitivity');
    const resamples = args.whole('resamples', 100, 1_000_000) ?? 1000;
    const format = readFormat(args, FORMATS);
    refuseProblems(args);
    return withResults(args, directory, INTERRUPTED, async (database, signal) => {
      const contents = await contentsOf(database);
      const measure = readMeasure(args, contents);
      const output = openCheckedOutput(args);
      const result = await analyseSensitivity(contents, await readOutcomes(database, contents, measure), measure, {
        resamples,
        pause: breathing(signal),
      });
      if (format === 'json') await output.write(`${JSON.stringify(result, null, 2)}\n`);
      else await output.write(format === 'csv' ? csvText(result) : text(result));
      output.commit();
      return 0;
    });
  },
};

async function runSelfTest(args: Arguments): Promise<number> {
  if (args.operands.length > 0) args.problems.push('--self-test: reads no results');
  for (const name of ['measure', 'resamples', 'partial']) {
    if (args.has(name)) args.problems.push(`--${name}: means nothing with --self-test`);
  }
  const format = readFormat(args, FORMATS);
  refuseProblems(args);
  const output = openCheckedOutput(args);
  const rows = await interruptible(INTERRUPTED, (signal) => selfTest(breathing(signal)));
  const texts = { text: selfTestText, csv: selfTestCsv, json: () => `${JSON.stringify(rows, null, 2)}\n` };
  await output.write(texts[format](rows));
  output.commit();
  return rows.every(({ inside }) => inside) ? 0 : FAILURE;
}

/** One line per estimate: what of, for which policy and parameter, value and interval. */
function flat({ split, morris, sobol }: Sensitivity): [string, string, string, Estimate][] {
  return [
    ...(split === null
      ? []
      : (['luck', 'parameters', 'policy', 'together'] as const).map((of): [string, string, string, Estimate] => [
          'share',
          '',
          of,
          split[of],
        ])),
    ...morris.flatMap(({ policy, indices }) =>
      indices.flatMap((i): [string, string, string, Estimate][] => [
        ['muStar', policy, i.path, i.muStar],
        ['mu', policy, i.path, i.mu],
        ['sigma', policy, i.path, i.sigma],
      ]),
    ),
    ...sobol.flatMap(({ policy, indices }) =>
      indices.flatMap((i): [string, string, string, Estimate][] => [
        ['first', policy, i.path, i.first],
        ['total', policy, i.path, i.total],
      ]),
    ),
  ];
}

function csvText(result: Sensitivity): string {
  const rows = flat(result).map(([index, policy, parameter, { value, interval }]) =>
    csvLine([result.measure, index, policy, parameter, value, interval?.[0] ?? null, interval?.[1] ?? null]),
  );
  return [csvLine(['measure', 'index', 'policy', 'parameter', 'estimate', 'low', 'high']), ...rows].join('');
}

/** `40 of 60 runs: 2 scenarios × 5 points × 4 seeds`; nothing where it is of all runs. */
function wholeWords({ counted: { policies, points, seeds } }: NonNullable<Sensitivity['split']>, runs: number): string {
  const whole = policies.length * points * seeds;
  if (whole === runs) return '';
  return `; of ${whole} of ${runs} runs: ${counted(policies.length, 'scenario')} × ${counted(points, 'point')} × ${counted(seeds, 'seed')}, of which none misses a value`;
}

function splitText({ split, unsplit, runs }: Sensitivity): string {
  if (split === null) {
    return unsplit === 'constant'
      ? '\nIts variance cannot be split: it is the same in every run.\n'
      : '\nIts variance cannot be split: too many runs have no value.\n';
  }
  const share = ({ value, interval }: Estimate) => [
    Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`,
    interval === null ? '–' : `${(100 * interval[0]).toFixed(1)} … ${(100 * interval[1]).toFixed(1)} %`,
  ];
  return [
    `\nWhose doing its variance is (standard deviation ${short(split.deviation)}${wholeWords(split, runs)})\n`,
    textTable([
      ['luck', ...share(split.luck)],
      ['parameters', ...share(split.parameters)],
      ['policy', ...share(split.policy)],
      ['only together', ...share(split.together)],
    ]),
    ...splitNotes(split).map((line) => `${line}\n`),
  ].join('');
}

/** Whether any interval is one over the choice of several seeds; those of indices with luck of their own are over rows. */
function overSeeds({ split, luck, seeds, morris, sobol }: Sensitivity): boolean {
  if (split?.intervalsOver.includes('seeds')) return true;
  return luck === 'same' && seeds > 1 && morris.length + sobol.length > 0;
}

function text(result: Sensitivity): string {
  const { measure, level, runs, missing, seeds, planned, morris, sobol } = result;
  const percent = `${Math.round(level * 100)} %`;
  const of = seeds < planned ? ` of ${plannedWords(seeds, planned)}` : '';
  const parts = [
    `${measure}: ${counted(runs, 'run')}${of}${missing > 0 ? `, ${missing} of them without a value` : ''}; intervals ${percent}\n`,
    ...(overSeeds(result) ? fewSeedsNote(seeds).map((line) => `${line}\n`) : []),
    splitText(result),
  ];
  const cells = ({ value, interval }: Estimate) => [short(value), shortInterval(interval)];
  for (const { policy, indices } of morris) {
    const order = [...indices].sort((a, b) => largestFirst(a.muStar, b.muStar));
    parts.push(
      `\nElementary effects over the whole range, ${policy}\n`,
      textTable([
        ['parameter', 'μ*', percent, 'μ', percent, 'σ', percent],
        ...order.map((i) => [i.path, ...cells(i.muStar), ...cells(i.mu), ...cells(i.sigma)]),
      ]),
    );
  }
  for (const { policy, indices } of sobol) {
    const order = [...indices].sort((a, b) => largestFirst(a.total, b.total));
    parts.push(
      `\nSobol' indices, ${policy}\n`,
      textTable([
        ['parameter', 'first order', percent, 'total order', percent],
        ...order.map((i) => [i.path, ...cells(i.first), ...cells(i.total)]),
      ]),
    );
  }
  const notes = indexNotes(result).map((line) => `${line}\n`);
  if (notes.length > 0) parts.push('\n', ...notes);
  if (morris.length + sobol.length === 0) {
    parts.push('\nThis design tells no more; a morris or saltelli design tells which parameters matter.\n');
  }
  return parts.join('');
}

/** Four decimals, and no sign of a zero. */
const fixed = (value: number) => value.toFixed(4).replace(/^-(?=0\.0+$)/u, '');

function selfTestText(rows: readonly SelfTestRow[]): string {
  const outside = rows.filter(({ inside }) => !inside).length;
  const lines = rows.map((r) => [
    r.function,
    r.index,
    r.variable,
    fixed(r.estimate),
    fixed(r.truth),
    shortInterval(r.interval),
    r.inside ? 'inside' : 'OUTSIDE',
  ]);
  return (
    textTable([['function', 'index', 'variable', 'estimate', 'closed form', 'interval (99 %)', ''], ...lines], 3) +
    `${rows.length} indices, ${outside === 0 ? 'all' : rows.length - outside} inside their intervals\n`
  );
}

function selfTestCsv(rows: readonly SelfTestRow[]): string {
  const columns = ['function', 'index', 'variable', 'estimate', 'truth', 'low', 'high', 'inside'];
  const lines = rows.map(({ interval, inside, ...r }) =>
    csvLine([
      r.function,
      r.index,
      r.variable,
      r.estimate,
      r.truth,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
      String(inside),
    ]),
  );
  return [csvLine(columns), ...lines].join('');
}
