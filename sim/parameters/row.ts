/** A text in the two languages of the project. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/**
 * One row of the parameter table. Its path is its place in the tree; everything else that is said of a parameter
 * anywhere (schema, `--set`, controls, sensitivity ranges, documentation) is read from here.
 */
export interface Parameter {
  readonly kind: 'parameter';
  /** The value when a scenario is silent; `null` where silence has a meaning of its own, said in the text. */
  readonly default: number | null;
  /** Smallest and largest accepted value, both included. */
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit: string;
  readonly en: string;
  readonly zh: string;
  /** Where default and range come from: a study, a stylised fact of the evidence table, or `assumption`. */
  readonly source: string;
}

/** A required number. Arguments in the order in which one reads the table. */
export function real(
  value: number,
  [min, max]: readonly [number, number],
  unit: string,
  en: string,
  zh: string,
  source: string = ASSUMPTION,
): Parameter & { readonly default: number } {
  return { kind: 'parameter', default: value, min, max, integer: false, unit, en, zh, source };
}

/** As {@link real}, for whole numbers. */
export function whole(...row: Parameters<typeof real>): Parameter & { readonly default: number } {
  return { ...real(...row), integer: true };
}

/** A parameter that may be absent (`null`), which its text explains. */
export function optional<P extends Parameter>(row: P): Omit<P, 'default'> & { readonly default: null } {
  return { ...row, default: null };
}

/** A row whose value is one of a few words, with what each means. */
export interface Choice {
  readonly kind: 'choice';
  readonly default: string;
  readonly options: readonly string[];
  readonly unit: string;
  readonly en: string;
  readonly zh: string;
  readonly source: string;
}

export function choice<O extends readonly [string, ...string[]]>(
  value: O[number],
  options: O,
  en: string,
  zh: string,
  source: string = ASSUMPTION,
): Omit<Choice, 'options' | 'default'> & { readonly options: O; readonly default: O[number] } {
  return { kind: 'choice', default: value, options, unit: 'one of', en, zh, source };
}

/** Where figures come from; the README's list of references spells these out. */
export const ASSUMPTION = 'assumption';
export const SKETCH = 'assumption, tuned so that the mechanism runs at a sensible size';
export const J_COMMUNITY = 'Zhang, Tang & Lyu 2022 (J community, Beijing), doi:10.16104/j.issn.1673-1883.2022.01.011';
export const FUND = 'Wu 2022 (community special fund, X district)';
export const FISCHBACHER = 'Fischbacher, Gächter & Fehr 2001, doi:10.1016/S0165-1765(01)00394-9';
export const VOORBERG = 'Voorberg et al. 2018, doi:10.1111/puar.12896';
export const DECI = 'Deci, Koestner & Ryan 1999 (128 studies)';
export const GERBER = 'Gerber, Green & Larimer 2008, doi:10.1017/S000305540808009X';
export const NICKERSON = 'Nickerson 2008, doi:10.1017/S0003055408080039';
export const LIU = 'Liu 2022, doi:10.1080/14719037.2022.2095003';
export const LALLY = 'Lally et al. 2010, doi:10.1002/ejsp.674';
export const XU = 'Xu et al. 2016 (Shanghai, waste sorting)';
export const HILL = 'Hill et al. 2013, doi:10.1080/10584609.2013.828143';
export const ASHFORD = 'Ashford, Edmunds & French 2010, doi:10.1348/135910709X461752';
export const DAI = 'Dai et al. 2016 (Shanghai); Thomsen & Jakobsen 2015, doi:10.1080/10967494.2014.996628';
export const MINISTRY = 'ministry figures 2019–2023 (173 households in an average renovated neighbourhood)';
export const ASH = 'Ash Center, 31,000 interviews (trust in township government .70, range .55–.80)';
export const OSTROM = 'Ostrom 1996, doi:10.1016/0305-750X(96)00023-X';
