import { fewSeedsNote } from '../experiment/few-seeds.ts';
import { type ExperimentSummary, summarizeExperiment } from '../experiment/summary.ts';
import { counted, leftOutLines, seedsWords } from '../output/counted.ts';
import { csvLine } from '../output/table.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { contentsOf, summarySource } from '../store/read.ts';
import { PARTIAL, readDirectoryOperand, refuseProblems } from './experiment-options.ts';
import type { Command } from './options.ts';
import { OUT, openCheckedOutput, readFormat } from './scenario-options.ts';
import { withResults } from './with-results.ts';

const FORMATS = ['text', 'csv', 'json'] as const;

export const command: Command = {
  name: 'summary',
  operands: 'DIR',
  summary: 'what the runs of an experiment say, with intervals',
  about: [
    'Reads the results of an experiment: every measure of every policy with the 90 % interval of its mean and the range of',
    '90 % of runs; every policy against the first one, paired by seed and point, with the variance-reduction factor, that is',
    'how many times the runs would be needed without pairing. Where every run has luck of its own, intervals of differences',
    "are Welch's. Runs that failed or do not define a measure are left out of it and named; what is said is of the others.",
    'Of results that are not complete (--partial) it takes the seeds that are. CSV holds the quantile bands, JSON all.',
  ],
  options: [
    PARTIAL,
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
  ],
  examples: [
    ['coproduce summary results', 'to read'],
    ['coproduce summary results --out bands.csv', 'quantile bands by week, for a chart'],
    ['coproduce summary results --format json | jq .contrasts', 'for another program'],
  ],
  async run(args) {
    const directory = readDirectoryOperand(args, 'summary');
    const format = readFormat(args, FORMATS);
    refuseProblems(args);
    return withResults(args, directory, 'interrupted; nothing was written', async (database) => {
      const output = openCheckedOutput(args);
      const result = await summarizeExperiment(summarySource(database, await contentsOf(database)));
      if (format === 'json') await output.write(`${JSON.stringify(result, null, 2)}\n`);
      else await output.write(format === 'csv' ? bandsText(result) : text(result));
      output.commit();
      return 0;
    });
  },
};

const BAND_COLUMNS = ['policy', 'series', 'week', 'runs', 'low', 'quarter', 'median', 'threeQuarters', 'high'] as const;

function bandsText({ bands }: ExperimentSummary): string {
  return [csvLine(BAND_COLUMNS), ...bands.map((band) => csvLine(BAND_COLUMNS.map((name) => band[name])))].join('');
}

function text(summary: ExperimentSummary): string {
  const { name, policies, runs, failed, points, seeds, measures, contrasts, bands } = summary;
  const parts = [
    `${name}: ${counted(runs, 'run')} (${counted(policies, 'scenario')} × ${counted(points, 'point')} × ${seedsWords(summary, policies, runs)})`,
    `${failed > 0 ? `, ${failed} failed` : ''}\n`,
  ];
  if (measures.length === 0)
    parts.push(
      `No summaries were kept (keep.summaries)${bands.length > 0 ? '; --format csv has the weekly bands' : ''}.\n`,
    );
  else parts.push(...fewSeedsNote(seeds).map((line) => `${line}\n`));
  for (const measure of new Set(measures.map((row) => row.measure))) {
    const own = measures.filter((row) => row.measure === measure);
    parts.push(
      `\n${measure}\n`,
      textTable([
        ['policy', 'mean', '90 % interval', 'median', '90 % of runs'],
        ...own.map((row) => [
          row.policy,
          short(row.mean),
          shortInterval(row.interval),
          short(row.median),
          shortInterval(row.quantiles),
        ]),
      ]),
    );
    parts.push(...leftOutLines(own).map((line) => `  ${line}\n`));
    const against = contrasts.filter((row) => row.measure === measure);
    if (against.length === 0) continue;
    const unpaired = against.some(({ paired }) => !paired);
    parts.push(
      textTable([
        [
          `above ${against[0].baseline}${unpaired ? ' (unpaired, luck of its own)' : ''}`,
          'difference',
          '90 % interval',
          '90 % of runs',
          'pairing ×',
          '',
        ],
        ...against.map((row) => [
          row.policy,
          short(row.mean),
          shortInterval(row.interval),
          shortInterval(row.quantiles),
          short(row.varianceReduction),
          row.verdict,
        ]),
      ]),
    );
    parts.push(...leftOutLines(against).map((line) => `  ${line}\n`));
  }
  return parts.join('');
}
