/** What all digests and all luck hang on: the numbers of the purposes and the columns that are hashed. */
import { describe, expect, it } from 'vitest';
import { COLUMNS, DIGEST_PARTS, digestColumns } from '../../sim/index.ts';
import { PURPOSE, TIE_SLOTS } from '../../sim/purposes.ts';
import { blessing, differences, expectGolden, readGolden } from '../helpers/golden.ts';

describe('purposes', () => {
  it('are as blessed', () => {
    // even blessing may only add: a number that was used once keeps its meaning for ever
    const changed = differences(readGolden('purposes') ?? {}, PURPOSE).filter((text) => !text.startsWith('unexpected'));
    expect(changed).toEqual([]);
    expectGolden('purposes', PURPOSE);
  });

  it('have numbers of their own, those of the tie slots included, that fit into a byte', () => {
    const { tieCandidate, tieAcceptance, ...single } = PURPOSE;
    const slots = [tieCandidate, tieAcceptance].flatMap((first) =>
      Array.from({ length: TIE_SLOTS }, (_, s) => first + s),
    );
    const all = [...Object.values(single), ...slots];
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((number) => Number.isInteger(number) && number >= 0 && number < 256)).toBe(true);
  });
});

describe('columns of the digest', () => {
  it('are as blessed, in the order in which they are hashed', () => {
    const columns = DIGEST_PARTS.flatMap((part) =>
      digestColumns(part).map((name) => [name, `${part}: ${COLUMNS[name].type} per ${COLUMNS[name].of}`] as const),
    );
    expectGolden('columns', Object.fromEntries(columns));
  });

  it('stand in alphabetical order', () => {
    const names = digestColumns('residents');
    expect(names).toEqual([...names].sort());
  });
});

describe('a golden', () => {
  it('is compared entry by entry', () => {
    expect(differences({ a: 1, b: 2, c: [3] }, { a: 1, c: [4], d: 5 })).toEqual([
      'missing: b',
      'unexpected: d = 5',
      'differing: c was [3], is [4]',
    ]);
  });

  it('that is missing fails, unless it is being blessed', () => {
    if (!blessing()) expect(() => expectGolden('no such golden', {})).toThrow('no golden "no such golden"');
    expect(readGolden('no such golden')).toBeNull();
  });
});
