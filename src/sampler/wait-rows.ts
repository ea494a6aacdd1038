// Waits and runs as columns of numbers. A server awaits a million times in half an hour: as objects, these would be
// most of the recorder's memory.

import type { Micros } from '../model/frame.ts';

/** One await, from its start to its end. */
export interface Wait {
  readonly id: number;
  readonly site: number;
  readonly startUs: Micros;
  /** `Infinity` while it goes on. */
  readonly endUs: Micros;
  /** How many awaits this one stands for. */
  readonly weight: number;
  /** The wait on whose promise it waits, or as in `AwaitBatch.waits` for a callback; 0: none that was noted. */
  readonly waitsFor: number;
}

/** What ran after an await, until the next one; or a callback, from its call on. */
export interface Run {
  readonly site: number;
  readonly startUs: Micros;
  readonly endUs: Micros;
}

/** Goes through rows that are read one by one. */
export class Cursor<Row> {
  private readonly rows: Iterator<Row>;
  /** `undefined`: there are no more. */
  current: Row | undefined;

  constructor(rows: Iterable<Row>) {
    this.rows = rows[Symbol.iterator]();
    this.advance();
  }

  advance(): void {
    const next = this.rows.next();
    this.current = next.done === true ? undefined : next.value;
  }
}

/** Runs, at 20 bytes each. */
export class RunRows {
  private readonly site = new Column(Uint32Array);
  private readonly startUs = new Column(Float64Array);
  private readonly endUs = new Column(Float64Array);

  get length(): number {
    return this.site.length;
  }

  add({ site, startUs, endUs }: Run): void {
    this.site.push(site);
    this.startUs.push(startUs);
    this.endUs.push(endUs);
  }

  /** Those that there are now, by start. */
  *byStart(): Generator<Run> {
    for (const row of this.startUs.order())
      yield { site: this.site.at(row), startUs: this.startUs.at(row), endUs: this.endUs.at(row) };
  }
}

/** Waits, at 32 bytes each. */
export class WaitRows {
  private readonly id = new Column(Uint32Array);
  private readonly site = new Column(Uint32Array);
  private readonly startUs = new Column(Float64Array);
  private readonly endUs = new Column(Float64Array);
  private readonly weight = new Column(Uint32Array);
  private readonly waitsFor = new Column(Int32Array);

  get length(): number {
    return this.id.length;
  }

  /** Gives the row's number. */
  add(wait: Wait): number {
    this.id.push(wait.id);
    this.site.push(wait.site);
    this.startUs.push(wait.startUs);
    this.endUs.push(wait.endUs);
    this.weight.push(wait.weight);
    this.waitsFor.push(wait.waitsFor);
    return this.length - 1;
  }

  /** The wait of this row ends otherwise than was told. */
  setEnd(row: number, { endUs, waitsFor }: Pick<Wait, 'endUs' | 'waitsFor'>): void {
    this.endUs.set(row, endUs);
    this.waitsFor.set(row, waitsFor);
  }

  /** Those that there are now, by start. */
  *byStart(): Generator<Wait> {
    for (const row of this.startUs.order())
      yield {
        id: this.id.at(row),
        site: this.site.at(row),
        startUs: this.startUs.at(row),
        endUs: this.endUs.at(row),
        weight: this.weight.at(row),
        waitsFor: this.waitsFor.at(row),
      };
  }
}

type Values = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Numbers in an array that doubles when it is full. */
class Column {
  private values: Values;
  length = 0;

  constructor(private readonly Type: new (length: number) => Values) {
    this.values = new Type(64);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const doubled = new this.Type(this.length * 2);
      doubled.set(this.values);
      this.values = doubled;
    }
    this.values[this.length++] = value;
  }

  at(row: number): number {
    return this.values[row] ?? 0;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }

  /** The rows by value; equal ones in the order in which they came. */
  order(): Uint32Array {
    const { values } = this;
    const rows = new Uint32Array(this.length).map((_, row) => row);
    return rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  }
}
