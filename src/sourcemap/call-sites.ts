// Where the text of one function calls another. A line that is the only one from which a callee can be called needs
// no sample to decide it; where there are several, or the callee may come to be called without standing there by name,
// nothing is decided.

import { isRegExpName } from '../model/frame.ts';
import type { LinePosition } from '../model/lane-builder.ts';
import type { MappedFrame } from './map-frame.ts';
import { UNDECIDED, mapLine } from './map-line.ts';
import type { Outline } from './syntax/outline.ts';
import { isAccessor } from './syntax/outline-parts.ts';
import type { OutlineFunction } from './syntax/outline-parts.ts';
import { isCallSite } from './syntax/site-table.ts';
import type { Site } from './syntax/site-table.ts';

/** A callee, as far as it is known. */
export interface Callee {
  /** V8's name for it: `load`, `Users.load`, `exports.load`; empty for none. */
  readonly name: string;
  /** Its outline, where its script has one. */
  readonly fn: OutlineFunction | undefined;
}

/** Names that operators call without a call in the text. */
const IMPLICIT = /^(?:get |set )|^(?:valueOf|toString|toJSON|next|return|then|\[Symbol.*|\[.*\])$/;

/** Offsets at which the text of `caller` calls this callee, or passes it to a call that may. */
export function findSites(outline: Outline, caller: OutlineFunction, callee: Callee): number[] {
  const { fn } = callee;
  if (isRegExpName(callee.name)) return findRegExpSites(outline.sitesOf(caller), callee.name);
  const name = calledName(callee);
  const isRead = fn !== undefined && isAccessor(fn);
  const offsets = outline
    .sitesOf(caller)
    .filter(site => name !== '' && site.callee === name && (site.kind === 'access') === isRead)
    .map(site => site.offset);
  if (fn !== undefined && isInner(outline, caller, fn) && fn.passedTo >= 0) {
    offsets.push(fn.passedTo);
  }
  return offsets;
}

/** What runs a regular expression. */
const RUNS_REG_EXP: ReadonlySet<string> = new Set(
  'exec match matchAll next replace replaceAll search split test'.split(' '),
);

/** Where it stands in the text itself; or else where one is run that does not stand there. */
function findRegExpSites(sites: readonly Site[], name: string): number[] {
  const literal = sites.filter(({ callee }) => callee === name);
  if (literal.length > 0) return literal.map(({ offset }) => offset);
  const others = new Set(
    sites.filter(({ callee }) => isRegExpName(callee)).map(({ offset }) => offset),
  );
  return sites
    .filter(({ callee, offset }) => RUNS_REG_EXP.has(callee) && !others.has(offset))
    .map(({ offset }) => offset);
}

/** The generated lines on which `caller` may run the regular expression that V8 names so; none: not known. */
export function regExpLines(caller: MappedFrame, name: string): ReadonlySet<number> {
  const outline = caller.script?.outline;
  if (outline === undefined || caller.fn === undefined) return new Set();
  const offsets = findRegExpSites(outline.sitesOf(caller.fn), name);
  return new Set(offsets.map(offset => outline.lines.line(offset)));
}

/**
 * The generated place from which `caller` must have called this callee: the only line that can be, by its text.
 * `undefined` where that is open.
 */
export function decideSite(caller: MappedFrame, callee: Callee): LinePosition | undefined {
  const outline = caller.script?.outline;
  if (outline === undefined || caller.fn === undefined) return undefined;
  // A generator goes on wherever its values are asked for.
  if (callee.fn?.isGenerator === true) return undefined;
  const named = findSites(outline, caller.fn, callee);
  if (named.length > 0) return onlyPlace(caller, named);
  return isImplicit(callee) ? undefined : onlyCallPlace(caller);
}

/** The place at which the function calls something, when all its calls are on one original line. */
export function onlyCallPlace(at: MappedFrame): LinePosition | undefined {
  const sites = at.fn === undefined ? undefined : at.script?.outline?.sitesOf(at.fn);
  return onlyPlace(at, sites?.filter(isCallSite).map(({ offset }) => offset) ?? []);
}

/** The place of these offsets when all are on one original line. */
export function onlyPlace(at: MappedFrame, offsets: readonly number[]): LinePosition | undefined {
  const outline = at.script?.outline;
  if (outline === undefined) return undefined;
  let only: { readonly place: LinePosition; readonly line: number } | undefined;
  for (const offset of offsets) {
    const place = { line: outline.lines.line(offset), column: outline.lines.column(offset) };
    const { line } = mapLine(at, place);
    if (line === UNDECIDED.line || (only !== undefined && only.line !== line)) return undefined;
    only ??= { place, line };
  }
  return only?.place;
}

/** Whether the callee may be called by something that is no call in the text: a getter, an operator, an iterator. */
function isImplicit({ name, fn }: Callee): boolean {
  if (IMPLICIT.test(name)) return true;
  return fn !== undefined && (isAccessor(fn) || IMPLICIT.test(fn.name));
}

function calledName({ name, fn }: Callee): string {
  if (fn?.kind === 'constructor' || fn?.kind === 'class') return fn.className ?? '';
  if (fn !== undefined && isAccessor(fn)) return fn.name;
  const plain = name.slice(name.lastIndexOf('.') + 1);
  return plain === '' ? (fn?.name ?? '') : plain;
}

function isInner(outline: Outline, caller: OutlineFunction, fn: OutlineFunction): boolean {
  return fn.parent === caller.id && outline.functions[fn.id] === fn;
}
