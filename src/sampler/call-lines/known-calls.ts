// Whether it is known well enough from where functions are called.
//
// Of a function that is called from one place in its caller nothing is left to find out. Where there are more places,
// each has a part of the stacks, as in a poll: the more of them were taken, the closer that is to its part of the time.

import type { InterruptedStack, StackFrame } from './call-sites.ts';

/** The standard deviation, as a share of the run, with which the time of a place is known well enough. */
const GOOD = 0.005;
/** After a call that was not known, so many stacks are worth having: there may be more of the kind. */
const NEWS_STACKS = 50;
/** An answer that comes so late was kept waiting by native code; it is for the innermost frame to tell who called that. */
const LATE_US = 300;
/** Stands for all functions that are native. */
const NATIVE = -1;

/** Who called whom. */
interface Calls {
  stacks: number;
  /** Place of the caller → in how many stacks. */
  readonly places: Map<number, number>;
}

/** The calls of one thread, as stacks tell them. */
export class KnownCalls {
  private readonly functions = new Map<string, number>();
  /** Place → function. */
  private readonly functionOf: number[] = [];
  /** Caller → callee → the calls. */
  private readonly callees = new Map<number, Map<number, Calls>>();
  private stacks = 0;
  private newsAt = 0;
  /** How many stacks it takes, as was last reckoned. */
  private wanted = 0;

  add({ frames, delayUs }: InterruptedStack): void {
    this.stacks++;
    let callee = delayUs >= LATE_US ? NATIVE : undefined;
    for (const frame of frames) {
      const caller = this.functionAt(frame);
      if (callee !== undefined) this.addCall(caller, callee, frame.id);
      callee = caller;
    }
    if (this.stacks % NEWS_STACKS === 0) this.wanted = this.reckon();
  }

  /** Whether more stacks would tell little. */
  get isEnough(): boolean {
    return this.stacks >= Math.max(this.wanted, this.newsAt + NEWS_STACKS);
  }

  private addCall(caller: number, callee: number, place: number): void {
    let callees = this.callees.get(caller);
    if (callees === undefined) this.callees.set(caller, (callees = new Map<number, Calls>()));
    let calls = callees.get(callee);
    if (calls === undefined) callees.set(callee, (calls = { stacks: 0, places: new Map() }));
    calls.stacks++;
    const known = calls.places.get(place);
    if (known === undefined) this.newsAt = this.stacks;
    calls.places.set(place, (known ?? 0) + 1);
  }

  /** What it takes for the place that is known worst. A place may be in a stack more than once. */
  private reckon(): number {
    let worst = 0;
    for (const callees of this.callees.values())
      for (const { stacks, places } of callees.values())
        for (const count of places.values()) {
          const share = Math.min(1, count / this.stacks);
          worst = Math.max(worst, share * (1 - count / stacks));
        }
    return worst / GOOD ** 2;
  }

  private functionAt(frame: StackFrame): number {
    const known = this.functionOf[frame.id];
    if (known !== undefined) return known;
    const { url, functionName, functionLine, functionColumn } = frame;
    const key = `${functionLine} ${functionColumn} ${functionName} ${url}`;
    let found = this.functions.get(key);
    if (found === undefined) this.functions.set(key, (found = this.functions.size));
    this.functionOf[frame.id] = found;
    return found;
  }
}
