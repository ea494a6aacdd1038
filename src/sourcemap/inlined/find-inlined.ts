// Finds out which function a line belongs to that V8 has noted in another one.
//
// Until Node.js 24, V8 leaves functions that were inlined out of its samples: their time is in their caller, but with
// line numbers of their own. (`caller` calls `other`, which calls `deep`; on Node.js 20 all 1,778 ms were `caller`'s
// self time: 1,160 ms on a line of `work`, 519 on one of `deep`, 65 of `other`. Node.js 26 names the same three
// functions with 1,130, 531 and 45 ms.) So such a line is not noise to be spread over the caller's own lines: it says
// what ran. Who called it is looked up in the text, by name, starting from the function that V8 named.

import type { LinePosition } from '../../model/lane-builder.ts';
import { decideSite, findSites, onlyPlace } from '../call-sites.ts';
import type { MappedFrame } from '../map-frame.ts';
import type { Outline } from '../syntax/outline.ts';
import type { OutlineFunction } from '../syntax/outline-parts.ts';
import type { LoadedScript } from '../loaded-script.ts';

/** A function that V8 left out of a stack. */
export interface InlinedCall {
  readonly script: LoadedScript;
  readonly fn: OutlineFunction;
  /** The generated place in its caller from which it was called; `undefined` where the text leaves that open. */
  readonly place: LinePosition | undefined;
}

/** V8 inlines small functions only, and not many levels of them. */
const MAX_DEPTH = 6;
const MAX_VISITED = 500;

interface Step {
  readonly fn: OutlineFunction;
  /** The steps that lead here with the fewest calls. */
  readonly from: readonly Step[];
}

/**
 * The calls that lead from `caller` to the function that owns this line of the same script, outermost first.
 * `undefined` when no function there is reached, or more than one. Where several ways lead to it, it is given as if the
 * caller called it itself.
 */
export function findInlined(caller: MappedFrame, line: number): InlinedCall[] | undefined {
  const { script, fn } = caller;
  const outline = script?.outline;
  if (outline === undefined || fn === undefined) return undefined;
  const targets = new Set(outline.functionsOn(line).filter(isInlinable));
  targets.delete(fn);
  const found = targets.size === 0 ? undefined : searchCalls(outline, fn, targets);
  return found === undefined ? undefined : traceCalls(caller, outline, found);
}

/**
 * Likewise for a function of another script that `caller` calls by name: the only one with that name, in these scripts,
 * that owns the line.
 */
export function findInlinedElsewhere(
  caller: MappedFrame,
  line: number,
  scripts: readonly LoadedScript[],
): InlinedCall[] | undefined {
  const outline = caller.script?.outline;
  if (outline === undefined || caller.fn === undefined) return undefined;
  const names = new Set(outline.sitesOf(caller.fn).map(({ callee }) => callee));
  const foreign = [...names].filter(name => outline.functionsNamed(name).length === 0);
  const found: InlinedCall[] = [];
  for (const script of scripts) {
    if (script === caller.script) continue;
    for (const name of foreign) {
      for (const fn of script.outline?.functionsNamed(name) ?? []) {
        if (!isInlinable(fn) || script.outline?.ownsLine(fn, line) !== true) continue;
        found.push({ script, fn, place: decideSite(caller, { name, fn }) });
      }
    }
  }
  return found.length === 1 ? found : undefined;
}

/** Breadth first: the one target that the fewest calls lead to. */
function searchCalls(
  outline: Outline,
  start: OutlineFunction,
  targets: ReadonlySet<OutlineFunction>,
): Step | undefined {
  const seen = new Set([start]);
  let level: Step[] = [{ fn: start, from: [] }];
  for (let depth = 0; depth < MAX_DEPTH && seen.size < MAX_VISITED; depth++) {
    level = nextLevel(outline, level, seen);
    const [found, ...others] = level.filter(step => targets.has(step.fn));
    if (found !== undefined) return others.length === 0 ? found : undefined;
  }
  return undefined;
}

function nextLevel(outline: Outline, level: readonly Step[], seen: Set<OutlineFunction>): Step[] {
  const next = new Map<OutlineFunction, Step[]>();
  for (const step of level) {
    for (const fn of outline.calleesOf(step.fn)) {
      if (seen.has(fn) || !isInlinable(fn)) continue;
      const from = next.get(fn);
      if (from === undefined) next.set(fn, [step]);
      else from.push(step);
    }
  }
  for (const fn of next.keys()) seen.add(fn);
  return [...next].map(([fn, from]) => ({ fn, from }));
}

/** The steps' calls, outermost first. */
function traceCalls(caller: MappedFrame, outline: Outline, last: Step): InlinedCall[] {
  const { script } = caller;
  if (script === undefined) return [];
  const calls: InlinedCall[] = [];
  for (let step = last; ;) {
    const [from, ...others] = step.from;
    if (from === undefined) return calls.reverse();
    if (others.length > 0) return [{ script, fn: last.fn, place: undefined }];
    const { fn } = step;
    const offsets = findSites(outline, from.fn, { name: fn.name, fn });
    calls.push({ script, fn, place: onlyPlace({ ...caller, fn: from.fn }, offsets) });
    step = from;
  }
}

function isInlinable({ kind, isAsync, isGenerator }: OutlineFunction): boolean {
  return kind !== 'module' && !isAsync && !isGenerator;
}
