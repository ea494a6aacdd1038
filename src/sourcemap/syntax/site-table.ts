// The places in a text where functions call others. A large text has hundreds of thousands of them, so they are kept
// in columns, and are put in order by function when they are first asked for.

/**
 * How a function comes to be called at a place.
 * - `call`, `new`, `tag`: `f()`, `new F()`, `` f`…` ``
 * - `await`: the function is suspended there; it has no callee
 * - `pass`: it is handed to another call there, which may call it
 * - `access`: a property is read or written there that is a getter or setter somewhere in the text; it is no call
 */
export type SiteKind = 'call' | 'new' | 'tag' | 'await' | 'pass' | 'access';

/** A place where a function calls, awaits or passes on. */
export interface Site {
  readonly kind: SiteKind;
  /** Name of the callee: `load` for `api.load()`; empty for a computed one. */
  readonly callee: string;
  /** Where V8 says that the call is, from 0. */
  readonly offset: number;
}

/** Whether something is called at such a place. */
export function isCallSite({ kind }: Pick<Site, 'kind'>): boolean {
  return kind !== 'await' && kind !== 'access';
}

const KINDS: readonly SiteKind[] = ['call', 'new', 'tag', 'await', 'pass', 'access'];

/** Collects sites in any order; gives them back by function. */
export class SiteTable {
  readonly #owner: number[] = [];
  readonly #kind: number[] = [];
  readonly #callee: number[] = [];
  readonly #offset: number[] = [];
  readonly #names: string[] = [];
  readonly #nameIds = new Map<string, number>();
  #rows: Int32Array | null = null;
  #firstRow = new Int32Array(0);

  /** Adds a site of the function with index `owner`. */
  add(owner: number, { kind, callee, offset }: Site): void {
    this.#owner.push(owner);
    this.#kind.push(KINDS.indexOf(kind));
    this.#callee.push(this.#nameId(callee));
    this.#offset.push(offset);
  }

  /** The sites of one function, those of functions inside it left out. */
  of(owner: number): readonly Site[] {
    const rows = (this.#rows ??= this.#sortRows());
    const found: Site[] = [];
    for (let i = this.#firstRow[owner] ?? 0; i < (this.#firstRow[owner + 1] ?? 0); i++) {
      const row = rows[i] ?? 0;
      found.push({
        kind: KINDS[this.#kind[row] ?? 0] ?? 'call',
        callee: this.#names[this.#callee[row] ?? 0] ?? '',
        offset: this.#offset[row] ?? 0,
      });
    }
    return found;
  }

  /** Rows by owner, by counting: `#firstRow[o]` is where the rows of function o begin. */
  #sortRows(): Int32Array {
    const owners = this.#owner.reduce((most, owner) => Math.max(most, owner + 1), 0);
    this.#firstRow = new Int32Array(owners + 1);
    for (const owner of this.#owner)
      this.#firstRow[owner + 1] = (this.#firstRow[owner + 1] ?? 0) + 1;
    for (let o = 0; o < owners; o++) {
      this.#firstRow[o + 1] = (this.#firstRow[o + 1] ?? 0) + (this.#firstRow[o] ?? 0);
    }
    const next = this.#firstRow.slice();
    const rows = new Int32Array(this.#owner.length);
    this.#owner.forEach((owner, row) => {
      const at = next[owner] ?? 0;
      rows[at] = row;
      next[owner] = at + 1;
    });
    return rows;
  }

  #nameId(name: string): number {
    const known = this.#nameIds.get(name);
    if (known !== undefined) return known;
    const id = this.#names.push(name) - 1;
    this.#nameIds.set(name, id);
    return id;
  }
}
