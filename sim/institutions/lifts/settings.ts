import type { InstitutionSettings } from '../../scenario.ts';

export type LiftSettings = NonNullable<InstitutionSettings['lifts']>;

/** The six leadership roles of the study: three formal ones, three informal ones. */
export const LEADING_ROLES = [
  'coordinator',
  'organiser',
  'visionary',
  'opinionLeader',
  'actionLeader',
  'elite',
] as const;
export type LeadingRole = (typeof LEADING_ROLES)[number];

/** Where a stairwell stands on its way to a lift. */
export const STAGES_OF_LIFT = [
  'idle',
  'proposed',
  'negotiating',
  'objection',
  'contract',
  'building',
  'running',
  'resting',
] as const;
export const [IDLE, PROPOSED, NEGOTIATING, OBJECTION, CONTRACT, BUILDING, RUNNING, RESTING] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;

/** The columns that a course writes. */
export interface CourseColumns {
  readonly stage: Uint8Array;
  readonly weeks: Uint16Array;
  readonly since: Uint16Array;
  readonly initiator: Uint32Array;
  readonly approved: Uint8Array;
  readonly opinion: Float64Array;
  readonly answer: Uint8Array;
  readonly paid: Float64Array;
  readonly received: Float64Array;
}
