import type { InstitutionSettings } from '../../scenario.ts';

export type MicroSettings = NonNullable<InstitutionSettings['microInfrastructure']>;

/** What the money buys, each with a purse of its own. */
export const INSTRUMENTS_OF_ARM = ['materials', 'training', 'visits'] as const;
export type ArmInstrument = (typeof INSTRUMENTS_OF_ARM)[number];
