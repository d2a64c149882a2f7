import { core } from './core/index.ts';
import { fund } from './fund/index.ts';
import type { InstitutionKind } from './institution.ts';
import { lifts } from './lifts/index.ts';
import { microInfrastructure } from './micro-infrastructure/index.ts';
import { partners } from './partners/index.ts';

/** Every institution, in alphabetical order, which is also the order in which they act. */
// biome-ignore lint/suspicious/noExplicitAny: each kind knows its own settings, this list need not
export const INSTITUTIONS: readonly InstitutionKind<any>[] = [core, fund, lifts, microInfrastructure, partners];
