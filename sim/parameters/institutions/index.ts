/** Parameters of the institutions, by name; each group stands in a file of its own beside this one. */
import { lifts } from './lifts.ts';

export const institutions = { lifts };
