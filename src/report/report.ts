import { institutionParameters, parameters } from '../../sim/index.ts';
import type { Contents } from '../experiment/outcomes.ts';
import type { Sensitivity } from '../experiment/sensitivity/analyse.ts';
import type { ExperimentSummary } from '../experiment/summary.ts';
import { short, shortInterval } from '../output/text-table.ts';
import type { Manifest } from '../store/manifest.ts';
import { bandFigure, contrastFigure, indexFigure, splitFigure } from './figures.ts';
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

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--quiet:#5c5c5c;--rule:#d5d5d5;--accent:#0072b2}
@media (prefers-color-scheme:dark){:root{--ink:#e9e9e9;--paper:#161616;--quiet:#a5a5a5;--rule:#3c3c3c;--accent:#56b4e9}}
body{margin:0 auto;padding:2rem 1rem 4rem;max-width:60rem;font:16px/1.5 system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid var(--rule)}
figure{margin:1.5rem 0}figcaption,.quiet,caption{color:var(--quiet);font-size:.9rem;text-align:left}
svg{width:100%;height:auto;font-size:12px}svg text{fill:currentColor}svg text[fill]{fill:attr(fill)}
.grid{stroke:var(--rule)}.axis{stroke:var(--quiet)}.zero{stroke:var(--quiet);stroke-dasharray:3 3}
.runs{stroke:var(--quiet);stroke-width:1.5}.interval{stroke:var(--accent);stroke-width:5}.point{fill:var(--ink)}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid var(--rule)}th[scope=row],thead th:first-child{text-align:left;font-weight:inherit}
thead th{font-weight:600}pre{overflow-x:auto;padding:.8rem;border:1px solid var(--rule);font-size:.85rem}
@media print{body{max-width:none;padding:0}details{display:block}}
`.replaceAll('svg text[fill]{fill:attr(fill)}', '');

const MOST_SERIES = 6;

/** The whole page: text, tables and figures, without a script and without anything from elsewhere. */
export function reportPage(input: ReportInput): string {
  const { contents, summary, manifest } = input;
  const title = manifest?.title ?? contents.name;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>`,
    about(manifest),
    `<p>${summary.runs.toLocaleString('en-US')} runs: ${contents.policies.length} scenarios × ${contents.points.toLocaleString('en-US')} points × ${contents.seeds.toLocaleString('en-US')} seeds${summary.failed > 0 ? `; <strong>${summary.failed} runs failed</strong> and are left out` : ''}.</p>`,
    differences(input),
    levels(input),
    series(input),
    sensitivities(input),
    changes(contents),
    failed(input),
    repeat(input),
    '</main></body></html>\n',
  ].join('\n');
}

function about(manifest: Manifest | null): string {
  const text =
    (manifest?.experiment.resolved as { about?: { en: string; zh: string }; source?: string } | undefined) ?? {};
  const parts = [text.about?.en, text.about?.zh, text.source].filter((part) => part !== undefined && part !== '');
  return parts.map((part) => `<p>${escaped(part as string)}</p>`).join('');
}

function differences({ contents, summary }: ReportInput): string {
  if (summary.contrasts.length === 0) return '';
  const rows = summary.contrasts.map((row) => [
    row.measure,
    row.policy,
    short(row.mean),
    shortInterval(row.interval),
    shortInterval(row.quantiles),
    `${row.more} / ${row.fewer}`,
    short(row.varianceReduction),
    row.verdict,
  ]);
  return [
    `<h2>Against ${escaped(contents.policies[0])}</h2>`,
    '<p class="quiet">Every run is paired with the run of the same seed and point under the first scenario: the same residents with the same luck. Thick: 90 % t-interval of the mean difference, from one value per seed. Thin: 90 % of single runs. “Pairing ×” is how many times the seeds would be needed without pairing.</p>',
    ...contents.measures.map((measure, i) => contrastFigure(`contrast-${i}`, measure, summary.contrasts)),
    table(
      ['measure', 'policy', 'difference', '90 % interval', '90 % of runs', 'more / fewer', 'pairing ×', 'verdict'],
      rows,
      'Paired differences',
    ),
  ].join('\n');
}

function levels({ summary }: ReportInput): string {
  const rows = summary.measures.map((row) => [
    row.measure,
    row.policy,
    String(row.runs),
    short(row.mean),
    shortInterval(row.interval),
    short(row.median),
    shortInterval(row.quantiles),
  ]);
  return `<h2>Measures</h2>${table(['measure', 'policy', 'runs', 'mean', '90 % interval', 'median', '90 % of runs'], rows, 'Measures of every policy')}`;
}

function series({ contents, summary }: ReportInput): string {
  const names = [...new Set(summary.bands.map((band) => band.series))].slice(0, MOST_SERIES);
  if (names.length === 0 || new Set(summary.bands.map(({ week }) => week)).size < 2) return '';
  return [
    '<h2>Week by week</h2>',
    ...names.map((name, i) => bandFigure(`series-${i}`, name, summary.bands, contents.policies)),
  ].join('\n');
}

function sensitivities({ sensitivity }: ReportInput): string {
  const parts = sensitivity.flatMap((result, i) => [
    ...(result.split ? [splitFigure(`split-${i}`, result.measure, result.split)] : []),
    ...result.morris.map(({ policy, indices }, k) =>
      indexFigure(
        `morris-${i}-${k}`,
        `${result.measure}, ${policy}: elementary effects over the whole range`,
        indices.map((x) => [x.path, [x.sigma, x.muStar]] as const),
        ['σ', 'μ*'],
      ),
    ),
    ...result.sobol.map(({ policy, indices }, k) =>
      indexFigure(
        `sobol-${i}-${k}`,
        `${result.measure}, ${policy}: Sobol' indices`,
        indices.map((x) => [x.path, [x.first, x.total]] as const),
        ['first order', 'total order'],
      ),
    ),
  ]);
  return parts.length === 0 ? '' : ['<h2>What it depends on</h2>', ...parts].join('\n');
}

