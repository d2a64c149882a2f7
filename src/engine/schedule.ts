/** Scenarios of one seed that a worker is given at a time; more would only make the store of early results larger. */
const LANE = 16;
/**
 * Milliseconds that they may take: what is finished before its turn is lost when the process is killed. Of longer runs a
 * worker gets fewer at a time, at worst one, although it then has to make the start that they share again.
 */
const LONGEST_LANE = 300_000;

/** Consecutive runs of one seed, from `next` to before `end`: they share a start, so they stay with one worker. */
interface Lane {
  next: number;
  end: number;
}

/**
 * Which run a worker does next. Pure bookkeeping on run numbers, without workers or promises.
 *
 * A worker is handed one seed with all its scenarios (in parts, when there are more than {@link LANE}), run by run; an
 * idle one for which nothing is left takes over half of what another has not begun. Nobody runs further ahead of the
 * outcomes given so far than two lanes, or two queues, per worker, so that what is finished early, and kept, stays
 * bounded.
 *
 * @param size workers at the most
 */
export class Schedule<W> {
  /** Runs that nobody has been handed. */
  left: number;
  private readonly lanes = new Map<W, Lane>();
  private readonly returned: number[] = [];
  /** The first run that is in no lane yet. */
  private next = 0;
  private readonly total: number;
  private readonly laneLength: number;

  constructor(
    private readonly scenarios: number,
    seeds: number,
    private readonly size: number,
  ) {
    this.total = scenarios * seeds;
    this.left = this.total;
    // parts of a seed are of equal length
    this.laneLength = Math.ceil(scenarios / Math.max(1, Math.ceil(scenarios / LANE)));
  }

  /**
   * The next run for a worker, or `null` when there is none for it now.
   *
   * @param given outcomes handed out so far
   * @param idle whether the worker has nothing to do, so that it may take from another
   * @param depth runs that a worker may have in hand
   * @param each milliseconds that a run has taken so far; 0 where nothing is known
   */
  take(worker: W, given: number, idle: boolean, depth = 1, each = 0): number | null {
    const again = this.returned.shift();
    const lane = again === undefined ? this.laneOf(worker, given, idle, depth, each) : null;
    const run = again ?? (lane ? lane.next++ : null);
    if (run !== null) this.left--;
    return run;
  }

  /** Takes back what a worker that is gone was handed in vain, and the rest of its lane. */
  giveBack(worker: W, runs: readonly number[]): void {
    const lane = this.lanes.get(worker);
    this.lanes.delete(worker);
    const rest = lane ? Array.from({ length: lane.end - lane.next }, (_, i) => lane.next + i) : [];
    this.returned.push(...runs, ...rest);
    this.returned.sort((a, b) => a - b);
    this.left += runs.length;
  }

  private laneOf(worker: W, given: number, idle: boolean, depth: number, each: number): Lane | null {
    const own = this.lanes.get(worker);
    if (own && own.next < own.end) return own;
    const length = Math.max(1, Math.min(this.laneLength, Math.floor(LONGEST_LANE / Math.max(1, each))));
    const lane =
      this.newLane(length, given + 2 * this.size * Math.max(length, depth)) ?? (idle ? this.takeOver() : null);
    if (lane) this.lanes.set(worker, lane);
    return lane;
  }

  /** The next lane, of at most so many runs of one seed, if it begins before run number `limit`. */
  private newLane(length: number, limit: number): Lane | null {
    const { next, scenarios } = this;
    if (next >= this.total || next >= limit) return null;
    const endOfSeed = (Math.floor(next / scenarios) + 1) * scenarios;
    this.next = Math.min(next + length, endOfSeed);
    return { next, end: this.next };
  }

  private takeOver(): Lane | null {
    let longest: Lane | null = null;
    for (const lane of this.lanes.values()) {
      if (lane.end - lane.next > (longest ? longest.end - longest.next : 0)) longest = lane;
    }
    if (!longest) return null;
    const end = longest.end;
    longest.end -= Math.ceil((end - longest.next) / 2);
    return { next: longest.end, end };
  }
}
