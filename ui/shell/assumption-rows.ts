/** Which rows of the parameter table are assumptions; apart from their list, which is loaded when it is opened. */
import type { ParameterRow, ScenarioDocument } from '../../src/lab.ts';
import { getPath } from '../state/levers.ts';
import type { Store } from '../state/store.ts';

/** Rows outside of interventions. */
export function plainRows(store: Store): readonly ParameterRow[] {
  return store.lab.parameters.filter(
    ({ path }) => !path.startsWith('interventions.') && !path.startsWith('population.ageTenure'),
  );
}

/** Rows in which a document differs from the table's defaults. */
export function changedRows(store: Store, document: ScenarioDocument): readonly ParameterRow[] {
  return plainRows(store).filter((row) => {
    const own = getPath(document, row.path);
    return own !== undefined && own !== row.default;
  });
}
