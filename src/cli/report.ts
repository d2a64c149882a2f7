import { analyseSensitivity, type Sensitivity } from '../experiment/sensitivity/analyse.ts';
import { summarizeExperiment } from '../experiment/summary.ts';
import { reportPage } from '../report/report.ts';
import { readManifest } from '../store/manifest.ts';
import { contentsOf, readOutcomes, summarySource } from '../store/read.ts';
import { manifestFile } from '../store/shard.ts';
import { MEASURE, PARTIAL, readDirectoryOperand, readMeasure, refuseProblems } from './experiment-options.ts';
import { breathing } from './interrupt.ts';
import type { Command } from './options.ts';
import { OUT, openCheckedOutput } from './scenario-options.ts';
import { withResults } from './with-results.ts';

const MOST_FAILURES = 100;

export const command: Command = {
  name: 'report',
  operands: 'DIR',
  summary: 'a page about an experiment: figures, tables, how to repeat it',
  about: [
    'Writes the results of an experiment as one HTML page that needs nothing else: paired differences, measures and weekly',
    'series as figures and tables, what they depend on, every changed parameter, seeds, versions, machines, how to repeat it.',
    'Of results that are not complete (--partial) it takes the seeds that are.',
  ],
  options: [MEASURE, PARTIAL, OUT],
  examples: [
    ['coproduce report results --out report.html', 'to be opened in a browser, printed or sent'],
    ['coproduce report screening --measure trustEnd --out trust.html', 'what trust depends on'],
    ['coproduce report results --partial --out so-far.html', 'of a batch that was stopped before its end'],
  ],
  async run(args) {
    const directory = readDirectoryOperand(args, 'report');
    refuseProblems(args);
    return withResults(args, directory, 'interrupted; no report was written', async (database, signal) => {
      const contents = await contentsOf(database);
      const sensitivity: Sensitivity[] = [];
      if (contents.measures.length > 0) {
        const measure = readMeasure(args, contents);
        const outcomes = await readOutcomes(database, contents, measure);
        sensitivity.push(await analyseSensitivity(contents, outcomes, measure, { pause: breathing(signal) }));
      }
      const failures = await database.rows(
        `SELECT run, policy, seed, error FROM runs WHERE status = 'failed' ORDER BY run LIMIT ${MOST_FAILURES}`,
      );
      const output = openCheckedOutput(args);
      await output.write(
        reportPage({
          contents,
          summary: await summarizeExperiment(summarySource(database, contents)),
          sensitivity,
          manifest: readManifest(manifestFile(directory)),
          failures: failures.map(([run, policy, seed, error]) => ({
            run: Number(run),
            policy: String(policy),
            seed: String(seed),
            error: String(error),
          })),
        }),
      );
      output.commit();
      return 0;
    });
  },
};
