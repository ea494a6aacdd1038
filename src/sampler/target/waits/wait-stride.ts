// Which waits are noted.
//
// Taking a stack costs a microsecond or two, so the relay watches how often the program waits and lets only every
// n-th wait be noted (the stride), so that the cost stays a small share of the program's time. Programs that wait
// rarely are recorded whole.

import { RareCalls } from './rare-calls.ts';
import { AWAITS, NOTED, NOTED_US, PAUSED, STRIDE } from '../handshake.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { floor, max, random } = Math;

/** Counts waits, and those of them that are noted, for the relay; does as it says. */
export class WaitStride {
  /** Called when a wait begins while the relay asks for a pause. */
  onPause: () => void = () => undefined;
  private spentUs = 0;
  private countdown = 1;
  /** The next wait that is noted stands for so many, as the countdown to it was drawn. */
  private next = 1;
  /** The wait that is due stands for so many. */
  weight = 1;
  private hasSkipped = false;
  private readonly rare = new RareCalls();

  constructor(private readonly flags: Int32Array) {}

  /** Not all waits are noted now. */
  get isPartial(): boolean {
    return (this.flags[STRIDE] ?? 1) > 1;
  }

  /** Every how many-th is. */
  private get current(): number {
    return max(1, this.flags[STRIDE] ?? 1);
  }

  /** Counts a wait that begins, and tells whether it is to be noted. */
  isDue(): boolean {
    if (!this.mayBeNoted()) return false;
    const stride = this.current;
    // The program waits less often by now: the countdown of a burst would last for ever, and what is due after it does
    // not stand for the burst.
    if (stride < this.next) this.draw(stride);
    if (--this.countdown > 0) {
      this.hasSkipped = true;
      return false;
    }
    this.weight = this.next;
    this.draw(stride);
    return true;
  }

  /** The same of a wait that was chosen before it began, with a weight of {@link WaitStride.drawWeight}. */
  isChosen(weight: number): boolean {
    // The program waits more often by now.
    if (weight > 0 && weight < this.current) return this.isDue();
    if (!this.mayBeNoted()) return false;
    this.hasSkipped ||= weight === 0;
    this.weight = weight;
    return weight > 0;
  }

  /** For how many a wait stands that may begin soon; 0 for those for which others stand. */
  drawWeight(): number {
    const stride = this.current;
    return random() * stride < 1 ? stride : 0;
  }

  private mayBeNoted(): boolean {
    const { flags } = this;
    flags[AWAITS] = (flags[AWAITS] ?? 0) + 1;
    if (flags[PAUSED] !== 1) return true;
    this.hasSkipped = true;
    this.onPause();
    return false;
  }

  /**
   * The same of a wait for a callback. Rare ones are noted in a burst of awaits as well: what the program waits for after it
   * may begin while the relay does not know yet that it is over.
   */
  isCallbackDue(nowMs: number): boolean {
    if (!this.rare.add(nowMs)) return this.isDue();
    this.weight = 1;
    return true;
  }

  /** Whether there were any since the last call that were not noted. */
  takeSkipped(): boolean {
    const { hasSkipped } = this;
    this.hasSkipped = false;
    return hasSkipped;
  }

  /** Not exactly every n-th: a program whose awaits come in rounds of n would show one of them only. */
  private draw(stride: number): void {
    this.next = stride;
    this.countdown = stride === 1 ? 1 : 1 + floor(random() * (2 * stride - 1));
  }

  /** One was noted, in so much time. */
  count(ms: number): void {
    this.flags[NOTED] = (this.flags[NOTED] ?? 0) + 1;
    this.spend(ms);
  }

  /** What noting and telling cost depends on the stacks: the relay learns of it. */
  spend(ms: number): void {
    this.spentUs += ms * 1000;
    this.flags[NOTED_US] = this.spentUs;
  }
}
