/**
 * What a lift costs whom, in whole fen: owners from the third floor upwards share what the subsidy leaves, the higher
 * the more; dwellings below receive what a coordinator has found for them among the parties, counted as public money.
 */
import { fenOf } from '../../ledger.ts';
import type { Leadership } from './leadership.ts';
import { BREAK_EVEN, CITIES, type Places } from './places.ts';
import type { LiftSettings } from './settings.ts';

export interface Terms {
  /** The price of the lift, the public share of it, and the compensation of all lower floors together. */
  price: number;
  subsidy: number;
  compensation: number;
  /** Fen that each dwelling of the stairwell pays and receives, from its first dwelling on. */
  readonly pays: Float64Array;
  readonly gets: Float64Array;
}

/** Splits an amount by weights so that the parts are whole and add up to it: differences of rounded running totals. */
export function splitFen(amount: number, weights: Float64Array, parts: Float64Array, n: number): void {
  let all = 0;
  for (let j = 0; j < n; j++) all += weights[j]!;
  let running = 0;
  let given = 0;
  for (let j = 0; j < n; j++) {
    running += weights[j]!;
    const upTo = all === 0 ? 0 : running === all ? amount : Math.floor((amount * running) / all + 0.5);
    parts[j] = upTo - given;
    given = upTo;
  }
}

/** Works out the terms of a stairwell; the answer is the same object at every call. */
export function createTerms(settings: LiftSettings, places: Places, leadership: Leadership): (s: number) => Terms {
  const { start, floor, city } = places;
  const { price, compensation, shareStep, saving } = settings;
  const subsidies = [settings.subsidyA, settings.subsidyB, settings.subsidyC, settings.subsidyD];
  let most = 0;
  for (let s = 0; s + 1 < start.length; s++) most = Math.max(most, start[s + 1]! - start[s]!);
  const weights = new Float64Array(most);
  const terms: Terms = {
    price: 0,
    subsidy: 0,
    compensation: 0,
    pays: new Float64Array(most),
    gets: new Float64Array(most),
  };
  return (s) => {
    const first = start[s]!;
    const n = start[s + 1]! - first;
    const found = fenOf(leadership.strength('coordinator', s), compensation);
    terms.price = fenOf(1 - saving * leadership.strength('elite', s), price);
    terms.subsidy = Math.min(terms.price, fenOf(1, subsidies[city[s]! % CITIES]!));
    terms.compensation = 0;
    for (let j = 0; j < n; j++) {
      const f = floor[first + j]!;
      weights[j] = f < BREAK_EVEN ? 0 : 1 + shareStep * (f - BREAK_EVEN);
      terms.gets[j] = f < BREAK_EVEN ? found : 0;
      terms.compensation += terms.gets[j]!;
    }
    splitFen(terms.price - terms.subsidy, weights, terms.pays, n);
    return terms;
  };
}
