// Checks one node of a parsed `.cpuprofile`. What is missing and not needed gets the value that V8 writes for nothing.

import { asArray, asNumber, asNumbers, asObject, asString } from './json-value.ts';
import type { V8CallFrame, V8PositionTick, V8ProfileNode } from './v8-profile.ts';

/** Ids, whatever numbers they are. */
export const ID_RANGE = { min: -(2 ** 53), max: 2 ** 53, integer: true } as const;
/** How often something was seen. */
const COUNT_RANGE = { min: 0, max: 1e12, integer: false } as const;
/** Lines and columns, from 0 or 1; -1 where there is none. */
const POSITION_RANGE = { min: -1, max: 2 ** 31 - 3, integer: true } as const;

/** The node, as far as it is used. Throws a `ProfileError` (`bad-file`). */
export function readNode(value: unknown): V8ProfileNode {
  const { id, callFrame, children, parent, hitCount, positionTicks } = asObject(value, 'a node');
  return {
    id: asNumber(id, "a node's id", ID_RANGE),
    callFrame: readCallFrame(callFrame),
    children: asNumbers(children ?? NONE, "a node's children", ID_RANGE),
    ...(parent == null ? {} : { parent: asNumber(parent, "a node's parent", ID_RANGE) }),
    hitCount: readCount(hitCount),
    positionTicks: readTicks(positionTicks),
  };
}

/** How often something was seen; nothing stands for 0. */
export function readCount(value: unknown): number {
  return asNumber(value ?? 0, "a node's hitCount", COUNT_RANGE);
}

/** A function; `shift` is what its line and column count from. */
export function readCallFrame(value: unknown, shift = 0): V8CallFrame {
  const frame = asObject(value, "a node's callFrame");
  const { functionName, url, scriptId, lineNumber, columnNumber } = frame;
  return {
    functionName: asString(functionName ?? '', "a node's functionName"),
    scriptId: typeof scriptId === 'string' ? scriptId : '',
    url: asString(url ?? '', "a node's url"),
    lineNumber: readPosition(lineNumber ?? shift - 1, "a node's lineNumber") - shift,
    columnNumber: readPosition(columnNumber ?? shift - 1, "a node's columnNumber") - shift,
  };
}

/** Line ticks; `countKey` is how the writer calls their number. */
export function readTicks(value: unknown, countKey = 'ticks'): readonly V8PositionTick[] {
  if (value == null) return NONE;
  return asArray(value, "a node's positionTicks").map(tick => {
    const { line, [countKey]: ticks } = asObject(tick, "one of a node's positionTicks");
    return {
      line: readPosition(line, "a positionTick's line"),
      ticks: asNumber(ticks, "a positionTick's ticks", COUNT_RANGE),
    };
  });
}

function readPosition(value: unknown, what: string): number {
  return asNumber(value, what, POSITION_RANGE);
}

const NONE: readonly never[] = [];
