// Where the samples of this very thread come from, without leaving the process.
//
// `v8-profiler-next` where its addon loads: its profiles have names and run side by side, so that one can begin before
// the other ends. Node.js' own inspector otherwise. Both sample by V8's profiler and give the same answer.

import { Session } from 'node:inspector';
import type { Micros } from '../../model/frame.ts';
import { AddonSource } from './addon.ts';
import { InspectorSource } from './inspector.ts';
import { findAddon } from './load-addon.ts';
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

let inspector: InspectorSource | undefined;

/** One for all times: its session does not end. */
function inspectorSource(): SampleSource {
  if (inspector === undefined) {
    const session = new Session();
    session.connect();
    inspector = new InspectorSource(session);
  }
  return inspector;
}
