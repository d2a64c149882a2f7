import { area, axisBottom, axisLeft, line, max, range, scaleLinear, select } from 'd3';

/** Participation by week, as shares of residents: the middle run and the band that holds 90 % of runs. */
export interface Participation {
  readonly low: readonly number[];
  readonly middle: readonly number[];
  readonly high: readonly number[];
  readonly residents: number;
  readonly runs: number;
  readonly total: number;
}

export interface ParticipationWords {
  readonly title: string;
  readonly week: string;
  readonly rate: string;
  legend(data: Participation): string;
  summary(data: Participation): string;
}

const percent = (share: number) => (share * 100).toFixed(1);

/** The texts of the plain page in the reader's language. */
export const WORDS: Readonly<Record<'en' | 'zh', ParticipationWords>> = {
  en: {
    title: 'Who takes part? The baseline, week by week',
    week: 'Week',
    rate: 'Residents taking part, per 100',
    legend: ({ runs, total }) => `Line: median of the runs. Band: 90 % of runs. ${runs} of ${total} runs.`,
    summary: ({ middle, residents, runs }) =>
      `Of 100 residents, ${percent(middle[0])} take part in week 0 and ${percent(middle.at(-1) ?? 0)} in week ` +
      `${middle.length - 1} (median of ${runs} runs, about ${residents} residents).`,
  },
  zh: {
    title: '谁在参与？基准情景逐周变化',
    week: '周',
    rate: '每百名居民中的参与人数',
    legend: ({ runs, total }) => `线：中位数；带：90% 的运行结果。已完成 ${runs} / ${total} 次运行。`,
    summary: ({ middle, residents, runs }) =>
      `每百名居民中，第 0 周有 ${percent(middle[0])} 人参与，第 ${middle.length - 1} 周有 ` +
      `${percent(middle.at(-1) ?? 0)} 人参与（${runs} 次运行的中位数，约 ${residents} 名居民）。`,
  },
};

const WIDTH = 760;
const HEIGHT = 400;
const MARGIN = { top: 16, right: 16, bottom: 48, left: 56 };

/** A line with its band; the drawing scales with its host. */
export function createParticipation(
  host: HTMLElement,
  words: ParticipationWords,
): { update(data: Participation): void; destroy(): void } {
  const figure = select(host).append('figure').attr('class', 'participation');
  const legend = figure.append('figcaption').attr('role', 'status');
  const svg = figure.append('svg').attr('viewBox', `0 0 ${WIDTH} ${HEIGHT}`).attr('role', 'img');
  const band = svg.append('path').attr('class', 'band');
  const middleLine = svg.append('path').attr('class', 'line');
  const below = svg.append('g').attr('transform', `translate(0,${HEIGHT - MARGIN.bottom})`);
  const left = svg.append('g').attr('transform', `translate(${MARGIN.left},0)`);
  const label = (x: number, y: number) => svg.append('text').attr('class', 'label').attr('x', x).attr('y', y);
  label((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 8).text(words.week);
  label(-(HEIGHT - MARGIN.bottom) / 2, 16)
    .attr('transform', 'rotate(-90)')
    .text(words.rate);

  return {
    update(data) {
      const { low, middle, high } = data;
      const x = scaleLinear([0, middle.length - 1], [MARGIN.left, WIDTH - MARGIN.right]);
      const y = scaleLinear([0, (max(high) ?? 0) * 100 || 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice();
      const weeks = range(middle.length);
      const areaOf = area<number>(
        x,
        (week) => y(low[week] * 100),
        (week) => y(high[week] * 100),
      );
      band.attr('d', areaOf(weeks));
      middleLine.attr('d', line<number>(x, (week) => y(middle[week] * 100))(weeks));
      below.call(axisBottom(x).ticks(10));
      left.call(axisLeft(y).ticks(6));
      svg.attr('aria-label', words.summary(data));
      legend.text(words.legend(data));
    },
    destroy() {
      figure.remove();
    },
  };
}
