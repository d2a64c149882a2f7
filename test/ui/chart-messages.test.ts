import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INSTRUMENTS } from '../../sim/index.ts';
import { chartsEn } from '../../ui/i18n/charts.en.ts';
import { chartsZh } from '../../ui/i18n/charts.zh.ts';

const keys = Object.keys(chartsEn) as (keyof typeof chartsEn)[];
const placeholders = (message: string) => new Set(message.match(/\{\w+/g) ?? []);

describe('words of charts', () => {
  test('are in both languages, with the same values in them', () => {
    expect(Object.keys(chartsZh).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, placeholders(chartsZh[key])]).toEqual([key, placeholders(chartsEn[key])]);
  });

  test('are written in their language', () => {
    const exempt = new Set(['map.rule']);
    for (const key of keys) {
      if (/[A-Za-z]{3}/.test(chartsEn[key].replace(/\{[^}]*\}/g, '')) && !exempt.has(key))
        expect([key, /[\u4e00-\u9fff]/.test(chartsZh[key])]).toEqual([key, true]);
      expect([key, /[\u4e00-\u9fff]/.test(chartsEn[key])]).toEqual([key, false]);
    }
  });

  test('are all there that charts ask for by a whole key', () => {
    const files = ['ui/charts', 'ui/residents', 'ui/data'].flatMap((folder) =>
      readdirSync(folder).map((file) => `${folder}/${file}`),
    );
    const own = /^(stages|flow|groups|cost|traits|modes|money|map|play|story|table|chart|axis|punctuation)\./;
    for (const file of files) {
      for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\('([\w.]+)'/g)) {
        if (!own.test(key) || file.match(/trajectories|multiples|strips|distribution|curtain|plot/)) continue;
        expect([file, key, key in chartsEn]).toEqual([file, key, true]);
      }
    }
  });

  test('name every instrument', () => {
    for (const name of INSTRUMENTS) {
      expect(chartsEn).toHaveProperty([`name.instrument.${name}`]);
      expect(chartsEn).toHaveProperty([`dose.${name}`]);
    }
  });
});
