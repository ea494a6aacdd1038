// Checks a parsed `.cpuprofile` and completes what its writer left out, so that everything after it can rely on it.
//
// - older writers nest the nodes (`head`), with moments (`timestamps`) instead of deltas
// - without samples, each node's `hitCount` says how often it was hit
// - without deltas, samples are as far apart as the duration allows

import type { Micros } from '../model/frame.ts';
import { badFile } from './bad-file.ts';
import { asArray, asNumber, asNumbers, asObject } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import { flattenHead, readLegacyTimes } from './legacy-v8-profile.ts';
import type { V8Profile, V8ProfileNode } from './v8-profile.ts';
import { ID_RANGE, readNode } from './read-v8-node.ts';

/** A moment or a distance in time; some writers count from 1970. */
const TIME = { min: -1e16, max: 1e16, integer: false } as const;
/** Thirty years: as in a session file. */
const LONGEST = 1e15;
/** More samples than that are not made up from `hitCount`s. */
const MOST_MADE_UP = 5_000_000;

/** A sound profile, and what a reader must know about it. */
export interface ReadProfile {
  readonly profile: V8Profile;
  readonly notes: readonly string[];
}

/** Throws a `ProfileError` (`bad-file`) when the value is no profile, or one with senseless values. */
export function readV8Profile(value: unknown): ReadProfile {
  const file = unwrap(value);
  const nodes = readNodes(file);
  const samples = asNumbers(file['samples'] ?? [], 'samples', ID_RANGE);
  const read: ReadProfile =
    samples.length === 0
      ? makeUpSamples(file, nodes)
      : { profile: { nodes, samples, ...readTimes(file, samples.length) }, notes: [] };
  if (read.profile.endTime - read.profile.startTime <= LONGEST) return read;
  throw badFile('The file is damaged: it is said to be a recording of more than thirty years.');
}

/** Whether this may be a `.cpuprofile`, as far as can be told at a glance. */
export function looksLikeV8Profile(value: unknown): boolean {
  const file = isObject(value) && isObject(value['profile']) ? value['profile'] : value;
  return isObject(file) && (Array.isArray(file['nodes']) || isObject(file['head']));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

/** The profile itself: some tools save the protocol's whole answer, `{ "profile": … }`. */
function unwrap(value: unknown): JsonObject {
  if (!looksLikeV8Profile(value)) throw badFile('The file is not a CPU profile.');
  const file = asObject(value, 'the profile');
  return isObject(file['profile']) ? file['profile'] : file;
}

function readNodes(file: JsonObject): readonly V8ProfileNode[] {
  if (!Array.isArray(file['nodes'])) return flattenHead(asObject(file['head'], 'head'));
  return asArray(file['nodes'], 'nodes').map(node => readNode(node));
}

type Times = Required<Pick<V8Profile, 'startTime' | 'endTime' | 'timeDeltas'>>;

function readTimes(file: JsonObject, count: number): Times {
  if (file['timestamps'] !== undefined && file['timeDeltas'] === undefined) {
    return completeEnd(readLegacyTimes(file, TIME));
  }
  const startTime = readTime(file, 'startTime');
  const endTime = readTime(file, 'endTime');
  const timeDeltas = asNumbers(file['timeDeltas'] ?? [], 'timeDeltas', TIME);
  if (timeDeltas.length === 0) return spread({ startTime, endTime }, count);
  // Without a start, the first sample is it.
  if (startTime !== undefined) return completeEnd({ startTime, endTime, timeDeltas });
  return completeEnd({ startTime: 0, endTime, timeDeltas: [0, ...timeDeltas.slice(1)] });
}

function readTime(file: JsonObject, key: 'startTime' | 'endTime'): Micros | undefined {
  return typeof file[key] === 'number' ? asNumber(file[key], key, TIME) : undefined;
}

/** Without an end, the last sample lasts as long as the average one, as in DevTools. */
function completeEnd(times: Omit<Times, 'endTime'> & { readonly endTime: Micros | undefined }) {
  const { startTime, endTime, timeDeltas } = times;
  if (endTime !== undefined && endTime > startTime) return { ...times, endTime };
  let moment = startTime;
  let last = startTime;
  for (const delta of timeDeltas) {
    moment += delta;
    last = Math.max(last, moment);
  }
  return { ...times, endTime: last + (last - startTime) / Math.max(1, timeDeltas.length - 1) };
}

/** Samples without times: all equally long; a millisecond where the duration is not known either. */
function spread(
  known: { readonly startTime: Micros | undefined; readonly endTime: Micros | undefined },
  count: number,
): Times {
  const startTime = known.startTime ?? 0;
  const endTime =
    known.endTime !== undefined && known.endTime > startTime
      ? known.endTime
      : startTime + count * 1000;
  const each = (endTime - startTime) / count;
  const timeDeltas = Array.from({ length: count }, (_, i) => (i === 0 ? 0 : each));
  return { startTime, endTime, timeDeltas };
}

/** Garbage collection first: what it interrupted is not known, so that it must not seem to follow anything. */
function makeUpSamples(file: JsonObject, nodes: readonly V8ProfileNode[]): ReadProfile {
  const isGc = (node: V8ProfileNode) => node.callFrame.functionName === '(garbage collector)';
  const inOrder = [...nodes.filter(isGc), ...nodes.filter(node => !isGc(node))];
  const hits = nodes.reduce((sum, node) => sum + (node.hitCount ?? 0), 0);
  if (hits > MOST_MADE_UP) throw badFile(`The file is damaged: ${hits} hits without a sample.`);
  const samples: number[] = [];
  for (const { id, hitCount = 0 } of inOrder) {
    for (let hit = 0; hit < hitCount; hit++) samples.push(id);
  }
  const times = readTimesOfHits(file, samples.length);
  const notes =
    hits === 0 ? [] : ['The profile tells how often functions were seen, but not in which order.'];
  return { profile: { nodes, samples, ...times }, notes };
}

/** Seconds in the older form. */
function readTimesOfHits(file: JsonObject, count: number): Times {
  const unit = file['head'] === undefined ? 1 : 1e6;
  const [startTime, endTime] = [readTime(file, 'startTime'), readTime(file, 'endTime')];
  return spread(
    {
      startTime: startTime === undefined ? undefined : startTime * unit,
      endTime: endTime === undefined ? undefined : endTime * unit,
    },
    Math.max(1, count),
  );
}
