import { useStore, useWords } from './context.ts';
import { hides } from './hidden.ts';
import { seedsOf, timeText } from './time.ts';

/** What the page is doing, and how sure its numbers are. */
export function StatusBar() {
  const store = useStore();
  const words = useWords();
  const { comparison, seeds, saved, lab } = store;
  const { baseline, arms } = comparison.value;
  const { weeks } = baseline.scenario.parameters;
  const known = baseline.runs.filter((run) => run !== undefined);
  const residents = known.length > 0 ? lab.mean(known.map((run) => run.residents)) : null;
  const focus = arms.find(({ identity }) => identity.slot === store.content.value.focus);
  const interval = focus?.effects?.rateEnd?.interval;
  // where every difference is none there is nothing to know; and a lesson hides how they spread
  const error = interval ? ((interval[1] - interval[0]) / 2) * 100 : null;
  return (
    <footer
      class="status"
      data-done={arms.reduce((sum, arm) => sum + arm.done, 0)}
      data-total={arms.length * seeds.value.length}
    >
      <span>{words.t('status.engine', { version: lab.version })}</span>
      {residents === null ? null : (
        <span>{words.t('status.community', { residents: words.compact(Math.round(residents)), weeks })}</span>
      )}
      <span>{words.t('status.seeds', seedsOf(seeds.value))}</span>
      <Progress />
      {error === null || error < 0.005 || hides(store) ? null : (
        <span title={words.t('status.parameterUncertainty')}>
          {words.t('status.error', { error: words.number(error, { digits: error < 0.05 ? 2 : 1 }) })}
        </span>
      )}
      <span class={saved.value ? '' : 'warning'}>
        {saved.value ? words.t('status.saved') : words.t('status.notSaved', { why: words.t('status.full') })}
      </span>
      <span class="spacer" />
      <button
        type="button"
        onClick={() => {
          store.theme.value = store.theme.value === 'dark' ? 'light' : 'dark';
        }}
      >
        {words.t(store.theme.value === 'dark' ? 'top.light' : 'top.dark')}
      </button>
      <button
        type="button"
        onClick={() => {
          store.dialog.value = 'table';
        }}
      >
        {words.t('status.table')}
      </button>
      <button
        type="button"
        onClick={() => {
          store.dialog.value = 'cite';
        }}
      >
        {words.t('status.cite')}
      </button>
    </footer>
  );
}

function Progress() {
  const store = useStore();
  const words = useWords();
  const { comparison, status, ensembles } = store;
  const { arms, seeds } = comparison.value;
  const total = arms.length * seeds.length;
  const done = arms.reduce((sum, arm) => sum + arm.done, 0);
  const now = status.value;
  const failures = [...ensembles.failures.values()];
  const again = (
    <button type="button" class="link" onClick={() => ensembles.retry()}>
      {words.t('status.again')}
    </button>
  );
  if (now.kind === 'running') {
    const text =
      now.secondsLeft === null
        ? words.t('status.runningNoTime', { done: now.done, n: now.total })
        : words.t('status.running', { done: now.done, n: now.total, time: timeText(now.secondsLeft, words) });
    return (
      <span class="running">
        <progress max={now.total} value={now.done} aria-label={text} /> {text}{' '}
        <button type="button" class="link" onClick={() => ensembles.cancel()}>
          {words.t('status.cancel')}
        </button>
      </span>
    );
  }
  if (now.kind === 'cancelled') {
    return (
      <span>
        {words.t('status.cancelled', { done, n: total })}{' '}
        <button type="button" class="link" onClick={() => ensembles.start()}>
          {words.t('status.resume')}
        </button>
      </span>
    );
  }
  if (now.kind === 'waiting') {
    const { count } = store.content.value.seeds;
    const one = timeText(now.seconds / Math.max(1, count), words);
    const residents = words.compact(Math.round(now.residents));
    return (
      <span class="warning">
        {words.t('status.waiting', { residents, time: timeText(now.seconds, words) })}{' '}
        <button type="button" class="link" onClick={() => ensembles.start()}>
          {words.t('status.run')}
        </button>{' '}
        {count > 1 ? (
          <button
            type="button"
            class="link"
            onClick={() => store.dispatch({ type: 'seeds', count: 1, base: store.present().seeds.base })}
          >
            {words.t('status.fewer', { time: one })}
          </button>
        ) : null}
      </span>
    );
  }
  if (now.kind === 'broken') {
    return (
      <span class="warning">
        {words.t('status.broken', { why: now.message })} {again}
      </span>
    );
  }
  const [first] = failures;
  if (first) {
    const text =
      failures.length === 1
        ? words.t('status.failed', { seed: first.seed, name: first.scenario, why: first.message, n: done })
        : words.t('status.failedMany', { k: failures.length, why: first.message, n: done });
    return (
      <span class="warning">
        {text} {again}
      </span>
    );
  }
  return <span>{words.t('status.done', { done, n: total })}</span>;
}
