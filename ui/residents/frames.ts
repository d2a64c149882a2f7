/**
 * The weeks of a run for the map, asked of a worker in parts and kept, so that one can scrub back and forth. Stages of
 * many residents are kept in two bits each: a million residents and 156 weeks are then 39 MB.
 */
import type { Layout, Shown } from '../../sim/index.ts';
import type { FramesAnswer } from '../../src/engine/looking.ts';

export interface FrameStore {
  readonly weeks: number;
  readonly layout: Layout | null;
  /** Weeks that are there, from the first one on. */
  readonly ready: number;
  /** The bytes of a week, or `null` while it is not there. */
  get(week: number): Uint8Array | null;
  /** Stops asking. */
  close(): void;
}

export interface StoreOptions {
  readonly weeks: number;
  readonly shown: Shown;
  readonly ask: (from: number, to: number, shown: Shown) => Promise<FramesAnswer>;
  /** Called after every part that has arrived. */
  readonly onReady?: (store: FrameStore) => void;
  readonly onError?: (error: unknown) => void;
}

/** Above this many residents stages are packed, and acts of the week are not kept. */
const PACKED_FROM = 200_000;
/** Residents times weeks of one part: about what a worker does between two frames of the page, and at least a week. */
const PART = 400_000;
/** Traits of so many bytes are not kept beyond; the map then shows the week nearest to the one asked for. */
const LARGEST = 160_000_000;

export function createFrameStore({ weeks, shown, ask, onReady, onError }: StoreOptions): FrameStore {
  const kept: Uint8Array[] = [];
  let layout: Layout | null = null;
  let closed = false;
  let stride = 1;
  let asked = 0;
  let unpacked: { week: number; bytes: Uint8Array } | null = null;
  const isPacked = () => shown === 'stage' && (layout?.residents ?? 0) > PACKED_FROM;

  const store: FrameStore = {
    weeks,
    get layout() {
      return layout;
    },
    get ready() {
      return Math.min(weeks, asked);
    },
    get(week) {
      const place = Math.min(Math.floor(week / stride), kept.length - 1);
      const bytes = kept[place];
      if (!bytes || week >= asked) return null;
      if (!isPacked() || !layout) return bytes;
      if (unpacked?.week !== place) {
        unpacked = { week: place, bytes: unpack(bytes, unpacked?.bytes ?? new Uint8Array(layout.residents)) };
      }
      return unpacked.bytes;
    },
    close() {
      closed = true;
    },
  };

  async function load(): Promise<void> {
    // the first week alone, so that something is seen at once and the size of the rest is known
    for (let from = 0, to = 1; from < weeks && !closed; ) {
      const answer = await ask(from, to, shown);
      if (closed) return;
      layout = answer.layout;
      if (from === 0 && !isPacked()) stride = Math.max(1, Math.ceil((layout.residents * weeks) / LARGEST));
      answer.frames.forEach((frame, i) => {
        if (answer.weeks[i] % stride === 0) kept.push(isPacked() ? pack(frame) : frame);
      });
      asked = to;
      onReady?.(store);
      from = to;
      to = Math.min(weeks, to + Math.max(1, Math.floor(PART / layout.residents)));
    }
  }
  load().catch((error: unknown) => {
    if (!closed) onError?.(error);
  });
  return store;
}

/** Four residents to a byte. */
export function pack(frame: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(frame.length / 4));
  for (let i = 0; i < frame.length; i++) packed[i >> 2] |= (frame[i] & 3) << ((i & 3) << 1);
  return packed;
}

/** Writes the stages of a packed frame into an array with one byte per resident, and returns it. */
export function unpack(packed: Uint8Array, frame: Uint8Array): Uint8Array {
  const whole = frame.length >> 2;
  for (let p = 0, i = 0; p < whole; p++, i += 4) {
    const four = packed[p];
    frame[i] = four & 3;
    frame[i + 1] = (four >> 2) & 3;
    frame[i + 2] = (four >> 4) & 3;
    frame[i + 3] = four >> 6;
  }
  for (let i = whole * 4; i < frame.length; i++) frame[i] = (packed[i >> 2] >> ((i & 3) << 1)) & 3;
  return frame;
}
