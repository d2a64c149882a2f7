import type { InstrumentName } from '../scenario.ts';
import { digital } from './digital.ts';
import { doorVisits } from './door-visits.ts';
import { empowerment } from './empowerment.ts';
import { incentive } from './incentive.ts';
import type { InstrumentKind } from './instrument.ts';
import { materials } from './materials.ts';
import { broadcast, caseSharing, leaflet, recognition } from './mobilisation.ts';
import { training } from './training.ts';

/** Every instrument by its name in the parameter table and in scenario files. */
export const KINDS_OF_INSTRUMENT: { readonly [N in InstrumentName]: InstrumentKind<N> } = {
  materials,
  incentive,
  training,
  leaflet,
  broadcast,
  recognition,
  caseSharing,
  doorVisits,
  empowerment,
  digital,
};
