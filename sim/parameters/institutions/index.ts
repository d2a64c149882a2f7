/** Parameters of the institutions, by name; each group stands in a file of its own beside this one. */
import { core } from './core.ts';
import { fund } from './fund.ts';
import { lifts } from './lifts.ts';
import { microInfrastructure } from './micro-infrastructure.ts';
import { partners } from './partners.ts';

export const institutions = { core, fund, lifts, microInfrastructure, partners };
