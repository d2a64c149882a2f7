import { chartsEn } from './charts.en.ts';
import { chartsZh } from './charts.zh.ts';
import { en } from './en.ts';
import { createWords, type Locale, type Words } from './words.ts';
import { zh } from './zh.ts';

/** The page's words, by language. */
export const WORDS: Readonly<Record<Locale, Words>> = {
  en: createWords('en', { ...en, ...chartsEn }),
  zh: createWords('zh', { ...zh, ...chartsZh }),
};
