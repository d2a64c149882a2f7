import type { Effect } from '../analysis/effect.ts';
import { decimalsOf, isEmpty } from '../analysis/headline.ts';
import type { DistributionData } from '../charts/distribution.ts';
import type { Words } from '../i18n/words.ts';
import type { Store } from '../state/store.ts';
import { perActText } from './outcomes.tsx';

/** Rows sorted by effect; where the runs cannot tell, last. */
export function distributionData(store: Store, words: Words): DistributionData {
  const { policies, seeds } = store.comparison.value;
  const measures = ['rateEnd', 'sustainedEnd'] as const;
  const shown = policies.filter((arm) => arm.effects?.rateEnd && !isEmpty(arm));
  const told = (kind: string | undefined) => (kind === 'more' || kind === 'fewer' ? 0 : 1);
  const sorted = [...shown].sort((a, b) => {
    const [x, y] = [a.effects!.rateEnd!, b.effects!.rateEnd!];
    return told(x.verdict.kind) - told(y.verdict.kind) || y.median - x.median;
  });
  return {
    runs: seeds.length,
    columns: measures.map((name) => ({ title: words.t(`distribution.${name}`), unit: words.t('distribution.unit') })),
    rows: sorted.map((arm) => ({
      identity: arm.identity,
      effects: measures.map((name) => arm.effects![name]),
      verdicts: measures.map((name) => verdictWords(arm.effects![name], words)),
      perAct: perActText(arm, words).value,
    })),
  };
}

function verdictWords(effect: Effect | null, words: Words) {
  if (!effect) return { value: '–', words: '', told: false };
  const { verdict, n } = effect;
  const median = effect.median * 100;
  const value = words.number(median, { digits: decimalsOf(median), signed: true });
  if (verdict.kind === 'cannot-tell') {
    return { value: words.t('outcomes.cannot'), words: words.t('outcomes.more', { k: verdict.more, n }), told: false };
  }
  if (verdict.kind === 'one-run') return { value, words: words.t('chart.oneRun'), told: true };
  if (verdict.kind === 'same') return { value, words: words.t('outcomes.same'), told: true };
  return { value, words: words.t(`outcomes.${verdict.kind}`, { k: verdict.k, n }), told: true };
}
