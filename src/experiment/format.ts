import type { Comparison } from './comparison.ts';
import { csvOf } from './format-csv.ts';
import { textOf } from './format-text.ts';

export const COMPARISON_FORMATS = ['text', 'json', 'csv'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/**
 * A comparison in writing, ending with a line feed: `text` is a report for reading (at most 100 columns), `json` holds
 * everything, `csv` is long: scenario, measure, statistic, value.
 */
export function formatComparison(comparison: Comparison, format: ComparisonFormat): string {
  if (format === 'json') return `${JSON.stringify(comparison, null, 2)}\n`;
  return format === 'csv' ? csvOf(comparison) : textOf(comparison);
}
