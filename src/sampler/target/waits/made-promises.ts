// The promises that what runs has just made, and where: what compilers make of an async function waits elsewhere (see
// `compiled-awaits.ts`), but mostly for a promise that the function itself has made.

import { captureStack } from '../capture-stack.ts';
import type { CapturedStack } from '../capture-stack.ts';
import type { CompiledAwaits } from './compiled-awaits.ts';
import { RareCalls } from './rare-calls.ts';
import type { WaitStride } from './wait-stride.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const now = performance.now.bind(performance);

/** So many of the last are known: none is kept alive for long. */
const MAX_MADE = 64;

/** A promise that was made. */
export interface MadePromise {
  readonly promise: object;
  /** The first that waits for it stands for so many; 0: it is not noted. */
  weight: number | undefined;
  readonly stack: CapturedStack | null;
}

/** Remembers them until what runs is over, as far as that is seen. */
export class MadePromises {
  private all: MadePromise[] = [];
  private readonly rare = new RareCalls();

  /** Until a compiled await is seen only a few stacks are taken. */
  constructor(
    private readonly stride: WaitStride,
    private readonly compiled: Pick<CompiledAwaits, 'areThere'>,
  ) {}

  /** One is made, above the function `above`. */
  add(promise: object, above: unknown): void {
    // In a burst of awaits this line is all that there is time for.
    if (!this.compiled.areThere && (this.stride.isPartial || !this.rare.add(now()))) return;
    const weight = this.stride.drawWeight();
    if (this.all.length === MAX_MADE) this.all = this.all.slice(MAX_MADE / 2);
    this.all.push({ promise, weight, stack: weight === 0 ? null : this.capture(above) });
  }

  /** Something waits for it; `undefined` for one of which nothing is known. `all`: those that were cleared. */
  take(promise: object, all: readonly MadePromise[] = this.all): Readonly<MadePromise> | undefined {
    for (let i = all.length - 1; i >= 0; i--) {
      const made = all[i];
      if (made?.promise !== promise) continue;
      const taken = { ...made };
      made.weight = undefined;
      return taken;
    }
    return undefined;
  }

  /** What runs is over. Gives what it has made. */
  clear(): readonly MadePromise[] {
    const { all } = this;
    if (all.length > 0) this.all = [];
    return all;
  }

  private capture(above: unknown): CapturedStack | null {
    const startMs = now();
    const stack = captureStack(above);
    this.stride.spend(now() - startMs);
    return stack;
  }
}
