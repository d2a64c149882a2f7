import { useEffect, useRef } from 'preact/hooks';
import type { Chart } from '../charts/chart.ts';
import type { Words } from '../i18n/words.ts';
import { useWords } from './context.ts';

/** A place for a D3 chart: made once per kind and language, updated with every new `data`. */
export function ChartHost<D>(props: {
  readonly create: (host: HTMLElement, words: Words) => Chart<D>;
  readonly data: D;
  readonly className?: string;
}) {
  const { create, data, className = '' } = props;
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<{ chart: Chart<D>; words: Words; create: unknown } | null>(null);
  useEffect(() => {
    if (!host.current) return;
    if (chart.current?.words !== words || chart.current.create !== create) {
      chart.current?.chart.destroy();
      chart.current = { chart: create(host.current, words), words, create };
    }
    chart.current.chart.update(data);
  });
  useEffect(
    () => () => {
      chart.current?.chart.destroy();
      chart.current = null;
    },
    [],
  );
  return <div class={`chart-host ${className}`} ref={host} />;
}
