import type { Chart } from '../charts/chart.ts';
import { createDrawing, type Group, paragraph, type Sheet } from '../charts/drawing.ts';
import type { StoryData } from '../data/story.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, hue, INK, PAPER } from '../theme.ts';

/** One resident in the middle of its ties: nearer is the same stairwell, thick the same household. */
export function createEgo(host: HTMLElement, words: Words): Chart<StoryData> {
  return createDrawing(host, words, { draw, summary: egoSummary });
}

const TALLEST = 240;
const NEARNESS = { household: 0.42, stairwell: 0.66, community: 1 } as const;

function draw(sheet: Sheet, data: StoryData): number {
  const { g, width, size, words } = sheet;
  const { ties, tieStages, stage } = data.own;
  if (ties.length === 0) return paragraph(sheet, 0, 0, words.t('story.ties.none'), width);
  const height = Math.min(TALLEST, width);
  const [cx, cy] = [width / 2, height / 2];
  const radius = height / 2 - size;
  const last = data.weeks - 1;
  // from the top, the nearest spread first; the golden angle would clump small numbers, so evenly
  const places = ties.map((tie, i) => {
    const angle = (2 * Math.PI * i) / ties.length - Math.PI / 2;
    const away = radius * NEARNESS[tie.near];
    return {
      tie,
      x: cx + Math.cos(angle) * away,
      y: cy + Math.sin(angle) * away,
      stage: tieStages[last * ties.length + i],
    };
  });
  for (const { tie, x, y } of places) {
    g.append('path')
      .attr('d', `M${cx},${cy}L${x},${y}`)
      .style('stroke', AXIS)
      .style('stroke-width', `${tie.near === 'household' ? 3 : tie.strength}px`);
  }
  const dot = ties.length > 18 ? size * 0.7 : size * 0.9;
  for (const { x, y, stage: of } of places) square(g, x, y, dot, of, data.who.slot);
  square(g, cx, cy, size * 1.3, stage[last], data.who.slot)
    .style('stroke', INK)
    .style('stroke-width', '2px');
  return height + size * 0.4;
}

/** A resident by stage: sustained full, newcomer pale, lapsed hollow, bystander half the size and grey. */
function square(g: Group, x: number, y: number, size: number, stage: number, slot: number) {
  const side = stage === 0 ? size * 0.55 : size;
  const box = (fill: string) =>
    g
      .append('rect')
      .attr('x', x - side / 2)
      .attr('y', y - side / 2)
      .attr('width', side)
      .attr('height', side)
      .style('fill', fill);
  if (stage === 0) return box(AXIS);
  if (stage === 3) return box(PAPER).style('stroke', AXIS).style('stroke-width', '1.2px');
  box(PAPER);
  return box(hue(slot)).style('fill-opacity', stage === 2 ? '1' : '.42');
}

export function egoSummary({ own, weeks }: StoryData, words: Words): string {
  const { ties, tieStages } = own;
  const near = (where: string) => ties.filter((tie) => tie.near === where).length;
  const active = ties.filter((_, i) => [1, 2].includes(tieStages[(weeks - 1) * ties.length + i])).length;
  return words.t('story.ties.summary', {
    n: ties.length,
    household: near('household'),
    stairwell: near('stairwell'),
    active,
  });
}
