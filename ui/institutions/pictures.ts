/** The pictures of the institutions that a scenario has, in the words that belong to them. */
import type { Scenario } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import type { Chart, DataTable } from '../charts/chart.ts';
import type { Ensemble } from '../data/ensemble.ts';
import { INSTITUTION_WORDS } from '../i18n/institutions/index.ts';
import type { Words } from '../i18n/words.ts';
import { coreTable, createCore } from './core.ts';
import { coreData } from './core-data.ts';
import { createFund, fundTable } from './fund.ts';
import { fundData } from './fund-data.ts';
import { createLifts, liftsTable } from './lifts.ts';
import { liftsData } from './lifts-data.ts';
import { createMicroInfrastructure, microInfrastructureTable } from './micro-infrastructure.ts';
import { microInfrastructureData } from './micro-infrastructure-data.ts';
import { createPartners, partnersTable } from './partners.ts';
import { partnersData } from './partners-data.ts';

interface Picture<D> {
  create(host: HTMLElement, words: Words): Chart<D>;
  data(ensemble: Ensemble, focus: number, kit: Kit): D;
  table(data: D, words: Words): DataTable;
}

/** A picture that speaks its own words, whatever words the page hands it: only the language is taken from those. */
function inOwnWords<D>({ create, data, table }: Picture<D>): Picture<D> {
  const own = (words: Words) => INSTITUTION_WORDS[words.locale];
  return {
    create: (host, words) => create(host, own(words)),
    data,
    table: (shown, words) => table(shown, own(words)),
  };
}

/** By the name of the institution in scenarios. */
const PICTURES = {
  core: inOwnWords({ create: createCore, data: coreData, table: coreTable }),
  fund: inOwnWords({ create: createFund, data: fundData, table: fundTable }),
  lifts: inOwnWords({ create: createLifts, data: liftsData, table: liftsTable }),
  microInfrastructure: inOwnWords({
    create: createMicroInfrastructure,
    data: microInfrastructureData,
    table: microInfrastructureTable,
  }),
  partners: inOwnWords({ create: createPartners, data: partnersData, table: partnersTable }),
};

/** The pictures of a scenario's institutions, in alphabetical order. */
export function picturesOf(
  scenario: Scenario,
): readonly { readonly name: string; readonly picture: Picture<unknown> }[] {
  return Object.entries(PICTURES)
    .filter(([name]) => name in scenario.institutions)
    .map(([name, picture]) => ({ name, picture: picture as Picture<unknown> }));
}
