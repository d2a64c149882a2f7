/** One resident's life, in the place of the comparison; Escape and "back" lead out again. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart } from '../charts/chart.ts';
import { type StoryData, storyData } from '../data/story.ts';
import { createStory } from '../residents/story.ts';
import type { Told } from '../state/store.ts';
import { useStore, useWords } from './context.ts';

export function StoryPage({ told }: { told: Told }) {
  const store = useStore();
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const [data, setData] = useState<StoryData | null>(null);
  const [failed, setFailed] = useState('');
  const { arms, baseline } = store.comparison.value;
  const arm = arms.find(({ identity }) => identity.slot === told.slot) ?? baseline;
  const seed = store.seeds.value[0] ?? '1';
  const residents = Math.max(...arm.runs.map((run) => (run?.seed === seed ? run.residents : 0)));

  const back = () => {
    store.told.value = null;
  };

  useEffect(() => {
    let current = true;
    const { viewer, kit } = store.lab;
    const ask = (scenario: typeof arm.scenario) => viewer.trace({ scenario, seed, residents: [told.resident] });
    const twin = arm === baseline ? null : ask(baseline.scenario);
    Promise.all([ask(arm.scenario), twin]).then(
      ([own, other]) => {
        if (!current) return;
        setFailed('');
        setData(
          storyData(
            {
              who: store.identity(arm.entry),
              twinOf: arm === baseline ? null : store.identity(baseline.entry),
              scenario: arm.scenario,
              seed,
              own: own.residents[0]!,
              twin: other?.residents[0] ?? null,
            },
            kit,
          ),
        );
      },
      (error) => {
        if (current) setFailed(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      current = false;
    };
  }, [told.resident, arm.scenario, baseline.scenario, seed, words]);

  const story = useRef<Chart<StoryData> | null>(null);
  useEffect(() => {
    if (!host.current || !data) return;
    const made = createStory(host.current, words, {
      onBack: back,
      onGo: (resident) => {
        store.told.value = { slot: told.slot, resident };
      },
      residents,
      traced: store.lab.kit.traced,
    });
    made.update(data);
    story.current = made;
    return () => {
      made.destroy();
      story.current = null;
    };
  }, [words, data]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && store.dialog.value === null) back();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <main class="story-page">
      {data ? null : <p class="note">{failed === '' ? words.t('map.loading') : failed}</p>}
      {failed === '' ? null : (
        <button type="button" onClick={back}>
          {words.t('dialog.close')}
        </button>
      )}
      <div ref={host} />
    </main>
  );
}
