import {
  BIGINT,
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import type { Cell, CellType, Column, TableName } from '../experiment/tables.ts';
import type { Database } from './duckdb.ts';

const TYPES: Readonly<Record<CellType, DuckDBType>> = { BIGINT, INTEGER, DOUBLE, VARCHAR };
/** Rows of a chunk: DuckDB's own vector size. */
const CHUNK = 2048;
/** Chunks after which DuckDB is given them: each time costs, and much at once would keep the workers waiting. */
const CHUNKS = 16;

/** Rows of a table on their way into the database. Numbers wait in arrays of their own kind, NaN for no value. */
export class Table {
  private readonly columns: (Float64Array | (string | null)[])[];
  private readonly types: readonly DuckDBType[];
  private rows = 0;
  private chunks = 0;
  private appender: DuckDBAppender | null = null;

  constructor(
    private readonly database: Database,
    private readonly name: TableName,
    definition: readonly Column[],
  ) {
    this.columns = definition.map(({ type }) => (type === 'VARCHAR' ? [] : new Float64Array(CHUNK)));
    this.types = definition.map(({ type }) => TYPES[type]);
  }

  async begin(): Promise<void> {
    this.appender = await this.database.connection.createAppender(this.name);
  }

  add(cells: readonly Cell[]): void {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      this.columns[i][this.rows] = cell === null && this.columns[i] instanceof Float64Array ? Number.NaN : cell;
    }
    this.endRow();
  }

  /** A row of numbers: two, and then `count` of an array. */
  addNumbers(first: number, second: number, values: Float64Array, from: number, count: number): void {
    const { columns, rows } = this;
    columns[0][rows] = first;
    columns[1][rows] = second;
    for (let i = 0; i < count; i++) columns[2 + i][rows] = values[from + i];
    this.endRow();
  }

  end(): void {
    this.flush();
    this.appender?.closeSync();
    this.appender = null;
  }

  private endRow(): void {
    if (++this.rows === CHUNK) this.flush();
  }

  private flush(): void {
    if (this.rows === 0) return;
    const chunk = DuckDBDataChunk.create(this.types, this.rows);
    this.columns.forEach((column, i) => {
      if (this.types[i] === BIGINT) setBigInts(chunk.getColumnVector(i), column as Float64Array);
      else setItems(chunk.getColumnVector(i), column);
    });
    this.appender?.appendDataChunk(chunk);
    if (++this.chunks % CHUNKS === 0) this.appender?.flushSync();
    this.rows = 0;
  }
}

function setItems(vector: DuckDBVector, column: Float64Array | (string | null)[]): void {
  for (let row = 0; row < vector.itemCount; row++) {
    const value = column[row];
    vector.setItem(row, Number.isNaN(value) ? null : value);
  }
  vector.flush();
}

function setBigInts(vector: DuckDBVector, column: Float64Array): void {
  // rows of a run follow each other, so most values are those of the row before
  let last = 0;
  let big = 0n;
  for (let row = 0; row < vector.itemCount; row++) {
    const value = column[row];
    if (value !== last && !Number.isNaN(value)) {
      last = value;
      big = BigInt(value);
    }
    vector.setItem(row, Number.isNaN(value) ? null : big);
  }
  vector.flush();
}
