// The places where a program waits, with the callers that are known of them: each is told once.

import { isOfProgram, isSameFunction } from '../../await-frames.ts';
import type { AwaitSite } from '../../await-batch.ts';
import type { CapturedStack } from '../capture-stack.ts';
import { framesOf, keyOf, readCalls } from '../stack-calls.ts';
import type { StackCall } from '../stack-calls.ts';
import { withEarlierCallers } from './earlier-callers.ts';
import type { EarlierWait } from './earlier-callers.ts';
import type { NotedWait } from './noted-wait.ts';
import { CompiledAwaits } from './compiled-awaits.ts';
import { afterThen, ReturningCalls } from './returning-calls.ts';
import { factsOf } from './site-facts.ts';
import type { SiteFacts } from './site-facts.ts';
import { isOfStartUp, isPartOfRequest, isThen, runningCount } from './wait-stacks.ts';

/**
 * A program that waits on more different stacks than this, as one that makes code all its life does, waits from here on
 * at places: callers are left out. When there are as many of these as well, new ones are not told any more.
 */
const MAX_STACKS = 10_000;

/** Of a stack that is completed by that of another, which was completed itself. */
const MAX_CALLS = 300;

/** What tells where a wait began. */
export type Origin = Pick<
  NotedWait,
  | 'stack'
  | 'madeAt'
  | 'site'
  | 'plain'
  | 'kind'
  | 'callsBack'
  | 'isWrapper'
  | 'after'
  | 'before'
  | 'isReturned'
  | 'waitsFor'
>;

/** A stack on which something waits. */
interface ReadStack {
  readonly calls: readonly StackCall[];
  /** Where was made what `.then` waits for; empty where that is not known. */
  readonly made: readonly StackCall[];
}

/** Sites of what was before; or -1. */
interface Earlier {
  readonly after: number;
  readonly before: number;
}

/** A site as it is told, and what else is known of it. */
interface KnownSite extends EarlierWait {
  readonly told: AwaitSite;
  readonly isOfStartUp: boolean;
}

/** Numbers them. */
export class WaitSites {
  private readonly ids = new Map<string, number>();
  /** What tells of a wait → its site, which takes many times as long to find. */
  private readonly asked = new Map<string, number>();
  private readonly sites: KnownSite[] = [];
  private taken = 0;
  readonly compiled = new CompiledAwaits();
  private readonly returning = new ReturningCalls();

  /** The sites that were not given yet, in the order of their numbers. */
  takeNew(): readonly AwaitSite[] {
    const added = this.sites.slice(this.taken);
    this.taken += added.length;
    return added.map(({ told }) => told);
  }

  /** Where the program waits: the number of the site; -1: not known. */
  of(wait: Origin): number {
    // What interrupts this may find the site meanwhile, and let these go.
    const { stack: taken, madeAt } = wait;
    if (wait.site >= 0 || taken === null) return wait.site;
    const after = wait.after === null ? -1 : this.of(wait.after);
    const before = wait.before === null ? -1 : this.of(wait.before);
    const stack = readStack(taken, madeAt);
    if (isThen(stack.calls)) wait.isWrapper = false;
    const { kind, plain, callsBack, isWrapper, isReturned } = wait;
    const isNext = wait.waitsFor > 0;
    const facts = `${kind} ${plain} ${callsBack} ${isWrapper} ${isReturned} ${isNext} ${before} ${after}`;
    const asked = `${facts} ${keyOf(stack.calls)}, ${keyOf(stack.made)}`;
    let site = this.asked.get(asked);
    if (site === undefined) {
      site = this.findSite(wait, stack, { after, before });
      if (this.asked.size < MAX_STACKS) this.asked.set(asked, site);
    }
    wait.site = site;
    wait.stack = wait.madeAt = wait.after = null;
    return site;
  }

