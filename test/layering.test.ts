/** Who may import whom, what the model may use, and what it shows to others. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  arrowProblems,
  browserProblems,
  cycles,
  exportedValues,
  type Files,
  importsOf,
  impurities,
  longFiles,
} from './helpers/layering.ts';

const LAYERED = /^(sim|src|test|ui)\/.*\.tsx?$/u;
/** Not ours to judge: AssemblyScript is another language, and what is generated is not in the repository. */
const OTHERS = /^src\/kernel\/(assembly\/|wasm\.ts$)/u;

function readLayers(): Map<string, string> {
  const root = new URL('../', import.meta.url);
  const paths = ['sim', 'src', 'test', 'ui'].flatMap((layer) =>
    readdirSync(new URL(layer, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/u.test(path) && !path.includes('node_modules'))
      .map((path) => `${layer}/${path.replaceAll('\\', '/')}`),
  );
  const own = paths.filter((path) => !OTHERS.test(path)).sort();
  return new Map(own.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]));
}

const files = readLayers();
const made = (entries: Record<string, string>): Files => new Map(Object.entries(entries));

describe('the project', () => {
  it('is read', () => {
    expect(files.size).toBeGreaterThan(80);
    for (const path of ['sim/index.ts', 'src/index.ts', 'ui/theme.ts', 'test/layering.test.ts']) {
      expect(files.has(path), path).toBe(true);
    }
  });

  it('imports along the arrows only', () => {
    expect(arrowProblems(files)).toEqual([]);
  });

  it('imports nothing that is not there', () => {
    const missing = [...files].flatMap(([path, text]) =>
      importsOf(path, text)
        .filter(({ target, local }) => local && LAYERED.test(target) && !OTHERS.test(target) && !files.has(target))
        .map(({ target }) => `${path}: ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no circle of imports', () => {
    const product = new Map([...files].filter(([path]) => !path.startsWith('test/')));
    expect(cycles(product)).toEqual([]);
  });

  it('brings no module of Node into the page', () => {
    expect(browserProblems(files, 'src/app.ts')).toEqual([]);
  });

  it('has a model of exact and pure operations', () => {
    const model = [...files].filter(([path]) => path.startsWith('sim/'));
    expect(model.length).toBeGreaterThan(30);
    expect(model.flatMap(([path, text]) => impurities(path, text))).toEqual([]);
  });

  it('says why where a file is long', () => {
    expect(longFiles(files)).toEqual([]);
  });
});

/** The values that others may import, in order; a change here is a change of what they can rely on. */
const SIM_EXPORTS = [
  'ACTED',
  'AGES',
  'COLUMN',
  'COLUMNS',
  'DECILE_TRAITS',
  'DIGEST_PARTS',
  'DIMENSIONS',
  'EFFORT_COLUMNS',
  'FORMAT',
  'INSTITUTION_SERIES',
  'INSTRUMENTS',
  'LOOP_PARTS',
  'MODES',
  'ROLES',
  'SERIES',
  'SHOWN',
  'STAGES',
  'ScenarioError',
  'TENURES',
  'TERMS',
  'TRACED',
  'TYPES',
  'copyState',
  'createFrames',
  'createSimulation',
  'createState',
  'deriveSeeds',
  'digestColumns',
  'institutionParameters',
  'institutionSeries',
  'log',
  'normalQuantile',
  'parameterTree',
  'parameters',
  'parseScenario',
  'prepare',
  'resumeSimulation',
  'scenarioJsonSchema',
  'seedKey',
  'simulate',
  'simulateFrom',
  'startId',
  'stateBytes',
  'threefry2x32',
  'traceResidents',
  'weeklyCost',
];

const LIBRARY_EXPORTS = [
  'COLUMN',
  'ComparisonError',
  'SERIES',
  'ScenarioError',
  'compareScenarios',
  'createRunner',
  'createSimulation',
  'formatComparison',
  'parameters',
  'parseScenario',
  'runEnsemble',
  'scenarioJsonSchema',
  'simulate',
  'threefry2x32',
];

describe('what is exported', () => {
  it('by the model', () => {
    expect(exportedValues('sim/index.ts', files.get('sim/index.ts')!)).toEqual(SIM_EXPORTS);
  });

  it('by the library', () => {
    expect(exportedValues('src/index.ts', files.get('src/index.ts')!)).toEqual(LIBRARY_EXPORTS);
  });
});

describe('the check of imports', () => {
  it('sees every way to import', () => {
    const text = `
      import a from './a.ts';
      import type { B } from './b.ts';
      import './c.css';
      export { d } from '../d.ts';
      export type { E } from './e.ts';
      export * from './f.ts';
      const g = await import('./g.ts');
      type H = import('./h.ts').H;
      new Worker(new URL('./i.ts', import.meta.url), { type: 'module' });
      import j from './j.ts?worker';
      import { type K } from './k.ts';
      // import l from './l.ts';
      const m = "import m from './m.ts'";
      import n from 'package/part';
      new URL('./o.ts', 'https://example.org');`;
    expect(importsOf('x/y/z.ts', text).map(({ target, kind }) => `${target} ${kind}`)).toEqual([
      'x/y/a.ts value',
      'x/y/b.ts type',
      'x/y/c.css value',
      'x/d.ts value',
      'x/y/e.ts type',
      'x/y/f.ts value',
      'x/y/g.ts dynamic',
      'x/y/h.ts type',
      'x/y/i.ts url',
      'x/y/j.ts value',
      // erased names leave an import of the module behind
      'x/y/k.ts value',
      'package/part value',
    ]);
  });

  it('lets pass what goes along the arrows', () => {
    const fine = made({
      'sim/random.ts': `import seedrandom from 'seedrandom'; import { log } from './numerics.ts';`,
      'sim/scenario.ts': `import * as z from 'zod';`,
      'src/engine/pool.ts': `import { parseScenario } from '../../sim/index.ts'; import { wrap } from 'comlink';`,
      'src/app.ts': `import { draw } from '../ui/chart.ts';`,
      'ui/chart.ts': `import type { Run } from '../sim/index.ts'; import { line } from 'd3'; import './chart.css';`,
      'test/a.test.ts': `import { log } from '../sim/numerics.ts'; import { readFileSync } from 'node:fs';`,
    });
    expect(arrowProblems(fine)).toEqual([]);
  });

  it('finds each import that goes against them', () => {
    const wrong: [string, string][] = [
      ['sim/a.ts', `import { b } from '../src/b.ts';`],
      ['sim/a.ts', `import type { b } from '../ui/b.ts';`],
      ['sim/a.ts', `import seedrandom from 'seedrandom';`],
      ['sim/a.ts', `import { z } from 'zod';`],
      ['sim/a.ts', `import { readFileSync } from 'node:fs';`],
      ['sim/a.ts', `import { helper } from '../test/helper.ts';`],
      ['src/a.ts', `import { log } from '../sim/numerics.ts';`],
      ['src/a.ts', `import type { Run } from '../sim/run.ts';`],
      ['src/a.ts', `import { draw } from '../ui/chart.ts';`],
      ['src/a.ts', `export * from '../test/helper.ts';`],
      ['ui/a.ts', `import { simulate } from '../sim/index.ts';`],
      ['ui/a.ts', `import { type Run } from '../sim/index.ts';`],
      ['ui/a.ts', `const { run } = await import('../src/engine/run.ts');`],
      ['ui/a.ts', `import type { Run } from '../sim/run.ts';`],
      ['ui/a.ts', `import { readFile } from 'fs/promises';`],
      ['ui/a.ts', `import React from 'react';`],
    ];
    for (const [path, text] of wrong) expect(arrowProblems(made({ [path]: text })), text).toHaveLength(1);
  });

  it('finds circles, of types too, and tells each once', () => {
    const circles = made({
      'src/a.ts': `import { b } from './b.ts';`,
      'src/b.ts': `import type { C } from './c.ts'; import { d } from './d.ts';`,
      'src/c.ts': `import { a } from './a.ts';`,
      'src/d.ts': `export { d } from './d.ts';`,
      'src/e.ts': `import { a } from './a.ts'; new Worker(new URL('./worker.ts', import.meta.url));`,
      'src/worker.ts': `import type { E } from './e.ts';`,
    });
    expect(cycles(circles)).toEqual(['src/a.ts → src/b.ts → src/c.ts → src/a.ts', 'src/d.ts → src/d.ts']);
  });

  it('follows the page to modules of Node, through workers too, but not along types', () => {
    const page = made({
      'src/app.ts': `import { b } from './b.ts'; import type { N } from './node.ts';`,
      'src/b.ts': `new Worker(new URL('./worker.ts', import.meta.url));`,
      'src/worker.ts': `import { parentPort } from 'node:worker_threads';`,
      'src/node.ts': `import 'node:fs';`,
    });
    expect(browserProblems(page, 'src/app.ts')).toEqual([
      'src/app.ts → src/b.ts → src/worker.ts imports node:worker_threads',
    ]);
  });
});

describe('the check of the model', () => {
  it('finds inexact and impure operations', () => {
    const wrong = [
      'Math.random()',
      'Math.exp(1)',
      'Math.cbrt(2)',
      'Math.hypot(1, 2)',
      "Math['exp'](1)",
      'const { exp } = Math',
      'const m = Math; m.exp(1)',
      '2 ** 3',
      'let x = 2; x **= 3',
      'new Date()',
      'Date.now()',
      'performance.now()',
      'console.log(1)',
      'process.env.X',
      'const { env } = process',
      'globalThis.x',
      'setTimeout(() => {}, 1)',
      'const f = { Date }',
      'Intl.Collator',
    ];
    for (const text of wrong) expect(impurities('sim/a.ts', text), text).toHaveLength(1);
  });

  it('lets pass exact ones, and names that only look like others', () => {
    const fine = `
      /** Math.random() is banned, and so is 2 ** 3. */
      import { createDecide } from './process/decide.ts';
      const text = 'Date.now()'; // console.log
      const root = Math.sqrt(Math.max(1, Math.abs(-2))) * Math.fround(0.1) + Math.imul(2, 3);
      const settings = { process: 1, Date: 2 };
      settings.process + settings.Date;
      interface Shape { console: number }`;
    expect(impurities('sim/a.ts', fine)).toEqual([]);
  });
});

describe('the check of exports and of length', () => {
  it('lists values, not types', () => {
    const text = `
      export { a, b as c, type D } from './a.ts';
      export type { E } from './e.ts';
      export const f = 1, g = 2;
      export function h() {}
      export class I {}
      export interface J { k: number }
      export type L = string;
      export * from './m.ts';
      export default 1;`;
    expect(exportedValues('x.ts', text)).toEqual(['* from ./m.ts', 'I', 'a', 'c', 'default', 'f', 'g', 'h']);
  });

  it('wants a reason for more than 400 lines', () => {
    const body = 'const x = 1;\n'.repeat(400);
    expect(longFiles(made({ 'sim/a.ts': body }))).toEqual([]);
    expect(longFiles(made({ 'sim/a.ts': `${body}const y = 2;\n` }))).toHaveLength(1);
    expect(longFiles(made({ 'sim/a.ts': `/** Many lines: a table. */\n${body}` }))).toEqual([]);
    expect(longFiles(made({ 'sim/a.ts': `/** A table. */\n${body}// lines\n` }))).toHaveLength(1);
  });
});
