/** Who is in tension with whom, on which layer of management, and over what: the pairs that the study names. */
export const LAYERS = ['mission', 'political', 'operations'] as const;
export type Layer = (typeof LAYERS)[number];

/** What sets two actors apart. The study's four kinds of gap: value, information, cost, property rights. */
export const SOURCES = {
  purpose: 'value',
  distrust: 'value',
  representation: 'value',
  plan: 'value',
  information: 'information',
  shortfall: 'cost',
  refusal: 'cost',
  residentsUncompensated: 'cost',
  companyUncompensated: 'cost',
  rights: 'rights',
} as const;
export type Source = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly Source[];

/** One cell of the matrix of tension; its gap is the mean of what it is over. */
export interface Cell {
  readonly layer: number;
  /** As series and pictures call it. */
  readonly name: string;
  readonly over: readonly Source[];
}

const cell = (layer: Layer, pair: string, ...over: Source[]): Cell => ({
  layer: LAYERS.indexOf(layer),
  name: `${layer}_${pair}`,
  over,
});

export const CELLS: readonly Cell[] = [
  cell('mission', 'residents_company', 'distrust'),
  cell('mission', 'residents_units', 'shortfall'),
  cell('mission', 'street_company', 'purpose'),
  cell('mission', 'street_units', 'shortfall'),
  cell('political', 'street_residents', 'representation', 'plan'),
  cell('political', 'street_company', 'purpose'),
  cell('political', 'street_units', 'shortfall'),
  cell('political', 'company_residents', 'distrust'),
  cell('operations', 'residents_street', 'information', 'plan', 'residentsUncompensated'),
  cell('operations', 'residents_company', 'information', 'refusal'),
  cell('operations', 'units_company', 'rights'),
  cell('operations', 'street_company', 'companyUncompensated'),
];

export const cellNamed = (name: string) => CELLS.findIndex((one) => one.name === name);