  private findSite(wait: Origin, { calls, made }: ReadStack, { after, before }: Earlier): number {
    const earlier = this.sites[before];
    if (wait.isReturned && !isCalledByProgram(calls)) return this.findReturning(wait, made, before);
    const compiled = this.compiled.find(calls, made);
    const again =
      compiled === undefined && earlier !== undefined && isThen(calls)
        ? this.compiled.findAgain(calls, earlier.calls)
        : undefined;
    const own = again ?? this.compiled.withoutHelper(compiled ?? calls);
    const isCompiled = again !== undefined || compiled !== undefined;
    const facts: SiteFacts = { ...factsOf(wait, own), ...(isCompiled && { isCompiled }) };
    const whole = again ?? withEarlierCallers(own, earlier);
    return this.find(whole, facts, after) ?? this.find(placeOf(own), facts, after) ?? -1;
  }

  /** Where that was called which has returned what is waited for. */
  private findReturning(
    { plain, kind }: Origin,
    made: readonly StackCall[],
    before: number,
  ): number {
    const earlier = this.sites[before];
    if (earlier === undefined) return -1;
    const call = this.returning.find(before, made);
    const whole =
      call === undefined ? afterThen(earlier.calls) : withEarlierCallers([call], earlier);
    return this.find(whole, { plain, kind, isReturned: true }, -1) ?? -1;
  }

  /** Whether a function of the program's is on the stack on which it began. */
  isOfProgram(wait: Origin): boolean {
    return this.sites[this.of(wait)]?.told.frames.some(isOfProgram) ?? false;
  }

  /** Whether what went on after `inner` is awaited by the function that waits, as V8 knows of promises of async functions. */
  isAwaitedBy(inner: Origin, wait: Origin): boolean {
    const [waiting] = this.sites[this.of(wait)]?.told.frames ?? [];
    const frames = this.sites[this.of(inner)]?.told.frames ?? [];
    return frames.some(of => of.isAsync && waiting !== undefined && isSameFunction(of, waiting));
  }

  /** Whether it began while the program was loaded, or made ready to serve. */
  isOfStartUp(wait: Origin): boolean {
    return this.sites[this.of(wait)]?.isOfStartUp ?? false;
  }

  /**
   * Tells it when it is new; `undefined`: there are too many already. `after`: the site whose callback it began after, the
   * first time; or -1.
   */
  private find(stack: readonly StackCall[], facts: SiteFacts, after: number): number | undefined {
    const { plain, kind, callsBack } = facts;
    const calls = stack.filter(({ frame }) => frame !== null).slice(0, MAX_CALLS);
    const begun = kind === 'await' ? after : -1;
    const key = `${kind} ${plain} ${callsBack} ${begun} ${keyOf(calls)}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.ids.size >= (isPlace(stack) ? 2 : 1) * MAX_STACKS) return undefined;
    const frames = framesOf(calls);
    const isOther = isPartOfRequest(frames);
    const told = after < 0 ? { ...facts, frames } : { ...facts, frames, after };
    const ofStartUp = frames.some(isOfStartUp);
    const site = { told, calls, callsBack: callsBack === true, isOfStartUp: ofStartUp };
    // Nothing is called from here on: a call may be interrupted by one to hand over, which finds sites of its own.
    const id = isOther ? -1 : this.sites.length;
    this.ids.set(key, id);
    if (!isOther) this.sites.push(site);
    return id;
  }
}

/** Of a `then` of the program's own the awaits stand where they are. */
function isCalledByProgram(calls: readonly StackCall[]): boolean {
  return calls.slice(0, runningCount(calls)).some(({ isOfProgram }) => isOfProgram);
}

function readStack(stack: CapturedStack, madeAt: CapturedStack | null): ReadStack {
  const calls = readCalls(stack);
  return { calls, made: madeAt !== null && isThen(calls) ? readCalls(madeAt) : [] };
}

/** Where the program waits, without its callers. */
function placeOf(calls: readonly StackCall[]): readonly StackCall[] {
  const own = calls.findIndex(({ url }) => !url.startsWith('node:'));
  return calls.slice(0, own + 1 || 1);
}

function isPlace(calls: readonly StackCall[]): boolean {
  return placeOf(calls).length === calls.length;
}
