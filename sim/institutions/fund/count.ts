/** How many values of a column are the given one: here, acts of a mode this week, or residents who know. */
export function countOf(column: Uint8Array, value: number): number {
  const length = column.length;
  let count = 0;
  for (let i = 0; i < length; i++) if (column[i] === value) count++;
  return count;
}
