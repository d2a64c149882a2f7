import { expect, test } from 'vitest';
import { parameters } from '../../sim/index.ts';
import { en } from '../../ui/i18n/en.ts';
import { UNITS_ZH } from '../../ui/i18n/units.ts';
import { createWords } from '../../ui/i18n/words.ts';
import { zh } from '../../ui/i18n/zh.ts';

const placeholders = (text: string) => [...new Set(text.match(/\{\w+/g) ?? [])].sort();

test('every message has the same placeholders in both languages', () => {
  for (const [key, text] of Object.entries(en)) {
    const other = zh[key as keyof typeof en];
    // Chinese needs no plural, so a placeholder that only chooses one may be missing
    const needed = placeholders(text.replace(/\{\w+\?[^}]*\}/g, ''));
    expect(placeholders(other), key).toEqual(expect.arrayContaining(needed.filter((name) => other.includes(name))));
    for (const name of placeholders(other)) expect(placeholders(text), `${key}: ${name}`).toContain(name);
  }
});

test('Chinese messages are set in Chinese punctuation', () => {
  for (const [key, text] of Object.entries(zh)) {
    if (key.startsWith('top.language')) continue;
    expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]/);
  }
});

test('numbers are written as each language does', () => {
  const [english, chinese] = [createWords('en', en), createWords('zh', zh)];
  expect(english.money(390_000)).toBe('390,000 CNY');
  expect(chinese.money(390_000)).toBe('39万元');
  expect(chinese.money(195_500)).toBe('19.6万元');
  expect(english.number(-0.24, { digits: 1, signed: true })).toBe('−0.2');
  expect(english.number(-0.04, { digits: 1, signed: true })).toBe('0.0');
  expect(english.range(5.2, 6.6, { digits: 1, signed: true })).toBe('+5.2 to +6.6');
  expect(english.range(5.5, 7.2, { digits: 1 })).toBe('5.5–7.2');
  expect(chinese.range(-0.2, 0.3, { digits: 1, signed: true })).toBe('−0.2至+0.3');
  expect(english.t('fold.runs.count')).toBe('Number of runs');
  expect(english.t('chart.preview', { n: 1 })).toBe('preview, 1 run');
  expect(english.t('chart.preview', { n: 8 })).toBe('preview, 8 runs');
});

test('every unit of the parameter table has a Chinese one, and none is left over', () => {
  expect(Object.keys(UNITS_ZH).sort()).toEqual([...new Set(parameters.map(({ unit }) => unit))].sort());
});
