// Who called the functions that wait, where the stack no longer tells.
//
// A function that was resumed has nothing below it but those who await it, and nobody may: `main()`, or the handler of
// a request. But it was called before it first awaited, and that await has its callers:
//
//   await a()      a  main  <module>          known from the stack
//   await b()      b  main                    main was resumed: its callers are those of above

import { functionKey, isOfProgram, ofProgram } from '../await-frames.ts';
import type { AwaitFrame, AwaitSite } from '../await-batch.ts';

/** A site with all the callers that are known of it. */
export interface CalledSite extends AwaitSite {
  /** So many of its frames were on the stack; the others are known from other stacks. Without this: all. */
  readonly seen?: number;
}

/** The sites, each with all the callers that are known of it. */
export function withCallers(sites: readonly AwaitSite[]): readonly CalledSite[] {
  const callers = findCallers(sites);
  return sites.map(site => ({
    ...site,
    frames: complete(site.frames, callers),
    seen: site.frames.length,
  }));
}

/**
 * The sites, each with those who have begun it: a callback has nothing below it, but someone passed it on, maybe in
 * another callback.
 *
 *   setTimeout(first)            first  main
 *     setTimeout(second)         second first  main
 */
export function withStarters(sites: readonly AwaitSite[]): readonly AwaitSite[] {
  const started: AwaitSite[] = [];
  // A site is told after that whose callback began it.
  for (const site of sites) started.push({ ...site, frames: framesWithStarter(site, started) });
  return started;
}

function framesWithStarter(
  { frames, after }: AwaitSite,
  sites: readonly AwaitSite[],
): readonly AwaitFrame[] {
  const starter = after === undefined ? undefined : sites[after];
  if (starter === undefined) return frames;
  const passed = starter.frames.slice(starter.frames.findIndex(isOfProgram));
  // Callbacks that start one another again and again: the outermost call has the callers.
  const last = passed.findLastIndex(frame => frames.some(of => keyOf(of) === keyOf(frame)));
  return [...ofProgram(frames), ...passed.slice(last + 1)];
}

/** Of functions that all call one another there are ways without end. */
const MAX_FRAMES = 200;

/** Function → its callers, innermost first, by the outermost of them, as they were first seen. */
type Callers = ReadonlyMap<string, ReadonlyMap<string, readonly AwaitFrame[]>>;

/** The callers of each function. */
function findCallers(sites: readonly AwaitSite[]): Callers {
  const found = new Map<string, Map<string, readonly AwaitFrame[]>>();
  for (const { frames } of sites) {
    const outermost = keyOf(frames.at(-1));
    // Of a function that calls itself, the outermost call has the callers.
    for (let i = frames.length - 2; i >= 0; i--) {
      const key = keyOf(frames[i]);
      const callers = found.get(key) ?? new Map<string, readonly AwaitFrame[]>();
      if (callers.size === 0) found.set(key, callers);
      if (!callers.has(outermost)) callers.set(outermost, frames.slice(i + 1));
    }
  }
  return found;
}

/** Continues the frames by the callers of the outermost one, and by theirs. */
function complete(frames: readonly AwaitFrame[], callers: Callers): readonly AwaitFrame[] {
  const all = [...frames];
  const seen = new Set(frames.map(keyOf));
  while (all.length < MAX_FRAMES) {
    const more = findNew(callers.get(keyOf(all.at(-1))), seen);
    if (more === undefined) break;
    for (const frame of more) seen.add(keyOf(frame));
    all.push(...more);
  }
  return all;
}

/**
 * Functions that start one another have no outermost call, and of a deep stack the outermost calls are not known. In
 * between some may stand again, as a loader does that loads a module for a module.
 */
function findNew(
  known: ReadonlyMap<string, readonly AwaitFrame[]> | undefined,
  seen: ReadonlySet<string>,
): readonly AwaitFrame[] | undefined {
  if (known === undefined) return undefined;
  for (const [outermost, callers] of known) if (!seen.has(outermost)) return callers;
  return undefined;
}

/** Many stacks are of the same calls, which are the same objects. */
const keys = new WeakMap<AwaitFrame, string>();

/** The same for calls of one function. */
function keyOf(frame: AwaitFrame | undefined): string {
  if (frame === undefined) return '';
  let key = keys.get(frame);
  if (key === undefined) keys.set(frame, (key = functionKey(frame)));
  return key;
}
