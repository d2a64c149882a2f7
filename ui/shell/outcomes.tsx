/** What came out, measure by measure: value, change against the baseline, in how many runs it is better. */
import type { MeasureName } from '../../src/lab.ts';
import type { Arm } from '../analysis/comparison.ts';
import { decimalsOf } from '../analysis/headline.ts';
import type { Words } from '../i18n/words.ts';
import type { Store } from '../state/store.ts';
import { SLOTS } from '../theme.ts';
import { useStore, useWords } from './context.ts';
import { hides } from './hidden.ts';
import { Marker } from './parts.tsx';

const SHOWN: readonly MeasureName[] = ['rateEnd', 'ratePeak', 'sustainedEnd', 'tenureGap', 'trustEnd', 'cost'];
const MORE: readonly MeasureName[] = ['rateMean', 'efficacyEnd', 'qualityEnd', 'gini'];

/** Share, index and Gini are shown × 100. */
function factorOf(measure: MeasureName): number {
  return measure === 'cost' ? 1 : 100;
}

export function valueText(store: Store, arm: Arm, measure: MeasureName, words: Words): string {
  const present = arm.values[measure].filter((value) => !Number.isNaN(value));
  if (present.length === 0) return words.t('outcomes.pending');
  const mean = store.lab.mean(present) * factorOf(measure);
  return words.number(mean, { digits: measure === 'cost' ? 0 : 1 });
}

export interface ChangeText {
  readonly change: string;
  readonly count: string;
  readonly told: boolean;
}

/** The paired change in words; "cannot tell" where the middle 90 % of runs span zero. */
export function changeText(store: Store, arm: Arm, measure: MeasureName, words: Words): ChangeText | null {
  const effect = arm.effects?.[measure];
  const baseline = store.comparison.value.baseline;
  if (!effect) return null;
  const complete =
    arm.done >= store.comparison.value.seeds.length && baseline.done >= store.comparison.value.seeds.length;
  if (!complete && store.status.value.kind === 'running') {
    return { change: words.t('outcomes.pending'), count: '', told: true };
  }
  const mean = effect.mean * factorOf(measure);
  const change = words.number(mean, { digits: measure === 'cost' ? 0 : decimalsOf(mean), signed: true });
  if (effect.verdict.kind === 'one-run') return { change, count: '', told: true };
  if (effect.verdict.kind === 'same') return { change: words.t('outcomes.same'), count: '', told: true };
  const better = arm.values[measure].filter((value, i) => {
    const other = baseline.values[measure][i]!;
    return !Number.isNaN(value) && !Number.isNaN(other) && store.lab.better(measure, value, other);
  }).length;
  const count = measure === 'cost' ? '' : words.t('outcomes.of', { k: better, n: effect.n });
  if (effect.verdict.kind === 'cannot-tell') return { change: words.t('outcomes.cannot'), count, told: false };
  return { change, count, told: true };
}

export function perActText(arm: Arm, words: Words): { value: string; range: string; told: boolean } {
  const { costPerAct } = arm;
  if (!costPerAct) return { value: '–', range: '', told: true };
  const { verdict, estimate, interval } = costPerAct;
  if (verdict === 'cannot tell') return { value: words.t('outcomes.cannot'), range: '', told: false };
  if (verdict === 'no additional acts') return { value: words.t('outcomes.noActs'), range: '', told: true };
  if (estimate === null || interval === null) return { value: '–', range: '', told: true };
  return { value: words.number(estimate), range: words.range(interval[0], interval[1]), told: true };
}

export function Outcomes() {
  const store = useStore();
  const words = useWords();
  const { arms, seeds } = store.comparison.value;
  if (hides(store)) return null;
  return (
    <section class={arms.length > 4 ? 'outcomes wide' : 'outcomes'} aria-label={words.t('outcomes.title')}>
      <h3>
        {words.t('outcomes.title')}{' '}
        <span class="faint">{words.t('outcomes.rule', { n: seeds.length, kind: words.t('outcomes.better') })}</span>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keys */}
      <div class="scroll" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              {arms.map((arm) => (
                <th key={arm.identity.slot} scope="col" title={arm.identity.label}>
                  <Marker slot={arm.identity.slot} /> {SLOTS[arm.identity.slot]!.letter || arm.identity.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {SHOWN.map((measure) => (
              <Row key={measure} measure={measure} arms={arms} />
            ))}
            <PerAct arms={arms} />
            {MORE.map((measure) => (
              <Row key={measure} measure={measure} arms={arms} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ measure, arms }: { measure: MeasureName; arms: readonly Arm[] }) {
  const store = useStore();
  const words = useWords();
  const { weeks } = store.comparison.value.baseline.scenario.parameters;
  return (
    <tr>
      <th scope="row">
        {words.t(`measure.${measure}`)}
        <small>{words.t(`measure.${measure}.sub`, { end: Math.min(12, weeks), peak: Math.min(4, weeks) })}</small>
      </th>
      {arms.map((arm) => {
        const change = changeText(store, arm, measure, words);
        return (
          <td key={arm.identity.slot}>
            <b>{valueText(store, arm, measure, words)}</b>
            {change ? (
              <small class={change.told ? '' : 'untold'}>
                <span class={change.told ? 'part' : 'part cannot'}>{change.change}</span>
                {change.count === '' ? null : <span class="part">&nbsp;· {change.count}</span>}
              </small>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}

function PerAct({ arms }: { arms: readonly Arm[] }) {
  const words = useWords();
  return (
    <tr>
      <th scope="row">
        {words.t('measure.perAct')}
        <small>{words.t('measure.perAct.sub')}</small>
      </th>
      {arms.map((arm) => {
        const { value, range, told } = perActText(arm, words);
        return (
          <td key={arm.identity.slot}>
            {told ? <b>{value}</b> : <span class="cannot">{value}</span>}
            <small>{range}</small>
          </td>
        );
      })}
    </tr>
  );
}
