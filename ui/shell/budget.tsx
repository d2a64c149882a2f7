/** The budget of the focus: its sum, whether it is locked for all policies, and what it goes to. */
import type { ScenarioDocument } from '../../src/lab.ts';
import {
  type Community,
  communityOf,
  fitBudget,
  fullCost,
  plannedCost,
  plannedTotal,
  withoutEmptyCaps,
} from '../state/budget.ts';
import { policiesOf, scenarioAt } from '../state/content.ts';
import { interventionsOf } from '../state/levers.ts';
import type { Store } from '../state/store.ts';
import { hue } from '../theme.ts';
import { useStore, useWords } from './context.ts';
import { NumberField } from './number-field.tsx';

const MOST = 1e9;
const WEEKS_PER_YEAR = 52;

export function communityIn(store: Store, document: ScenarioDocument): Community {
  return communityOf(document, store.parameter);
}

/** The sum of caps where every intervention has one, else the plan. */
export function budgetOf(store: Store, document: ScenarioDocument): number {
  const entries = interventionsOf(document);
  const caps = entries.map(({ cap }) => cap);
  if (entries.length > 0 && caps.every((cap) => typeof cap === 'number')) {
    return (caps as number[]).reduce((a, b) => a + b, 0);
  }
  return Math.round(plannedTotal(document, communityIn(store, document), store.defaults));
}

/** All policies made to spend the same. */
function lockAt(store: Store, budget: number): void {
  const fitted = policiesOf(store.present()).map(
    ({ slot, document }) => [slot, fitBudget(document, budget, communityIn(store, document), store.defaults)] as const,
  );
  store.dispatch({ type: 'budget', budget, documents: new Map(fitted) });
}

/** What a budget of 0, or a rest of 0, was given to can be paid for again. */
function unlock(store: Store): void {
  const freed = policiesOf(store.present()).map(({ slot, document }) => [slot, withoutEmptyCaps(document)] as const);
  store.dispatch({ type: 'budget', budget: null, documents: new Map(freed) });
}

export function Budget() {
  const store = useStore();
  const words = useWords();
  const { focus, budget } = store.content.value;
  const { document } = scenarioAt(store.content.value, focus);
  const community = communityIn(store, document);
  const entries = interventionsOf(document).filter((entry) => fullCost(entry, community, store.defaults) > 0);
  const costs = entries.map((entry) => plannedCost(entry, community, store.defaults));
  const total = costs.reduce((a, b) => a + b, 0);
  const shown = budget !== null && focus !== 0 ? budget : budgetOf(store, document);
  const over = budget === null ? 0 : Math.round(total - budget);
  const broken = budget !== null && focus !== 0 && entries.length > 0 && Math.abs(over) > 0.01 * budget;
  const years = community.weeks / WEEKS_PER_YEAR;
  const locked = store.content.value.lesson?.locked.includes('budget') ?? false;
  return (
    <section class="budget" aria-label={words.t('budget.title', { n: years })}>
      <div class="row">
        <span>
          {Number.isInteger(years)
            ? words.t('budget.title', { n: years })
            : words.t('budget.weeks', { n: community.weeks })}
        </span>
        <span class="field">
          <NumberField
            value={Math.round(shown)}
            min={0}
            max={MOST}
            step={1000}
            width={9}
            integer
            invalid={broken}
            disabled={focus === 0 || entries.length === 0 || locked}
            label={words.t('budget.title', { n: years })}
            onChange={(value) => lockAt(store, value)}
          />
          <span class="unit">{words.t('budget.unit')}</span>
        </span>
      </div>
      <label class="row check">
        <span>{words.t('budget.lock')}</span>
        <input
          type="checkbox"
          checked={budget !== null}
          disabled={locked || (budget === null && total <= 0)}
          onChange={(event) => {
            if (event.currentTarget.checked) lockAt(store, Math.round(shown));
            else unlock(store);
          }}
        />
      </label>
      <div class="allocation" aria-hidden="true">
        {entries.map((entry, i) => (
          <span
            key={String(entry.id)}
            style={{ flexGrow: total > 0 ? costs[i]! / total : 0, background: hue(focus), opacity: 1 - i * 0.25 }}
          />
        ))}
      </div>
      <p class="note">
        {entries.length === 0 || total <= 0
          ? words.t('budget.none')
          : words.list(
              entries.map((entry, i) =>
                words.t('budget.spends', {
                  percent: words.percent(costs[i]! / total),
                  name: words.t(`instrument.${String(entry.instrument)}`),
                }),
              ),
            )}
      </p>
      {broken ? (
        <p class="note warning">
          {words.t(over > 0 ? 'budget.over' : 'budget.under', { amount: words.money(Math.abs(over)) })}
        </p>
      ) : null}
    </section>
  );
}
