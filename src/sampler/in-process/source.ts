// Where the samples of this very thread come from, without leaving the process.
//
// `v8-profiler-next` where its addon loads: its profiles have names and run side by side, so that one can begin before
// the other ends. Node.js' own inspector otherwise. Both sample by V8's profiler and give the same answer.

import { createRequire } from 'node:module';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { Micros } from '../../model/frame.ts';
import { AddonSource } from './addon.ts';
import type { ProfilerAddon } from './addon.ts';
import { InspectorSource } from './inspector.ts';
import { OWN_FOLDER } from './own-code.ts';
import type { SampleSource, SourceName } from './sample-source.ts';

/**
 * Samples by the best source of this thread; a name asks for that one. Throws when V8 refuses, and when the one that
 * was asked for does not load.
 */
export function startSource(intervalUs: Micros, name?: SourceName): SampleSource {
  const addon = name === 'inspector' ? undefined : findAddon();
  if (addon === undefined && name === 'v8-profiler-next')
    throw new Error('The addon of v8-profiler-next does not load here.');
  if (addon !== undefined) {
    const source = new AddonSource(addon);
    if (source.isFree()) return started(source, intervalUs);
  }
  return started(inspectorSource(), intervalUs);
}

function started(source: SampleSource, intervalUs: Micros): SampleSource {
  source.start(intervalUs);
  return source;
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
    return createRequire(join(OWN_FOLDER, 'index.js'))('v8-profiler-next') as ProfilerAddon;
  } catch {
    // An optional dependency: it was not installed, or could not be compiled. The inspector does the same work.
    return null;
  } finally {
    // It makes itself known there; the program must not see it.
    if (previous === undefined) Reflect.deleteProperty(process, 'profiler');
  }
}
