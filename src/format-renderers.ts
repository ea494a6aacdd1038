// Formats of other tools as renderers: a timeline is tidied as a report is, and what is compressed by custom is compressed.

import { gzipSync } from 'node:zlib';
import { encodePprof } from './formats/pprof.ts';
import type { PprofOptions } from './formats/pprof.ts';
import { encodeSpeedscope } from './formats/speedscope.ts';
import type { SessionData } from './model/session.ts';
import { timelineProcessors } from './processors/default-processors.ts';
import type { TreeOptions } from './processors/default-processors.ts';
import { applyProcessors } from './processors/processor.ts';
import type { Processor } from './processors/processor.ts';

/** What a speedscope file is to hold. */
export interface SpeedscopeRenderOptions extends Omit<TreeOptions, 'timeline'> {
  /** Instead of the default processors. They get a timeline with `[self]` nodes. */
  readonly processors?: readonly Processor[];
  /** Index of the only lane to write. Default: every lane. */
  readonly lane?: number;
}

/** Renders the session as a `.speedscope.json` file. Throws a `RangeError` when there is no such lane. */
export function renderSpeedscope(
  session: SessionData,
  options: SpeedscopeRenderOptions = {},
): string {
  const processors = options.processors ?? timelineProcessors(options);
  return encodeSpeedscope(session, {
    ...(options.lane === undefined ? {} : { lane: options.lane }),
    process: timeline => applyProcessors(timeline, processors),
  });
}

/** Renders the session as a pprof file, compressed as they all are. Throws a `RangeError` when there is no such lane. */
export function renderGzippedPprof(session: SessionData, options: PprofOptions = {}): Uint8Array {
  return gzipSync(encodePprof(session, options));
}
