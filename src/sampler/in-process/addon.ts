// Samples this thread through `v8-profiler-next`, and reads the profiles that it gives.
//
// Its profiles of type 0 have line ticks, those of type 1 have none. The next profile is started before the last one is
// stopped, so V8 goes on without a gap and need not log the compiled functions anew.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { V8Profile, V8ProfileNode } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import { nowUs } from './clock.ts';
import type { SampleSource } from './sample-source.ts';

/** The part of `v8-profiler-next` that is used. */
export interface ProfilerAddon {
  setGenerateType(type: 0 | 1): void;
  setSamplingInterval(us: Micros): void;
  startProfiling(name: string, recordSamples: boolean): void;
  stopProfiling(name: string): AddonProfile;
}

/** Lines and columns from 1; 0: none. */
interface AddonNode {
  readonly id: number;
  readonly functionName: string;
  readonly url: string;
  readonly scriptId: number;
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly hitCount: number;
  readonly children: readonly AddonNode[];
  readonly lineTicks?: readonly { readonly line: number; readonly hitCount: number }[];
}

/** A profile of type 0. */
interface AddonProfile {
  readonly head: AddonNode;
  readonly samples: readonly number[];
  /** Microseconds of V8's monotonic clock. */
  readonly timestamps: readonly Micros[];
  /** Frees V8's copy. */
  delete(): void;
}

const DEFAULT_INTERVAL_US = 1000;

/** See {@link SampleSource}. */
export class AddonSource implements SampleSource {
  readonly name = 'v8-profiler-next';
  /** Two copies of Hotpath in one process must not end each other's profiles. */
  readonly #prefix = `hotpath ${Math.random().toString(36).slice(2)} `;
  readonly #addon: ProfilerAddon;
  #profiles = 0;
  #startUs: Micros = 0;

  constructor(addon: ProfilerAddon) {
    this.#addon = addon;
  }

  /** Whether nobody else in this process samples with it: the program itself may, or another copy of ours. */
  isFree(): boolean {
    try {
      this.#addon.setSamplingInterval(DEFAULT_INTERVAL_US);
      return true;
    } catch {
      // It refuses that while it samples.
      return false;
    }
  }

  start(intervalUs: Micros): void {
    this.#addon.setGenerateType(0);
    this.#addon.setSamplingInterval(intervalUs);
    this.#startUs = nowUs();
    this.#begin();
  }

  cut(): V8Profile {
    const last = this.#name();
    this.#begin();
    return this.#take(last);
  }

  stop(): V8Profile {
    return this.#take(this.#name());
  }

  #begin(): void {
    this.#profiles++;
    this.#addon.startProfiling(this.#name(), true);
  }

  #name(): string {
    return `${this.#prefix}${this.#profiles}`;
  }

  #take(name: string): V8Profile {
    const startTime = this.#startUs;
    const endTime = nowUs();
    this.#startUs = endTime;
    const profile = this.#addon.stopProfiling(name);
    const { samples, timestamps } = profile;
    const timeDeltas = timestamps.map((moment, i) => moment - (timestamps[i - 1] ?? startTime));
    const read = { nodes: readNodes(profile.head), startTime, endTime, samples, timeDeltas };
    profile.delete();
    return read;
  }
}

function readNodes(head: AddonNode): readonly V8ProfileNode[] {
  const nodes: V8ProfileNode[] = [];
  const open = [head];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(readNode(node));
    open.push(...node.children);
  }
  return nodes;
}

function readNode(node: AddonNode): V8ProfileNode {
  const { functionName, url } = node;
  return {
    id: node.id,
    callFrame: {
      functionName,
      // V8 names CommonJS modules by their path; the inspector names them by URL.
      url: isAbsolute(url) ? pathToFileURL(url).href : url,
      scriptId: String(node.scriptId),
      lineNumber: node.lineNumber - 1,
      columnNumber: node.columnNumber - 1,
    },
    hitCount: node.hitCount,
    children: node.children.map(child => child.id),
    positionTicks: (node.lineTicks ?? []).map(({ line, hitCount }) => ({ line, ticks: hitCount })),
  };
}
