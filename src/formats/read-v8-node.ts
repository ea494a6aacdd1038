// Checks one node of a parsed `.cpuprofile`. What is missing and not needed gets the value that V8 writes for nothing.

import { asArray, asNumber, asNumbers, asObject, asString, isInRange } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import type { V8CallFrame, V8PositionTick, V8ProfileNode } from './v8-profile.ts';

/** Ids, whatever numbers they are. */
export const ID_RANGE = { min: -(2 ** 53), max: 2 ** 53, integer: true } as const;
/** How often something was seen. */
const COUNT_RANGE = { min: 0, max: 1e12, integer: false } as const;
/** Lines and columns, from 0 or 1; -1 where there is none. */
const POSITION_RANGE = { min: -1, max: 2 ** 31 - 3, integer: true } as const;

/**
 * The node, as far as it is used: the value itself where nothing has to be completed, as there may be hundreds of
 * thousands. Throws a `ProfileError` (`bad-file`).
 */
export function readNode(value: unknown): V8ProfileNode {
  const node = asObject(value, 'a node');
  const { id, children, parent, hitCount, positionTicks } = node;
  asNumber(id, "a node's id", ID_RANGE);
  asNumbers(children ?? NONE, "a node's children", ID_RANGE);
  asNumber(parent ?? 0, "a node's parent", ID_RANGE);
  readCount(hitCount);
  readTicks(positionTicks);
  const callFrame = readCallFrame(node['callFrame']);
  const isWhole =
    callFrame === node['callFrame'] &&
    children !== null &&
    parent !== null &&
    hitCount !== null &&
    positionTicks !== null;
  return isWhole ? (value as V8ProfileNode) : withoutNulls({ ...node, callFrame });
}

/** Some writers put `null` where they have nothing. */
function withoutNulls(node: Readonly<Record<string, unknown>>): V8ProfileNode {
  const present = Object.entries(node).filter(([, field]) => field !== null);
  return Object.fromEntries(present) as unknown as V8ProfileNode;
}

/** How often something was seen; nothing stands for 0. */
export function readCount(value: unknown): number {
  return asNumber(value ?? 0, "a node's hitCount", COUNT_RANGE);
}

/** A function: the value itself where nothing has to be completed. */
export function readCallFrame(value: unknown): V8CallFrame {
  const frame = asObject(value, "a node's callFrame");
  const { functionName, url, lineNumber, columnNumber } = frame;
  const isWhole =
    typeof functionName === 'string' &&
    typeof url === 'string' &&
    isPosition(lineNumber) &&
    isPosition(columnNumber);
  return isWhole ? (value as V8CallFrame) : completeCallFrame(frame, 0);
}

/** A function with the values that V8 writes for nothing; its line and column count from `first`. */
export function completeCallFrame(frame: JsonObject, first: 0 | 1): V8CallFrame {
  const { functionName, url, scriptId, lineNumber, columnNumber } = frame;
  return {
    functionName: asString(functionName ?? '', "a node's functionName"),
    scriptId: typeof scriptId === 'string' ? scriptId : '',
    url: asString(url ?? '', "a node's url"),
    lineNumber: readPosition(lineNumber ?? first - 1, "a node's lineNumber") - first,
    columnNumber: readPosition(columnNumber ?? first - 1, "a node's columnNumber") - first,
  };
}

/** Line ticks: the value itself. */
export function readTicks(value: unknown): readonly V8PositionTick[] {
  if (value == null) return NONE;
  const entries = asArray(value, "a node's positionTicks");
  for (const entry of entries) {
    const { line, ticks } = asObject(entry, "one of a node's positionTicks");
    readPosition(line, "a positionTick's line");
    asNumber(ticks, "a positionTick's ticks", COUNT_RANGE);
  }
  return entries as readonly V8PositionTick[];
}

function isPosition(value: unknown): boolean {
  return isInRange(value, POSITION_RANGE);
}

function readPosition(value: unknown, what: string): number {
  return asNumber(value, what, POSITION_RANGE);
}

const NONE: readonly never[] = [];
