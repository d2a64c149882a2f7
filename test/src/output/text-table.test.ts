import { expect, test } from 'vitest';
import { short, shortInterval, textTable } from '../../../src/output/text-table.ts';

test('numbers have four significant digits, from 1,000 they are whole and grouped, whatever their size', () => {
  expect([0.00008849, 0.0123456, -1.5, 12.345, 999.94].map(short)).toEqual([
    '8.8e-5',
    '0.01235',
    '-1.5',
    '12.35',
    '999.9',
  ]);
  expect([999.96, 1122.4, 88400, -31200.4, 156000, 1234567].map(short)).toEqual([
    '1,000',
    '1,122',
    '88,400',
    '-31,200',
    '156,000',
    '1,234,567',
  ]);
  expect([0, -0, null, Number.NaN].map(short)).toEqual(['0', '0', '–', '–']);
  expect(shortInterval([31200, 156000])).toBe('31,200 … 156,000');
  expect(shortInterval(null)).toBe('–');
});

test('columns stand under each other, Chinese characters being two wide', () => {
  const rows = ['名称 1', 'ab 22'].map((row) => row.split(' '));
  expect(textTable(rows)).toBe('名称   1\nab    22\n');
});
