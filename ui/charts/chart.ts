/** What every chart module gives: a drawing that can be updated and removed. */
export interface Chart<D> {
  update(data: D): void;
  destroy(): void;
}

/** The table behind a chart. */
export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
