// The places where a program waits, with the callers that are known of them: each is told once.

import { isOfProgram } from '../../await-frames.ts';
import type { AwaitFrame, AwaitSite } from '../../messages.ts';
import { callsOf, framesOf, keyOf, readSites } from '../capture-stack.ts';
import type { CallSite } from '../capture-stack.ts';
import { withEarlierCallers } from './earlier-callers.ts';
import type { CompleteStack } from './earlier-callers.ts';
import type { NotedWait } from './noted-wait.ts';
import { combiningOf, isOfStartUp, isPartOfRequest, isRepeated, isThen } from './wait-stacks.ts';

/**
 * A program that waits on more different stacks than this, as one that makes code all its life does, waits from here on
 * at places: callers are left out. When there are as many of these as well, new ones are not told any more.
 */
const MAX_STACKS = 10_000;

/** What tells where a wait began. */
export type Origin = Pick<
  NotedWait,
  'stack' | 'site' | 'plain' | 'kind' | 'callsBack' | 'isWrapper' | 'after' | 'before'
>;

/** A site without its stack. */
type SiteFacts = Omit<AwaitSite, 'frames'>;

/** Numbers them. */
export class WaitSites {
  private readonly ids = new Map<string, number>();
  /** What tells of a wait → its site, which takes many times as long to find. */
  private readonly asked = new Map<string, number>();
  private readonly told: AwaitSite[] = [];
  private readonly ofStartUp: boolean[] = [];
  private taken = 0;

  /** The sites that were not given yet, in the order of their numbers. */
  takeNew(): readonly AwaitSite[] {
    const sites = this.told.slice(this.taken);
    this.taken += sites.length;
    return sites;
  }

  /** Where the program waits: the number of the site; -1: not known. */
  of(wait: Origin): number {
    if (wait.site >= 0 || wait.stack === null) return wait.site;
    const after = wait.after === null ? -1 : this.of(wait.after);
    const before = wait.before === null ? -1 : this.of(wait.before);
    const sites = readSites(wait.stack) ?? [];
    if (wait.isWrapper && isThen(sites)) wait.isWrapper = false;
    const { kind, plain, callsBack, isWrapper } = wait;
    const asked = `${kind} ${plain} ${callsBack} ${isWrapper} ${before} ${callsOf(sites)}`;
    let site = this.asked.get(asked);
    if (site === undefined) {
      const facts = factsOf(wait, sites);
      const stack = withEarlierCallers(sites, this.told[before]);
      const place = { sites: placeOf(sites), callers: [] };
      site = this.find(stack, facts, after) ?? this.find(place, facts, after) ?? -1;
      if (this.asked.size < MAX_STACKS) this.asked.set(asked, site);
    }
    wait.site = site;
    wait.stack = wait.after = null;
    return site;
  }

  /** Whether a function of the program's is on the stack on which it began. */
  isOfProgram(wait: Origin): boolean {
    return this.told[this.of(wait)]?.frames.some(isOfProgram) ?? false;
  }

  /** Whether it began while the program was loaded, or made ready to serve. */
  isOfStartUp(wait: Origin): boolean {
    return this.ofStartUp[this.of(wait)] ?? false;
  }

  /**
   * Tells it when it is new; `undefined`: there are too many already. `after`: the site whose callback it began after, the
   * first time; or -1.
   */
  private find(
    { sites, callers }: CompleteStack,
    facts: SiteFacts,
    after: number,
  ): number | undefined {
    const { plain, kind, callsBack } = facts;
    const key = `${kind} ${plain} ${callsBack}\n${keyOf(sites)}${callers.map(keyOfFrame).join('')}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    if (this.ids.size >= (isPlace(sites) ? 2 : 1) * MAX_STACKS) return undefined;
    const frames = framesOf(sites);
    const isOther = isPartOfRequest(frames);
    const ofStartUp = frames.some(isOfStartUp);
    const site = { ...facts, frames: [...frames, ...callers] };
    // Nothing is called from here on: a call may be interrupted by one to hand over, which finds sites of its own.
    const id = isOther ? -1 : this.told.length;
    this.ids.set(key, id);
    if (isOther) return id;
    this.ofStartUp.push(ofStartUp);
    this.told.push(after < 0 ? site : { ...site, after });
    return id;
  }
}

function keyOfFrame({ url, line, column, name }: AwaitFrame): string {
  return `\n${url}:${line}:${column} ${name}`;
}

function factsOf(wait: Origin, sites: readonly CallSite[]): SiteFacts {
  const { plain, kind } = wait;
  const combining = combiningOf(sites);
  if (combining !== undefined)
    return { plain, kind: 'part', ...(RACING.has(combining) && { isRaced: true }) };
  if (kind === 'callback' && isRepeated(sites)) return { plain, kind: 'repeat' };
  const callsBack = wait.callsBack || wait.isWrapper || (kind === 'await' && isThen(sites));
  return callsBack ? { plain, kind, callsBack } : { plain, kind };
}

const RACING: ReadonlySet<string> = new Set(['any', 'race']);

/** Where the program waits, without its callers. */
function placeOf(sites: readonly CallSite[]): readonly CallSite[] {
  const own = sites.findIndex(
    site => !(site.getScriptNameOrSourceURL() ?? 'node:').startsWith('node:'),
  );
  return sites.slice(0, own + 1 || 1);
}

function isPlace(sites: readonly CallSite[]): boolean {
  return placeOf(sites).length === sites.length;
}