/** Values of a scenario by path. */
function flat(node: Readonly<Record<string, unknown>>, path = ''): [string, unknown][] {
  return Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flat(value as Record<string, unknown>, here)
      : [[here, value]];
  });
}

/**
 * Every parameter that is not at its default, for every policy, every institution that is at work, and every
 * intervention with all that is set of it.
 */
export function changedParameters(
  scenario: Readonly<Record<string, unknown>>,
): { path: string; value: string; usual: string; unit: string }[] {
  const { interventions, ...rest } = scenario;
  const rows = new Map([...parameters, ...institutionParameters].map((row) => [row.path, row]));
  const atWork = Object.keys((scenario.institutions ?? {}) as object).map((name) => ({
    path: `institutions.${name}.enabled`,
    value: 'true',
    usual: '–',
    unit: '',
  }));
  const changed = flat(rest).flatMap(([path, value]) => {
    const row = rows.get(path);
    if (row !== undefined && row.default === value) return [];
    if (row === undefined && value === null) return [];
    return [
      {
        path,
        value: JSON.stringify(value),
        usual: row === undefined ? '–' : JSON.stringify(row.default),
        unit: row?.unit ?? '',
      },
    ];
  });
  const own = (interventions as readonly Readonly<Record<string, unknown>>[]).flatMap(
    ({ id, instrument, enabled: _enabled, ...fields }) =>
      flat(fields).map(([field, value]) => {
        const row = rows.get(`interventions.${instrument}.${field}`) ?? rows.get(`interventions.*.${field}`);
        return {
          path: `interventions.${id}.${field} (${instrument})`,
          value: JSON.stringify(value),
          usual: row === undefined ? '–' : JSON.stringify(row.default),
          unit: row?.unit ?? '',
        };
      }),
  );
  return [...changed, ...atWork, ...own];
}

function changes({ policies, scenarios, vary, spec }: Contents): string {
  const lists = policies.map((policy) => {
    const rows = changedParameters(scenarios[policy]).map(({ path, value, usual, unit }) => [path, value, usual, unit]);
    if (rows.length === 0) return `<p>${escaped(policy)}: every parameter has its default.</p>`;
    return table(['parameter', 'value', 'default', 'unit'], rows, policy);
  });
  const varied = vary.map(({ path, min, max, integer, values }) => [
    path,
    values && values.length > 0
      ? values.join(', ')
      : values
        ? 'as listed in the experiment'
        : `${min} … ${max}${integer ? ', whole' : ''}`,
  ]);
  return [
    '<h2>Every changed parameter</h2>',
    ...(varied.length > 0 ? [table(['varied', 'values'], varied, `Varied by a ${spec.design.type} design`)] : []),
    '<p class="quiet">What is not named here has the default of the parameter table (<code>coproduce parameters</code>).</p>',
    ...lists,
  ].join('\n');
}

function failed({ failures }: ReportInput): string {
  if (failures.length === 0) return '';
  const rows = failures.map(({ run, policy, seed, error }) => [String(run), policy, seed, error]);
  return `<h2>Failed runs</h2>${table(['run', 'policy', 'seed', 'error'], rows, 'Failed runs')}`;
}

function repeat({ contents, manifest }: ReportInput): string {
  const rows: string[][] = [
    [
      'engine',
      manifest
        ? `coproduce ${manifest.engine.version}, formats ${manifest.engine.scenarioFormat} and ${manifest.engine.experimentFormat}`
        : 'not recorded',
    ],
    ['digest of the engine', manifest?.engine.probe ?? 'not recorded'],
    [
      'seeds',
      manifest
        ? `${contents.seeds}: “${manifest.seeds.first}” to “${manifest.seeds.last}”, ${manifest.seeds.luck === 'same' ? 'the same for every scenario and point' : 'of its own for every scenario and point'}`
        : String(contents.seeds),
    ],
    ['design', `${contents.spec.design.type}, ${contents.points} points, key “${contents.spec.key}”`],
    ...(manifest?.sessions ?? []).map((session) => [
      'run on',
      `${session.host}, ${session.platform}, ${session.processor}, Node ${session.node}, ${session.workers} workers, ${session.started}${session.ended ? ` to ${session.ended}` : ', interrupted'}`,
    ]),
  ];
  const text = manifest?.experiment.text;
  return [
    '<h2>How to repeat this</h2>',
    table(['', ''], rows, 'Versions, seeds, machines'),
    '<p>With the same engine, these commands give the same runs, bit by bit, on any machine and with any number of workers; the digest of every run stands in manifest.json.</p>',
    `<pre>coproduce batch ${escaped(contents.name)}.json --out results\ncoproduce export results\ncoproduce report results --out report.html</pre>`,
    ...(text === undefined
      ? []
      : [`<details open><summary>${escaped(contents.name)}.json</summary><pre>${escaped(text)}</pre></details>`]),
    ...(manifest === null
      ? []
      : [
          `<details><summary>Its scenarios with everything resolved</summary><pre>${escaped(JSON.stringify(manifest.scenarios, null, 1))}</pre></details>`,
        ]),
  ].join('\n');
}
