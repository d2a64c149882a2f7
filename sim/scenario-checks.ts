/** Rules between the fields of a scenario, which its schema cannot say. */
import { ageTenure, intervention, tree } from './parameters/index.ts';
import type { Problem } from './scenario.ts';

const { population } = tree;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the schema cannot say: rules between fields. Reads the raw input so that they are reported beside other problems. */
export function crossChecks(input: unknown): Problem[] {
  if (!isObject(input)) return [];
  return [...populationChecks(input), ...interventionChecks(input)];
}

function populationChecks(input: Record<string, unknown>): Problem[] {
  const given = isObject(input.population) ? input.population : {};
  const problems: Problem[] = [];
  const number = (key: keyof typeof population) =>
    typeof given[key] === 'number' ? given[key] : (population[key].default ?? 0);
  const ordered = (group: string, low: string, high: string, a: number, b: number) => {
    if (a > b) problems.push({ path: `${group}.${low}`, message: `${a} is above ${high}, which is ${b}` });
  };
  if (typeof given.households === 'number' && typeof given.residents === 'number') {
    problems.push({ path: 'population.residents', message: 'give either households or residents, received both' });
  }
  const expected = number('households') * number('householdSize');
  if (given.residents == null && expected > 2_000_000) {
    problems.push({
      path: 'population.households',
      message: `${number('households')} households are about ${Math.round(expected)} residents, allowed is at most 2000000`,
    });
  }
  const types = number('conditionalShare') + number('freeRiderShare');
  if (types > 1 + 1e-9) {
    problems.push({
      path: 'population.freeRiderShare',
      message: `with conditionalShare it makes ${types}, allowed is at most 1`,
    });
  }
  ordered('population', 'areaMin', 'areaMax', number('areaMin'), number('areaMax'));
  const brought = isObject(input.traits) ? input.traits : {};
  const trait = (key: keyof typeof tree.traits) =>
    typeof brought[key] === 'number' ? brought[key] : tree.traits[key].default;
  ordered('traits', 'knowHowMin', 'knowHowMax', trait('knowHowMin'), trait('knowHowMax'));
  ordered('traits', 'costMin', 'costMax', trait('costMin'), trait('costMax'));
  const table = given.ageTenure;
  if (isObject(table)) {
    const sum = Object.keys(ageTenure).reduce(
      (total, key) => total + (typeof table[key] === 'number' ? table[key] : 0),
      0,
    );
    if (Math.abs(sum - 1) > 1e-9)
      problems.push({ path: 'population.ageTenure', message: `the six shares make ${sum}, allowed is 1` });
  }
  return problems;
}

/** How many blocks a population can have at the most, or `null` where the input is too broken to tell. */
function blockCount(input: Record<string, unknown>): number | null {
  const given = isObject(input.population) ? input.population : {};
  const number = (key: keyof typeof population) => (given[key] === undefined ? population[key].default : given[key]);
  const perBlock = [number('floors'), number('dwellingsPerFloor'), number('stairwellsPerBlock')];
  const residents = given.residents;
  const households = typeof residents === 'number' ? residents : number('households');
  if (typeof households !== 'number' || households < 1 || !perBlock.every((n) => typeof n === 'number' && n > 0))
    return null;
  return Math.ceil(households / (perBlock as number[]).reduce((a, b) => a * b, 1));
}

function interventionChecks(input: Record<string, unknown>): Problem[] {
  if (!Array.isArray(input.interventions)) return [];
  const problems: Problem[] = [];
  const seen = new Map<unknown, number>();
  const blocks = blockCount(input);
  const cents = (path: string, value: unknown) => {
    if (typeof value === 'number' && Math.abs(value * 100 - Math.round(value * 100)) > 1e-6) {
      problems.push({ path, message: `${value} is not a whole number of fen` });
    }
  };
  input.interventions.forEach((entry: unknown, i) => {
    if (!isObject(entry)) return;
    const { id, from = intervention.from.default, to, cap, whom, instrument } = entry;
    const place = `interventions[${i}]`;
    if (typeof id === 'number') {
      if (seen.has(id))
        problems.push({ path: `${place}.id`, message: `${id} is already the id of interventions[${seen.get(id)}]` });
      seen.set(id, i);
    }
    if (typeof from === 'number' && typeof to === 'number' && to <= from) {
      problems.push({ path: `${place}.to`, message: `${to} is not after from, which is ${from}` });
    }
    cents(`${place}.cap`, cap);
    if (!isObject(whom)) return;
    if (
      instrument === 'materials' &&
      typeof whom.group === 'string' &&
      !['everyone', 'lot', 'blocks'].includes(whom.group)
    ) {
      problems.push({
        path: `${place}.whom.group`,
        message: `"${whom.group}" is not possible for materials, which go to blocks; allowed are everyone, lot, blocks`,
      });
    }
    if (instrument === 'empowerment' && typeof whom.group === 'string' && whom.group !== 'everyone') {
      problems.push({
        path: `${place}.whom.group`,
        message: `"${whom.group}" is not possible for empowerment, which holds for the whole community; allowed is everyone`,
      });
    }
    if (Array.isArray(whom.blocks) && blocks !== null) {
      whom.blocks.forEach((block: unknown, j) => {
        if (typeof block === 'number' && block >= blocks) {
          problems.push({
            path: `${place}.whom.blocks[${j}]`,
            message: `no block ${block}, the community has blocks 0 to ${blocks - 1}`,
          });
        }
      });
    }
  });
  if (isObject(input.budget)) cents('budget.cap', input.budget.cap);
  return problems;
}
