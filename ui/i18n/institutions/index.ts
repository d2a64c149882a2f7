/** Words of the pictures of institutions, in both languages; loaded with the pictures. */
import { chartsEn } from '../charts.en.ts';
import { chartsZh } from '../charts.zh.ts';
import { en } from '../en.ts';
import { createWords, type Locale, type Words } from '../words.ts';
import { zh } from '../zh.ts';
import { coreEn } from './core.en.ts';
import { coreZh } from './core.zh.ts';
import { fundEn } from './fund.en.ts';
import { fundZh } from './fund.zh.ts';
import { liftsEn } from './lifts.en.ts';
import { liftsZh } from './lifts.zh.ts';
import { microInfrastructureEn } from './micro-infrastructure.en.ts';
import { microInfrastructureZh } from './micro-infrastructure.zh.ts';
import { partnersEn } from './partners.en.ts';
import { partnersZh } from './partners.zh.ts';

const institutionsEn = { ...coreEn, ...fundEn, ...liftsEn, ...microInfrastructureEn, ...partnersEn };
const institutionsZh = { ...coreZh, ...fundZh, ...liftsZh, ...microInfrastructureZh, ...partnersZh };

export const INSTITUTION_WORDS: Readonly<Record<Locale, Words>> = {
  en: createWords('en', { ...en, ...chartsEn, ...institutionsEn }),
  zh: createWords('zh', { ...zh, ...chartsZh, ...institutionsZh }),
};
