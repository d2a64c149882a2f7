import type { Scenario } from '../../sim/index.ts';
import type { Contents } from '../experiment/outcomes.ts';
import { counted } from '../output/counted.ts';
import type { Manifest } from '../store/manifest.ts';
import { escaped, table } from './svg.ts';

/**
 * An experiment file that needs no other: the experiment with its scenarios written in it, everything resolved. Its runs
 * have the digests of the original ones.
 */
export function selfContained({ name, experiment, scenarios }: Manifest): string {
  const {
    $schema: _schema,
    set: _applied,
    scenarios: _files,
    ...spec
  } = experiment.resolved as Record<string, unknown>;
  const written = (scenarios as readonly Scenario[]).map(writtenOut);
  return JSON.stringify({ ...spec, name, scenarios: written }, null, 1);
}

/** A scenario as a file would have it. */
function writtenOut({ parameters, ...scenario }: Scenario): object {
  const { households, ...population } = parameters.population;
  // a file gives either of the two; where it gives residents, households have their default and mean nothing
  const size = population.residents === null ? { households } : {};
  return { ...scenario, ...parameters, population: { ...population, ...size } };
}

const list = (seeds: readonly string[]) => seeds.map((seed) => `“${seed}”`).join(', ');

function seedWords({ spec, planned }: Contents, manifest: Manifest | null): string {
  if (Array.isArray(spec.seeds)) return `${planned}: ${list(spec.seeds)}, ${luckWords(spec.luck)}`;
  if (manifest === null) return String(planned);
  const { first, last, luck } = manifest.seeds;
  return `${planned}: “${first}” to “${last}”, ${luckWords(luck)}`;
}

const luckWords = (luck: string) =>
  luck === 'same' ? 'the same for every scenario and point' : 'of its own for every scenario and point';

/** The section on versions, seeds and machines, with a file and commands that give the same runs. */
export function repeat(contents: Contents, manifest: Manifest | null): string {
  const { engine, sessions = [] } = manifest ?? {};
  const { spec, points, name } = contents;
  const rows: string[][] = [
    [
      'engine',
      engine
        ? `coproduce ${engine.version}, formats ${engine.scenarioFormat} and ${engine.experimentFormat}`
        : 'not recorded',
    ],
    ['digest of the engine', engine?.probe ?? 'not recorded'],
    ['seeds', seedWords(contents, manifest)],
    ['design', `${spec.design.type}, ${counted(points, 'point')}, key “${spec.key}”`],
    ...sessions.map((session) => [
      'run on',
      `${session.host}, ${session.platform}, ${session.processor}, Node ${session.node}, ${counted(session.workers, 'worker')}, ${session.started}${session.ended ? ` to ${session.ended}` : ', interrupted'}`,
    ]),
  ];
  return [
    '<h2>How to repeat this</h2>',
    table(['', ''], rows, 'Versions, seeds, machines'),
    ...(manifest === null ? [] : steps(name, manifest)),
  ].join('\n');
}

function steps(name: string, manifest: Manifest): string[] {
  const file = `${escaped(name)}.json`;
  return [
    `<p>Save the first file below as ${file}; it needs no other. With the same engine, these commands then give the same runs, bit by bit, on any machine and with any number of workers; the digest of every run stands in results/manifest.json.</p>`,
    `<pre>npx coproduce batch ${file} --out results\nnpx coproduce report results --out report.html</pre>`,
    `<details><summary>${file}, with everything resolved</summary><pre id="experiment">${escaped(selfContained(manifest))}</pre></details>`,
    `<details><summary>The experiment as it was written, with its scenarios in files of their own</summary><pre>${escaped(manifest.experiment.text)}</pre></details>`,
  ];
}
