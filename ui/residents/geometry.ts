/**
 * Where everybody stands on the map. Blocks hold rows of at most 13 stairwells and a cell for the block's name; a
 * stairwell is a centre line with its floors stacked and two dwellings growing out from it on each floor. Where
 * residents become too small to see, a cell is a dwelling, and then a stairwell.
 */
import type { Layout } from '../../sim/index.ts';

/** What one cell of the map stands for. */
export type Level = 'resident' | 'dwelling' | 'stairwell';

export interface Geometry {
  readonly level: Level;
  /** Distance between neighbouring cells, in whole device pixels. */
  readonly pitch: number;
  readonly width: number;
  readonly height: number;
  /** Left and top of each cell, in device pixels. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** First resident of each cell, and the number of residents at the end; `null` where a cell is a resident. */
  readonly first: Uint32Array | null;
  /** Where the names of blocks stand: the left end of the text, and its middle. */
  readonly names: readonly { readonly block: number; readonly x: number; readonly y: number }[];
}

const STAIRWELLS_A_ROW = 13;
/** Members of the largest household. */
const LARGEST_HOUSEHOLD = 5;
/** Cells smaller than this many device pixels are not told apart. */
const SMALLEST: Readonly<Record<Level, number>> = { resident: 3, dwelling: 2, stairwell: 1 };
const LEVELS: readonly Level[] = ['resident', 'dwelling', 'stairwell'];

/** How a level fills a stairwell: its width and height in cells, gaps to the next included. */
function stairwellSize(layout: Layout, level: Level): readonly [wide: number, high: number] {
  const { floors, dwellingsPerFloor } = layout;
  if (level === 'stairwell') return [1, 1];
  if (level === 'dwelling') return [dwellingsPerFloor + 1, floors + 1];
  return [Math.ceil(dwellingsPerFloor / 2) * 2 * LARGEST_HOUSEHOLD + 1, floors + 2];
}

interface Plan {
  readonly pitch: number;
  /** Columns of stairwells in a block, and of blocks. */
  readonly columns: number;
  readonly blockColumns: number;
}

/** The arrangement of blocks with the largest cells; of equal ones the one that takes least room. */
function plan(layout: Layout, level: Level, width: number, height: number, largest: number): Plan {
  const [wide, high] = stairwellSize(layout, level);
  const cells = cellsOfBlock(layout, level);
  let best: Plan = { pitch: 0, columns: 1, blockColumns: 1 };
  let room = Number.POSITIVE_INFINITY;
  for (let columns = Math.min(STAIRWELLS_A_ROW, cells); columns >= 1; columns--) {
    const rows = Math.ceil(cells / columns);
    const most = Math.max(1, Math.floor(width / (columns * wide)));
    for (let blockColumns = 1; blockColumns <= Math.min(layout.blocks, most); blockColumns++) {
      const across = blockColumns * columns * wide + (blockColumns - 1) * blockGap(level);
      const blockRows = Math.ceil(layout.blocks / blockColumns);
      const down = blockRows * rows * high + (blockRows - 1) * blockGap(level);
      const pitch = Math.min(largest, Math.floor(Math.min(width / across, height / down)));
      if (pitch < best.pitch || (pitch === best.pitch && across * down >= room)) continue;
      best = { pitch, columns, blockColumns };
      room = across * down;
    }
  }
  return best;
}

/** Only where residents are seen is there room for the name of a block, in a cell of its own. */
function cellsOfBlock(layout: Layout, level: Level): number {
  return Math.min(layout.stairwellsPerBlock, layout.stairwells) + (level === 'resident' ? 1 : 0);
}

function blockGap(level: Level): number {
  return level === 'resident' ? 2 : 1;
}

/**
 * @param width of the canvas in device pixels
 * @param height the most that it may have
 * @param largest pitch of residents, in device pixels, so that few do not fill the page
 */
export function createGeometry(layout: Layout, width: number, height: number, largest: number): Geometry {
  for (const level of LEVELS) {
    const found = plan(layout, level, width, height, largest);
    if (found.pitch >= SMALLEST[level]) return place(layout, level, found, width, height);
  }
  return place(layout, 'stairwell', { ...plan(layout, 'stairwell', width, height, largest), pitch: 1 }, width, height);
}

