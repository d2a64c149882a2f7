/** The residents of one run, as a map that can be played. */
import { useEffect, useRef } from 'preact/hooks';
import { createResidents, type Residents } from '../residents/residents.ts';
import { useStore, useWords } from './context.ts';

const TRAITS = ['motivation', 'trust', 'efficacy', 'habit', 'knowHow'] as const;

export function ResidentsPanel() {
  const store = useStore();
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<Residents | null>(null);
  const { content, comparison, status, theme, week } = store;
  const { focus } = content.value;
  const arm = comparison.value.arms.find(({ identity }) => identity.slot === focus);
  const seed = store.seeds.value[0] ?? '1';
  // the runs come first: the map waits until the processors are free
  const free =
    status.value.kind !== 'running' &&
    status.value.kind !== 'waiting' &&
    comparison.value.arms.every((a) => a.done > 0);

  useEffect(() => {
    if (!host.current) return;
    const residents = createResidents(host.current, words, {
      traits: TRAITS,
      onOpen: (resident) => {
        store.told.value = { slot: store.content.peek().focus, resident };
      },
      onSelect: (_resident, sentence) => {
        store.spoken.value = sentence;
      },
    });
    made.current = residents;
    store.play.value = () => {
      residents.toggle();
      return true;
    };
    return () => {
      residents.destroy();
      made.current = null;
      store.play.value = null;
    };
  }, [words]);

  useEffect(() => {
    if (!arm || !free) return;
    const { scenario } = arm;
    made.current?.update({
      who: store.identity(arm.entry),
      seed,
      weeks: scenario.parameters.weeks,
      theme: theme.value,
      id: `${store.lab.fingerprint(scenario)}|${seed}`,
      ask: (from, to, shown) => store.lab.viewer.frames({ scenario, seed, from, to, shown }),
    });
  }, [arm?.scenario, arm?.identity.label, seed, theme.value, words, free]);

  useEffect(() => {
    if (week.value !== null && free) made.current?.go(week.value);
  }, [week.value, free]);

  return <div class="residents-host" ref={host} />;
}
