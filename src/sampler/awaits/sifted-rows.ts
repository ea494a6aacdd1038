// Rows as columns of numbers, of which only those are kept that samples have seen.

/** What becomes of a row: it stays for good, is looked at again with the next samples, or goes. */
export type Verdict = 'kept' | 'open' | 'dropped';

/** Rows that are looked at once the samples of their time are known. */
export class SiftedRows {
  /** How many are kept for good: those in front. */
  private kept = 0;

  constructor(private readonly columns: readonly Column[]) {}

  get length(): number {
    return this.columns[0]?.length ?? 0;
  }

  /** Asks of every row that is not kept yet; `onMoved` is told where those that stay have gone. */
  sift(judge: (row: number) => Verdict, onMoved: (from: number, to: number) => void): void {
    const open: number[] = [];
    const keep: number[] = [];
    for (let row = this.kept; row < this.length; row++) {
      const verdict = judge(row);
      if (verdict !== 'dropped') (verdict === 'kept' ? keep : open).push(row);
    }
    const staying = [...keep, ...open];
    for (const column of this.columns) column.retain(this.kept, staying);
    staying.forEach((from, i) => {
      onMoved(from, this.kept + i);
    });
    this.kept += keep.length;
  }
}

type Values = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Numbers in blocks: an array that grows would at times be there twice. */
export class Column {
  private readonly blocks: Values[] = [];
  length = 0;

  constructor(private readonly Type: new (length: number) => Values) {}

  push(value: number): void {
    this.set(this.length++, value);
  }

  at(row: number): number {
    return this.blocks[row >>> BLOCK_BITS]?.[row & BLOCK_MASK] ?? 0;
  }

  set(row: number, value: number): void {
    const block = (this.blocks[row >>> BLOCK_BITS] ??= new this.Type(1 << BLOCK_BITS));
    block[row & BLOCK_MASK] = value;
  }

  /** From row `first` on only these are left, in this order. */
  retain(first: number, rows: readonly number[]): void {
    const left = rows.map(row => this.at(row));
    left.forEach((value, i) => {
      this.set(first + i, value);
    });
    this.length = first + left.length;
    this.blocks.length = (this.length + BLOCK_MASK) >>> BLOCK_BITS;
  }

  /** The rows by value; equal ones in the order in which they came. */
  order(): Uint32Array {
    const rows = new Uint32Array(this.length).map((_, row) => row);
    return rows.sort((a, b) => this.at(a) - this.at(b));
  }
}

const BLOCK_BITS = 9;
const BLOCK_MASK = (1 << BLOCK_BITS) - 1;
