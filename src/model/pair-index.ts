// Numbers pairs of integers in the order in which they are first seen. Tables are interned with it: a pair costs no
// string and no object, so that millions of lookups stay cheap.

const EMPTY = -1;

/** Gives equal pairs the same number, and new pairs the next one: 0, 1, 2, … Both parts are 32-bit integers. */
export class PairIndex {
  #first = new Int32Array(64);
  #second = new Int32Array(64);
  /** Open addressing: slot → number of the pair. */
  #slots = new Int32Array(128).fill(EMPTY);
  #size = 0;

  /** How many different pairs there are; the number that the next new pair will get. */
  get size(): number {
    return this.#size;
  }

  /** The number of this pair, which is `size` as it was before the call when the pair is new. */
  intern(first: number, second: number): number {
    const slot = this.#findSlot(first, second);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    return this.#insert(slot, first, second);
  }

  /** The number of this pair; -1 when it has none. */
  find(first: number, second: number): number {
    return this.#slots[this.#findSlot(first, second)] ?? EMPTY;
  }

  #findSlot(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashPair(first, second) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? EMPTY;
      if (id === EMPTY) return slot;
      if (this.#first[id] === first && this.#second[id] === second) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #insert(slot: number, first: number, second: number): number {
    if (this.#size === this.#first.length) this.#growPairs();
    const id = this.#size++;
    this.#first[id] = first;
    this.#second[id] = second;
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  #growPairs(): void {
    this.#first = copyDoubled(this.#first);
    this.#second = copyDoubled(this.#second);
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let id = 0; id < this.#size; id++) {
      const slot = this.#findSlot(this.#first[id] ?? 0, this.#second[id] ?? 0);
      this.#slots[slot] = id;
    }
  }
}

function copyDoubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const doubled = new Int32Array(values.length * 2);
  doubled.set(values);
  return doubled;
}

/** Mixes all bits: stacks and frames are small neighbouring numbers, which a plain sum would pile up. */
function hashPair(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
