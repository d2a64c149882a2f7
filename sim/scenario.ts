/** A scenario as the model runs it, and the words that scenarios are written in. Files are checked by scenario-schema. */
import type { ageTenure, institutions, tree, Values } from './parameters/index.ts';
import { instruments } from './parameters/index.ts';
import type { Bilingual } from './parameters/row.ts';

/** The version of the scenario format; a file may carry it, and a newer one is refused in words. */
export const FORMAT = 1;

export const AGES = ['18-34', '35-59', '60+'] as const;
export const TENURES = ['owner', 'renter'] as const;
export const STAGES = ['bystander', 'newcomer', 'sustained', 'lapsed'] as const;
export const OBSERVED = ['motivation', 'trust', 'efficacy', 'habit', 'knowHow'] as const;
export const INSTRUMENTS = Object.keys(instruments) as readonly InstrumentName[];

export type InstrumentName = keyof typeof instruments;
export type InstitutionName = string & keyof typeof institutions;
export type InstitutionSettings = { readonly [N in InstitutionName]?: Values<(typeof institutions)[N]> };
export type ModelParameters = Values<typeof tree> & {
  readonly population: { readonly ageTenure: Values<typeof ageTenure> | null };
};
/** Who is eligible. With lowest or highest, doses are served in the order of the observed trait, else by lot. */
export type Whom =
  | { readonly group: 'everyone' | 'non-participants' | 'leaders' }
  | { readonly group: 'lot'; readonly share: number }
  | { readonly group: 'blocks'; readonly blocks: readonly number[] }
  | { readonly group: 'age'; readonly ages: readonly (typeof AGES)[number][] }
  | { readonly group: 'tenure'; readonly tenure: (typeof TENURES)[number] }
  | { readonly group: 'stage'; readonly stages: readonly (typeof STAGES)[number][] }
  | {
      readonly group: 'lowest' | 'highest';
      readonly trait: (typeof OBSERVED)[number];
      readonly share: number;
    };

interface Common {
  /** Stable number, 0–255; also the order in which several interventions act. */
  readonly id: number;
  readonly enabled: boolean;
  readonly from: number;
  /** First week without it; `null`: until the run ends. */
  readonly to: number | null;
  /** Most it may spend, in CNY; `null`: no limit. */
  readonly cap: number | null;
  readonly whom: Whom;
}

/** One intervention: an instrument, its settings, when and for whom. */
export type Intervention = {
  [N in InstrumentName]: Common & { readonly instrument: N } & Values<(typeof instruments)[N]>;
}[InstrumentName];
export type InterventionOf<N extends InstrumentName> = Extract<Intervention, { readonly instrument: N }>;

export interface Disabled {
  readonly interventions: readonly Pick<Intervention, 'id' | 'instrument'>[];
  readonly institutions: readonly string[];
}

/** A scenario with every default filled in: what the model runs. */
export interface Scenario {
  /** Short key used in tables; the file's name when the file does not say. */
  readonly name: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly source: string;
  readonly assumptions: readonly Bilingual[];
  readonly parameters: ModelParameters;
  /** In ascending order of id, the disabled ones left out. */
  readonly interventions: readonly Intervention[];
  /** The institutions at work and their settings, the disabled ones left out. */
  readonly institutions: InstitutionSettings & Readonly<Record<string, unknown>>;
  /** What the file has and leaves disabled, so that it can be enabled by name; missing where there is none. */
  readonly disabled?: Disabled;
}

/** One thing that is wrong with a scenario: where, what was found, what is allowed. */
export interface Problem {
  /** For example `interventions[2].from`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** For an unknown key: the keys that are known at that place, so that a reader can be offered the nearest. */
  readonly unknown?: { readonly key: string; readonly known: readonly string[] };
}

/** Every problem of a scenario at once; `message` has one line per problem. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((p) => (p.path === '' ? p.message : `${p.path}: ${p.message}`)).join('\n'));
  }
}
