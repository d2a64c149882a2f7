import { fewSeedsNote } from '../experiment/few-seeds.ts';
import { MEASURES, type MeasureName } from '../experiment/measures.ts';
import type { Contents } from '../experiment/outcomes.ts';
import type { Sensitivity } from '../experiment/sensitivity/analyse.ts';
import type { ExperimentSummary, MeasureSummary, PairedContrast } from '../experiment/summary.ts';
import { counted, indexNotes, leftOutLines, seedsWords, splitNotes } from '../output/counted.ts';
import { short, shortInterval } from '../output/text-table.ts';
import type { Manifest } from '../store/manifest.ts';
import { bandFigures } from './bands.ts';
import { changes } from './changes.ts';
import { contrastFigure, type IndexRow, indexFigure, splitFigure } from './figures.ts';
import { repeat } from './repeat.ts';
import { STYLE } from './style.ts';
import { escaped, table } from './svg.ts';

export interface ReportInput {
  readonly contents: Contents;
  readonly summary: ExperimentSummary;
  readonly sensitivity: readonly Sensitivity[];
  readonly manifest: Manifest | null;
  readonly failures: readonly {
    readonly run: number;
    readonly policy: string;
    readonly seed: string;
    readonly error: string;
  }[];
}

/** The whole page: text, tables and figures, without a script and without anything from elsewhere. */
export function reportPage(input: ReportInput): string {
  const { contents, manifest } = input;
  const title = manifest?.title ?? contents.name;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>`,
    about(manifest),
    size(input),
    differences(input),
    levels(input),
    series(input),
    sensitivities(input),
    changes(contents),
    failed(input),
    repeat(contents, manifest),
    '</main></body></html>\n',
  ].join('\n');
}

function about(manifest: Manifest | null): string {
  const text =
    (manifest?.experiment.resolved as { about?: { en: string; zh: string }; source?: string } | undefined) ?? {};
  const parts = [text.about?.en, text.about?.zh, text.source].filter((part) => part !== undefined && part !== '');
  return parts.map((part) => `<p>${escaped(part as string)}</p>`).join('');
}

function size({ contents, summary }: ReportInput): string {
  const { runs, failed: lost } = summary;
  const { policies, points, seeds, planned } = contents;
  const parts = [
    `${counted(runs, 'run')}: ${counted(policies.length, 'scenario')} × ${counted(points, 'point')} × ${seedsWords(summary, policies.length, runs)}`,
    ...(lost > 0 ? [`<strong>${counted(lost, 'run')} failed</strong>`] : []),
  ];
  const begun = seeds < planned || runs < policies.length * points * seeds;
  return [
    `<p>${parts.join('; ')}.${begun ? ' <strong>The experiment is not finished.</strong>' : ''}</p>`,
    '<p class="quiet">A point is one choice of values for the varied parameters; a seed is one course of luck. An interval says how well the runs know a number; where it holds 0, they cannot tell. Numbers are of the runs that have a value; what is left out is named beside them.</p>',
    ...fewSeedsNote(seeds).map((line) => `<p class="quiet">${line}</p>`),
  ].join('\n');
}

/** What a measure is called, with the name it has in tables. */
function titleOf({ spec }: Contents, measure: string): string {
  const known = MEASURES[measure as MeasureName];
  if (known !== undefined) return `${known.label} (${measure})`;
  for (const one of spec.keep.summaries) {
    if (typeof one !== 'string' && one.name === measure) return `${measure} (${one.statistic} of ${one.series})`;
  }
  return measure;
}

const VERDICTS: Readonly<Record<string, string>> = { more: 'higher', fewer: 'lower' };

function differences({ contents, summary }: ReportInput): string {
  if (summary.contrasts.length === 0) return '';
  const { paired } = summary.contrasts[0];
  const rows = summary.contrasts.map((row) => [
    row.measure,
    row.policy,
    short(row.mean),
    shortInterval(row.interval),
    shortInterval(row.quantiles),
    `${row.more} / ${row.fewer} / ${row.pairs}`,
    short(row.varianceReduction),
    VERDICTS[row.verdict] ?? row.verdict,
  ]);
  const how = paired
    ? 'Every run is paired with the run of the same seed and point under the first scenario: the same residents with the same luck. Thick: 90 % t-interval of the mean difference, with the seeds as clusters. Thin: 90 % of the pairs. “Pairing ×” is how many times the seeds would be needed without pairing.'
    : 'The difference is unpaired: every run has luck of its own. Thick: Welch’s 90 % interval of the difference of means, with the seeds as clusters. Thin: 90 % of the differences of two runs at the same point.';
  return [
    `<h2>Against ${escaped(contents.policies[0])}</h2>`,
    `<p class="quiet">${how}</p>`,
    ...contents.measures.map((measure, i) =>
      contrastFigure(`contrast-${i}`, titleOf(contents, measure), measure, summary.contrasts),
    ),
    table(
      [
        'measure',
        'policy',
        'difference',
        '90 % interval',
        '90 % of pairs',
        'higher / lower / pairs',
        'pairing ×',
        'verdict',
      ],
      rows,
      paired ? 'Paired differences' : 'Unpaired differences, luck of its own',
    ),
    without(contents.measures, summary.contrasts),
  ].join('\n');
}

/** What is left out, where something is. */
function without(measures: readonly string[], rows: readonly (MeasureSummary | PairedContrast)[]): string {
  const lines = measures.flatMap((measure) =>
    leftOutLines(rows.filter((row) => row.measure === measure)).map((line) => `${measure}, ${line}`),
  );
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li>${escaped(line)}</li>`).join('');
  return `<details><summary>Left out, because a run failed or does not define the measure</summary><ul>${items}</ul></details>`;
}

