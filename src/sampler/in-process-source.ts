// Where the samples of this very thread come from, without leaving the process.
//
// `v8-profiler-next` where its addon loads: its profiles have names and run side by side, so that one can begin before
// the other ends. Node.js' own inspector otherwise. Both sample by V8's profiler and give the same answer.

import { createRequire } from 'node:module';
import { Session } from 'node:inspector';
import { isMainThread } from 'node:worker_threads';
import type { V8Profile } from '../formats/v8-profile.ts';
import type { Micros } from '../model/frame.ts';
import { AddonSource } from './in-process-addon.ts';
import type { ProfilerAddon } from './in-process-addon.ts';
import { InspectorSource } from './in-process-inspector.ts';

/** Samples one thread from `start` to `stop`. Everything happens during the calls. */
export interface SampleSource {
  readonly name: SourceName;
  /** Throws when V8 refuses, or another one samples already where only one can. */
  start(intervalUs: Micros): void;
  /** The samples since the start or the last cut. Goes on without a gap. */
  cut(): V8Profile;
  /** The samples since the start or the last cut. */
  stop(): V8Profile;
}

/** Which sampler is used. */
export type SourceName = 'v8-profiler-next' | 'inspector';

/** The best source of this thread; a name asks for that one. Throws when the one that was asked for does not load. */
export function openSource(name?: SourceName): SampleSource {
  if (name === 'inspector') return inspectorSource();
  const addon = findAddon();
  if (addon !== undefined) return new AddonSource(addon);
  if (name === undefined) return inspectorSource();
  throw new Error('The addon of v8-profiler-next does not load here.');
}

function inspectorSource(): SampleSource {
  const session = new Session();
  session.connect();
  return new InspectorSource(session);
}

let loaded: ProfilerAddon | null | undefined;

/** The addon, where it was compiled for this Node.js. In worker threads it is not used: it serves one isolate alone. */
function findAddon(): ProfilerAddon | undefined {
  if (!isMainThread) return undefined;
  if (loaded === undefined) loaded = loadAddon();
  return loaded ?? undefined;
}

function loadAddon(): ProfilerAddon | null {
  const previous = Object.getOwnPropertyDescriptor(process, 'profiler');
  try {
    return createRequire(import.meta.url)('v8-profiler-next') as ProfilerAddon;
  } catch {
    // An optional dependency: it was not installed, or could not be compiled. The inspector does the same work.
    return null;
  } finally {
    // It makes itself known there; the program must not see it.
    if (previous === undefined) Reflect.deleteProperty(process, 'profiler');
  }
}
