// A table of samples as bytes, which threads share.

import { PackedCursor } from './packed-cursor.ts';
import type { RowCursor } from './row-cursor.ts';
import { RowSamples } from './row-samples.ts';
import type { RowFacts } from './row-samples.ts';

/** What packed samples consist of; threads can give it to one another. */
export interface PackedBytes extends RowFacts {
  /** In memory that threads share, where there is such memory. They are never changed. */
  readonly blocks: readonly Uint8Array[];
}

/** Samples in little memory. */
export class PackedSamples extends RowSamples {
  constructor(readonly facts: PackedBytes) {
    super();
  }

  override rows(): RowCursor {
    return new PackedCursor(this.facts.blocks.values());
  }
}
