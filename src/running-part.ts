// What a `Profiler` records between a start and a stop.

import type { SessionMeta } from './model/session.ts';
import type { CheckedOptions } from './profiler-options.ts';
import { currentFolder } from './sampler/current-folder.ts';
import type { AsyncContext } from './sampler/in-process/contexts.ts';
import { callerPlace } from './sampler/in-process/frames.ts';
import type { InProcessRecording } from './sampler/in-process/recording.ts';
import { threadNotes, threadSampler } from './sampler/in-process/thread-sampler.ts';

/** A recording that has started, and the async context of the code that belongs to it. */
export interface RunningPart {
  readonly recording: InProcessRecording;
  readonly meta: SessionMeta;
  readonly context: AsyncContext;
}

/** Begins to record. */
export function startPart(options: CheckedOptions): RunningPart {
  const { intervalMs, asyncMode, timeline, description } = options;
  const meta = metaAtStart(description ?? `Profile at ${callerPlace()}`, intervalMs);
  const sampler = threadSampler();
  const recording = sampler.start({ intervalUs: meta.intervalUs, asyncMode, timeline });
  return { recording, meta, context: sampler.contexts.create(recording.id) };
}

/** Nothing after this moment is part of it. */
export function endPart({ recording, context }: RunningPart): void {
  const sampler = threadSampler();
  sampler.end(recording);
  sampler.contexts.exit(context);
}

/** What is known of a recording of this process when it starts; the interval in milliseconds. */
function metaAtStart(program: string, intervalMs: number): SessionMeta {
  return {
    program,
    startTime: new Date().toISOString(),
    cwd: currentFolder(),
    nodeVersion: process.version,
    platform: process.platform,
    intervalUs: Math.round(intervalMs * 1000),
    durationUs: 0,
    cpuTimeUs: null,
    exit: { code: null, signal: null },
    notes: threadNotes(),
  };
}
