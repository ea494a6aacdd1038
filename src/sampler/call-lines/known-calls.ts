// Whether it is known well enough from where functions are called.
//
// Of a function that is called from one place in its caller there is soon nothing left to find out. Where there are more
// places, each has a part of the stacks, as in a poll: the more were taken, the closer that is to its part of the time.

import type { Micros } from '../../model/frame.ts';
import type { InterruptedStack, StackFrame } from './call-sites.ts';

/** The standard deviation, as a share of the run, with which the time of a place is known well enough. */
const GOOD = 0.005;
/** All calls are looked through after so many stacks. */
const LOOK_STACKS = 5;
/** An answer that comes so late was kept waiting by native code; it is for the innermost frame to tell who called that. */
const LATE_US = 300;
/** Stands for all functions that are native. */
const NATIVE = -1;

/** In how many stacks something is: recursion has it in one more than once. */
interface Seen {
  stacks: number;
  /** Number of the last stack with it. */
  last: number;
}

/** Who called whom. */
interface Calls extends Seen {
  /** The time that the stacks stand for. */
  us: Micros;
  /** By place of the caller. */
  readonly places: Map<number, Seen>;
}

/** The calls of one thread, as stacks tell them. */
export class KnownCalls {
  private readonly functions = new Map<string, number>();
  /** Place → function. */
  private readonly functionOf: number[] = [];
  /** Caller → callee → the calls. */
  private readonly callees = new Map<number, Map<number, Calls>>();
  private us: Micros = 0;
  private stacks = 0;
  private lookedAt = -LOOK_STACKS;
  /** Calls of which more should be known. */
  private doubtful: Calls | undefined;

  add({ frames, delayUs, weightUs }: InterruptedStack): void {
    this.stacks++;
    this.us += weightUs;
    let callee = delayUs >= LATE_US ? NATIVE : undefined;
    for (const frame of frames) {
      const caller = this.functionAt(frame);
      if (callee !== undefined) this.addCall(this.callsOf(caller, callee), frame.id, weightUs);
      callee = caller;
    }
  }

  /** Whether more stacks would tell little. */
  get isEnough(): boolean {
    if (this.doubtful !== undefined && this.isDoubtful(this.doubtful)) return false;
    if (this.doubtful !== undefined || this.stacks >= this.lookedAt + LOOK_STACKS) {
      this.lookedAt = this.stacks;
      this.doubtful = this.findDoubtful();
    }
    return this.doubtful === undefined;
  }

  private addCall(calls: Calls, place: number, us: Micros): void {
    if (this.isFirst(calls)) calls.us += us;
    let seen = calls.places.get(place);
    if (seen === undefined) calls.places.set(place, (seen = { stacks: 0, last: 0 }));
    this.isFirst(seen);
  }

  /** Counts the present stack, once. */
  private isFirst(seen: Seen): boolean {
    if (seen.last === this.stacks) return false;
    seen.last = this.stacks;
    seen.stacks++;
    return true;
  }

  private callsOf(caller: number, callee: number): Calls {
    let callees = this.callees.get(caller);
    if (callees === undefined) this.callees.set(caller, (callees = new Map<number, Calls>()));
    let calls = callees.get(callee);
    if (calls === undefined)
      callees.set(callee, (calls = { stacks: 0, last: 0, us: 0, places: new Map() }));
    return calls;
  }

  private findDoubtful(): Calls | undefined {
    for (const callees of this.callees.values())
      for (const calls of callees.values()) if (this.isDoubtful(calls)) return calls;
    return undefined;
  }

  /** Of a few stacks it is no wonder that they agree. */
  private isDoubtful({ stacks, us, places }: Calls): boolean {
    const good = ((GOOD * this.us) / us) ** 2 * stacks;
    for (const seen of places.values()) {
      const part = (seen.stacks + 1) / (stacks + 2);
      if (part * (1 - part) > good) return true;
    }
    return false;
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
