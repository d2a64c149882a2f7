/** The composition root of the page: makes what computes and hands its results to what draws. */
import baseline from '../scenarios/baseline.json';
import { deriveSeeds, parseScenario, type RunResult } from '../sim/index.ts';
import { createParticipation, type Participation, WORDS } from '../ui/participation.ts';
import { createBrowserRunner } from './engine/browser.ts';
import { column } from './experiment/measures.ts';
import { mean, quantile } from './experiment/statistics.ts';

const RUNS = 20;

function summarize(results: readonly RunResult[]): Participation {
  const rates = results.map((result) => column(result, 'rate'));
  const weeks = Array.from({ length: results[0].weeks }, (_, week) => rates.map((rate) => rate[week]));
  const at = (p: number) => weeks.map((values) => quantile(values, p));
  return {
    low: at(0.05),
    middle: at(0.5),
    high: at(0.95),
    residents: Math.round(mean(results.map(({ residents }) => residents))),
    runs: results.length,
    total: RUNS,
  };
}

async function start(main: HTMLElement): Promise<void> {
  const language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const words = WORDS[language];
  document.documentElement.lang = language;
  const heading = document.createElement('h1');
  heading.textContent = words.title;
  main.append(heading);

  const chart = createParticipation(main, words);
  const runner = createBrowserRunner();
  const results: RunResult[] = [];
  const request = { scenarios: [parseScenario(baseline, 'baseline')], seeds: deriveSeeds(RUNS) };
  for await (const outcome of runner.run(request)) {
    if (!outcome.ok) throw new Error(`${outcome.error.name}: ${outcome.error.message}`);
    results.push(outcome.result);
    chart.update(summarize(results));
  }
  await runner.close();
}

const main = document.querySelector('main');
if (!main) throw new Error('the page has no <main>');
start(main).catch((error: unknown) => {
  const problem = document.createElement('p');
  problem.setAttribute('role', 'alert');
  problem.textContent = String(error);
  main.append(problem);
  throw error;
});
