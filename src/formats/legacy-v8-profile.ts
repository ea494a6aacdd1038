// Profiles as Chrome and Node.js wrote them until 2017, and as some tools still do: nodes nested under `head`, lines and
// columns from 1, seconds for start and end, and a moment in microseconds for each sample.

import type { Micros } from '../model/frame.ts';
import { asArray, asNumber, asNumbers, asObject } from './json-value.ts';
import type { JsonObject, NumberRange } from './json-value.ts';
import {
  completeCallFrame,
  ID_RANGE,
  readCallFrame,
  readCount,
  readTicks,
} from './read-v8-node.ts';
import type { V8ProfileNode } from './v8-profile.ts';

/** The nodes of a nested tree as a list, parents first. Throws a `ProfileError` (`bad-file`). */
export function flattenHead(head: JsonObject): readonly V8ProfileNode[] {
  const nodes: V8ProfileNode[] = [];
  const open: { readonly value: unknown; readonly parent: number | undefined }[] = [
    { value: head, parent: undefined },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const file = asObject(next.value, 'a node');
    const node = readNestedNode(file, nodes.length + 1);
    nodes.push(next.parent === undefined ? node : { ...node, parent: next.parent });
    const children = asArray(file['children'] ?? [], "a node's children");
    for (const child of children.toReversed()) open.push({ value: child, parent: node.id });
  }
  return nodes;
}

function readNestedNode(file: JsonObject, number: number): V8ProfileNode {
  return {
    id: asNumber(file['id'] ?? number, "a node's id", ID_RANGE),
    callFrame:
      file['callFrame'] == null ? completeCallFrame(file, 1) : readCallFrame(file['callFrame']),
    hitCount: readCount(file['hitCount']),
    positionTicks: readTicks(file['positionTicks'] ?? renameTicks(file['lineTicks'])),
  };
}

/** As the package v8-profiler writes them. */
function renameTicks(lineTicks: unknown): unknown {
  if (lineTicks == null) return lineTicks;
  return asArray(lineTicks, "a node's lineTicks").map(entry => {
    const { line, hitCount } = asObject(entry, "one of a node's lineTicks");
    return { line, ticks: hitCount };
  });
}

/**
 * Start, end and moments as deltas, in microseconds. The first sample is the start, as in DevTools: some writers cut
 * `startTime` to whole seconds.
 */
export function readLegacyTimes(file: JsonObject, range: NumberRange) {
  const timestamps = asNumbers(file['timestamps'], 'timestamps', range);
  const startTime = timestamps.reduce((first, moment) => Math.min(first, moment), Infinity);
  const endTime = readEnd(file['endTime'], timestamps.at(-1) ?? 0);
  const timeDeltas = timestamps.map((moment, i) => moment - (timestamps[i - 1] ?? startTime));
  return { startTime: timestamps.length === 0 ? 0 : startTime, endTime, timeDeltas };
}

/** Writers disagree about the unit of `endTime`: the right one is that in which it is near the last sample. */
function readEnd(endTime: unknown, last: Micros): Micros | undefined {
  if (typeof endTime !== 'number') return undefined;
  const [best = 0] = [1, 1e3, 1e6]
    .map(unit => endTime * unit)
    .sort((a, b) => Math.abs(a - last) - Math.abs(b - last));
  return best < last ? undefined : best;
}
