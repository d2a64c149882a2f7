import type { Run } from '../../run.ts';
import type { InstitutionColumn } from '../institution.ts';

/** Places for items: a round collects about one proposal from each 150 residents. */
export function capacityFor(residents: number): number {
  return 128 + Math.floor(residents / 16);
}

const u8 = (length: number, meaning: string) => ({ type: 'u8', length, meaning }) as const;
const u16 = (length: number, meaning: string) => ({ type: 'u16', length, meaning }) as const;
const u32 = (length: number, meaning: string) => ({ type: 'u32', length, meaning }) as const;
const f32 = (length: number, meaning: string) => ({ type: 'f32', length, meaning }) as const;
const f64 = (length: number, meaning: string) => ({ type: 'f64', length, meaning }) as const;

/** All that the fund remembers from one week to the next. */
export function fundColumns({ sizes }: Pick<Run, 'sizes'>, seats: number) {
  const places = capacityFor(sizes.resident);
  return {
    // residents
    aware: u8(sizes.resident, 'whether the resident knows of the fund'),
    attended: u8(sizes.resident, 'whether the resident attended the hearing of this round'),
    toldWeek: u16(sizes.resident, 'week in which the resident was last told a fate as proposer, + 1'),
    toldFate: u8(sizes.resident, '1 shelved, 2 adopted'),
    // places
    heardQuality: f32(sizes.stairwell, 'quality at the hearing, which opinions rest on'),
    granted: f64(sizes.block, 'fen granted to the block so far'),
    council: u32(seats, 'residents on the council, + 1; 0: vacant'),
    // items
    status: u8(places, 'where the item stands, see items.ts'),
    since: u16(places, 'week in which it was proposed'),
    proposer: u32(places, 'resident, + 1; 0: the committees'),
    entity: u32(places, 'whose luck it has: the resident, or the number among the committees’ items of the round'),
    site: u32(places, 'block for which it was proposed'),
    kind: u8(places, 'index into KINDS'),
    subject: u8(places, 'what it is about, within its kind'),
    reach: u8(places, '0 block, 1 community'),
    host: u32(places, 'place of the item into which it was merged'),
    cost: f64(places, 'fen'),
    support: f64(places, 'share of the votes that were yes'),
    started: u16(places, 'week of the resolution'),
    weeks: u8(places, 'weeks of implementation'),
    delay: u16(places, 'weeks until the first money'),
    due: f64(places, 'fen due so far'),
    paid: f64(places, 'fen paid so far'),
    shares: f64(places, 'sum of the weekly shares delivered'),
    cursor: u32(1, 'place after the one taken last'),
    // money, fen
    projectMoney: f64(1, 'for projects, not committed'),
    runningMoney: f64(1, 'for running the fund'),
    committed: f64(1, 'for projects that go on'),
    foundation: f64(1, 'kept by the foundation'),
    yearInflow: f64(1, 'came in this year of the fund'),
    yearRunning: f64(1, 'spent on running this year of the fund'),
    // memory of rounds
    held: u8(1, 'whether the last hearing could be paid and was held'),
    awareness: f64(1, 'share of residents aware at the last hearing'),
    participation: f64(1, 'share of households attending or proposing, last hearing'),
    turnout: f64(1, 'share of households voting, last hearing'),
    satisfactionSum: f64(1, 'of accepted items'),
    accepted: f64(1, 'items accepted so far'),
    elected: u8(1, 'whether the council was elected by household'),
  } as const satisfies Record<string, InstitutionColumn>;
}

type Arrays = { f64: Float64Array; f32: Float32Array; u32: Uint32Array; u16: Uint16Array; u8: Uint8Array };
export type Columns = {
  readonly [N in keyof ReturnType<typeof fundColumns>]: Arrays[ReturnType<typeof fundColumns>[N]['type']];
};
