// Places where execution was, in a function as it ran → lines of the function's original source.
//
// V8 tells the leaf's line only. Where a compiler put statements of several original lines on one line of its output,
// such a line says nothing about them: it stays undecided rather than being given to the first of them.

import type { LinePosition } from '../model/lane-builder.ts';
import type { MappedFrame } from './map-frame.ts';
import type { OriginalPosition } from './maps/script-map.ts';

/** Not known: it belongs to the function as a whole. */
export const UNDECIDED: LinePosition = { line: 0, column: 0 };

/**
 * The original place of a generated one in the code of `at`. A place without a mapping, or that is mapped to another
 * source than its function, is undecided.
 */
export function mapLine(at: MappedFrame, place: LinePosition): LinePosition {
  if (place.line === 0) return UNDECIDED;
  if (at.source === undefined) return at.frame.line === null ? UNDECIDED : place;
  if (place.column === 0) return mapWholeLine(at, place.line);
  const position = at.script?.map?.trace(place.line, place.column);
  if (position === undefined || position.source !== at.source) return UNDECIDED;
  if (isOutside(at, place.line, position)) return UNDECIDED;
  return { line: position.line, column: position.column };
}

/** A line without a column: the original line of the statements of the function that begin on it. */
function mapWholeLine(at: MappedFrame, line: number): LinePosition {
  const { script, fn, source } = at;
  const { map, outline } = script ?? {};
  if (map === undefined) return UNDECIDED;
  if (outline !== undefined && fn !== undefined) {
    const starts = outline.statementsOn(fn, line).map(offset => outline.lines.column(offset));
    const lines = starts.flatMap(column => originalLine(at, map.trace(line, column)));
    if (lines.length > 0) return onlyLine(lines);
  }
  const begin = map.trace(line, script?.firstColumn(line) ?? 1);
  const first = [...(begin === undefined ? [] : [begin]), ...map.positionsOn(line)].find(
    place => place.source === source && !isOutside(at, line, place) && !isInInner(at, line, place),
  );
  return first === undefined ? UNDECIDED : { line: first.line, column: 0 };
}

function originalLine(at: MappedFrame, position: OriginalPosition | undefined): number[] {
  return position?.source === at.source && position !== undefined ? [position.line] : [];
}

function onlyLine(lines: readonly number[]): LinePosition {
  const [line = 0, ...others] = new Set(lines);
  return others.length === 0 ? { line, column: 0 } : UNDECIDED;
}

/** Whether the mapping begins outside the function. One that begins with the line covers all of it. */
function isOutside(
  { script, fn }: MappedFrame,
  line: number,
  { generatedColumn }: OriginalPosition,
): boolean {
  const outline = script?.outline;
  if (outline === undefined || fn === undefined || generatedColumn === 1) return false;
  const offset = outline.lines.offset(line, generatedColumn);
  return offset < fn.start || offset >= fn.end;
}

/** Whether the mapping begins inside a function that the function holds. */
function isInInner(
  { script, fn }: MappedFrame,
  line: number,
  { generatedColumn }: OriginalPosition,
): boolean {
  const outline = script?.outline;
  if (outline === undefined || fn === undefined) return false;
  const offset = outline.lines.offset(line, generatedColumn);
  return outline
    .childrenOf(fn)
    .some(inner => inner.kind !== 'class' && offset > inner.start && offset < inner.end);
}
