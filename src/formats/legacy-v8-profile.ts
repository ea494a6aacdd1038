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

/** Start, end and moments as deltas, in microseconds. */
export function readLegacyTimes(file: JsonObject, range: NumberRange) {
  const timestamps = asNumbers(file['timestamps'], 'timestamps', range);
  const first = timestamps[0] ?? 0;
  const unit = findUnit(file['startTime'], first);
  const startTime = readMoment(file['startTime'], unit) ?? first;
  const endTime = readMoment(file['endTime'], unit);
  const timeDeltas = timestamps.map((moment, i) => moment - (timestamps[i - 1] ?? startTime));
  return { startTime, endTime, timeDeltas };
}

/** Writers disagree about the unit of `startTime`: the right one is that in which it is near the first sample. */
function findUnit(startTime: unknown, first: Micros): number {
  if (typeof startTime !== 'number') return 1;
  const distance = (unit: number) => Math.abs(startTime * unit - first);
  return [1, 1e3, 1e6].reduce((best, unit) => (distance(unit) < distance(best) ? unit : best));
}

function readMoment(value: unknown, unit: number): Micros | undefined {
  return typeof value === 'number' ? value * unit : undefined;
}