function place(
  layout: Layout,
  level: Level,
  { pitch, columns, blockColumns }: Plan,
  width: number,
  limit: number,
): Geometry {
  const [wide, high] = stairwellSize(layout, level);
  const { floors, dwellingsPerFloor, stairwellsPerBlock, householdStart } = layout;
  const cells = cellsOfBlock(layout, level);
  const rows = Math.ceil(cells / columns);
  const gap = blockGap(level);
  const blockWidth = columns * wide + gap;
  const blockHeight = rows * high + gap;
  const blockRows = Math.ceil(layout.blocks / blockColumns);
  const height = Math.min(limit, Math.max(1, (blockRows * blockHeight - gap) * pitch));

  const corner = (s: number): readonly [number, number] => {
    const b = Math.floor(s / stairwellsPerBlock);
    const within = s % stairwellsPerBlock;
    return [
      (b % blockColumns) * blockWidth + (within % columns) * wide,
      Math.floor(b / blockColumns) * blockHeight + Math.floor(within / columns) * high,
    ];
  };
  // the last cell of a block holds its name
  const names = Array.from({ length: level === 'resident' ? layout.blocks : 0 }, (_, block) => {
    const last = Math.min((block + 1) * stairwellsPerBlock, layout.stairwells) - 1 - block * stairwellsPerBlock;
    const cell = last + 1;
    const x = (block % blockColumns) * blockWidth + (cell % columns) * wide;
    const y = Math.floor(block / blockColumns) * blockHeight + Math.floor(cell / columns) * high;
    return { block, x: x * pitch, y: (y + (high - 2) / 2) * pitch };
  });

  const count = level === 'resident' ? layout.residents : level === 'dwelling' ? layout.households : layout.stairwells;
  const x = new Int32Array(count);
  const y = new Int32Array(count);
  const perStairwell = floors * dwellingsPerFloor;
  if (level === 'stairwell') {
    const first = new Uint32Array(count + 1);
    for (let s = 0; s < count; s++) {
      const [left, top] = corner(s);
      x[s] = left * pitch;
      y[s] = top * pitch;
      first[s] = householdStart[s * perStairwell];
    }
    first[count] = layout.residents;
    return { level, pitch, width, height, x, y, first, names };
  }
  for (let h = 0; h < layout.households; h++) {
    const [left, top] = corner(Math.floor(h / perStairwell));
    const side = h % dwellingsPerFloor;
    const floor = Math.floor((h % perStairwell) / dwellingsPerFloor);
    // the first floor is the lowest row
    const row = top + floors - 1 - floor;
    if (level === 'dwelling') {
      x[h] = (left + side) * pitch;
      y[h] = row * pitch;
      continue;
    }
    const centre = left + (side >> 1) * 2 * LARGEST_HOUSEHOLD + LARGEST_HOUSEHOLD;
    for (let i = householdStart[h], k = 0; i < householdStart[h + 1]; i++, k++) {
      x[i] = (side % 2 === 0 ? centre - 1 - k : centre + k) * pitch;
      y[i] = row * pitch;
    }
  }
  return { level, pitch, width, height, x, y, first: level === 'dwelling' ? householdStart : null, names };
}

/** The cell at a point in device pixels, within a pitch; −1 for none. */
export function cellAt({ x, y, pitch }: Geometry, px: number, py: number): number {
  let best = -1;
  let nearest = pitch * 1.5;
  for (let c = 0; c < x.length; c++) {
    const away = Math.hypot(x[c] + pitch / 2 - px, y[c] + pitch / 2 - py);
    if (away < nearest) {
      nearest = away;
      best = c;
    }
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest cell in a direction, one in line before one aside; the same cell at the edge. */
export function neighbourOf({ x, y }: Geometry, cell: number, direction: Direction): number {
  const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction];
  let best = cell;
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < x.length; c++) {
    const ahead = (x[c] - x[cell]) * dx + (y[c] - y[cell]) * dy;
    if (ahead <= 0) continue;
    const aside = Math.abs((x[c] - x[cell]) * dy) + Math.abs((y[c] - y[cell]) * dx);
    const away = ahead + 4 * aside;
    if (away < nearest) {
      nearest = away;
      best = c;
    }
  }
  return best;
}

/** The cell in which a resident is. */
export function cellOf({ first, x }: Geometry, resident: number): number {
  if (!first) return resident;
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (first[middle] <= resident) low = middle;
    else high = middle - 1;
  }
  return low;
}
