/** Rows under each other in columns: the first column to the left, the others, which are numbers, to the right. */
export function textTable(rows: readonly (readonly string[])[], left = 1): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => width(row[i]))));
  const pad = (cell: string, i: number) => {
    const space = ' '.repeat(widths[i] - width(cell));
    return i < left ? cell + space : space + cell;
  };
  return rows.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('');
}

/** Chinese characters take two columns of a screen. */
function width(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 2 : 1),
    0,
  );
}

/** A number with four significant digits, as short as it goes; from 1,000 a whole one, in groups of three digits. */
export function short(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 999.95) return Math.round(value).toLocaleString('en-US');
  if (size < 1e-4) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** `0.12 … 0.34`, or a dash. */
export function shortInterval(interval: readonly [number, number] | null): string {
  return interval === null ? '–' : `${short(interval[0])} … ${short(interval[1])}`;
}
