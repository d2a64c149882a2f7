/** Words of the pictures of institutions, in both languages. */
import { coreEn } from './core.en.ts';
import { coreZh } from './core.zh.ts';
import { partnersEn } from './partners.en.ts';
import { partnersZh } from './partners.zh.ts';

export const institutionsEn = { ...coreEn, ...partnersEn } as const;
export const institutionsZh = { ...coreZh, ...partnersZh } as const;
