/** What a lever's controls do to the focus. */
import type { InstrumentName, Json, ScenarioDocument } from '../../src/lab.ts';
import { communityOf, fitBudget, plannedCost } from '../state/budget.ts';
import { scenarioAt } from '../state/content.ts';
import { entryOf, indexOf, type Lever, setInstrument, setLever, strengthOf } from '../state/levers.ts';
import type { Store } from '../state/store.ts';

/** Changes of one lever of the focus, within the budget where that is locked. */
export function leverEditor(store: Store, lever: Lever) {
  const { focus } = store.content.value;
  const { document } = scenarioAt(store.content.value, focus);
  /** What is shown may be a replay, so a change is made to what there is now. */
  const edit = (send: 'drag' | 'dispatch', change: (now: ScenarioDocument) => ScenarioDocument) => {
    const { budget, scenarios } = store.present();
    const now = scenarios.find(({ slot }) => slot === focus)?.document;
    const next = now && change(now);
    if (!next || next === now) return;
    const fixed = indexOf(next, lever);
    const fitted =
      budget === null || focus === 0
        ? next
        : fitBudget(next, budget, communityOf(now, store.parameter), store.defaults, fixed);
    store[send]({ type: 'document', slot: focus, document: fitted });
  };
  return {
    document,
    community: communityOf(document, store.parameter),
    drag: (fields: Readonly<Record<string, Json>>) => edit('drag', (now) => setLever(now, lever, fields)),
    set: (fields: Readonly<Record<string, Json>>) => edit('dispatch', (now) => setLever(now, lever, fields)),
    change: (instrument: InstrumentName) => edit('dispatch', (now) => setInstrument(now, lever, instrument)),
    /** CNY of the locked budget that go to this lever. */
    allot: (cny: number) =>
      edit('dispatch', (now) => {
        const entry = entryOf(now, lever);
        if (!entry) return now;
        const { cap: _cap, ...uncapped } = entry;
        const cost = plannedCost(uncapped, communityOf(now, store.parameter), store.defaults);
        if (cost <= 0) return now;
        const strength = strengthOf(now, lever, store.defaults) * (cny / cost);
        const most = lever.percent ? 1 : Number.POSITIVE_INFINITY;
        const value =
          lever.field === 'seats' ? Math.ceil(strength) : Math.min(most, Math.round(strength * 1000) / 1000);
        return setLever(now, lever, { [lever.field]: value });
      }),
  };
}