function levels({ contents, summary }: ReportInput): string {
  if (summary.measures.length === 0) return '';
  const rows = summary.measures.map((row) => [
    row.measure,
    row.policy,
    String(row.runs),
    short(row.mean),
    shortInterval(row.interval),
    short(row.median),
    shortInterval(row.quantiles),
  ]);
  return [
    '<h2>Measures</h2>',
    `<p class="quiet">${contents.measures.map((measure) => escaped(titleOf(contents, measure))).join('; ')}. Shares are fractions of 1, costs are CNY.</p>`,
    table(
      ['measure', 'policy', 'runs', 'mean', '90 % interval of the mean', 'median', '90 % of runs'],
      rows,
      'Measures of every policy',
    ),
    without(contents.measures, summary.measures),
  ].join('\n');
}

function series({ contents, summary }: ReportInput): string {
  const names = [...new Set(summary.bands.map((band) => band.series))];
  if (names.length === 0 || new Set(summary.bands.map(({ week }) => week)).size < 2) return '';
  return [
    '<h2>Week by week</h2>',
    ...names.map((name, i) => bandFigures(`series-${i}`, name, summary.bands, contents.policies)),
  ].join('\n');
}

function sensitivities({ contents, sensitivity }: ReportInput): string {
  const parts = sensitivity.flatMap((result, i) => {
    const title = titleOf(contents, result.measure);
    return [
      ...(result.split ? [splitFigure(`split-${i}`, title, result.split), notes(result)] : []),
      ...result.morris.map(({ policy, indices }, k) =>
        indexFigure(
          `morris-${i}-${k}`,
          `${title}, ${policy}: what moving a parameter through its whole range does`,
          indices.map((x): IndexRow => [x.path, [x.sigma, x.mu, x.muStar]]),
          ['spread σ', 'mean μ', 'size μ*'],
        ),
      ),
      ...result.sobol.map(({ policy, indices }, k) =>
        indexFigure(
          `sobol-${i}-${k}`,
          `${title}, ${policy}: share of the variance that goes with a parameter (Sobol' indices)`,
          indices.map((x): IndexRow => [x.path, [x.first, x.total]]),
          ['alone', 'in all'],
        ),
      ),
      paragraph(indexNotes(result)),
    ];
  });
  return parts.length === 0 ? '' : ['<h2>What it depends on</h2>', ...parts].join('\n');
}

/** What a split cannot tell, or leaves out. */
function notes({ split, runs }: Sensitivity): string {
  if (split === null) return '';
  const { policies, points, seeds } = split.counted;
  const whole = policies.length * points * seeds;
  const list = [
    ...(whole < runs
      ? [
          `Of ${whole} of ${runs} runs: ${counted(points, 'point')} and ${counted(seeds, 'seed')} of ${counted(policies.length, 'scenario')}, of which none misses a value.`,
        ]
      : []),
    ...splitNotes(split),
  ];
  return paragraph(list);
}

function paragraph(sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : `<p class="quiet">${escaped(sentences.join(' '))}</p>`;
}

function failed({ failures, summary }: ReportInput): string {
  if (failures.length === 0) return '';
  const first = failures.length < summary.failed ? `, the first ${failures.length} of ${summary.failed}` : '';
  const rows = failures.map(({ run, policy, seed, error }) => [String(run), policy, seed, error]);
  return `<h2>Failed runs</h2>${table(['run', 'policy', 'seed', 'error'], rows, `Failed runs${first}`)}`;
}
