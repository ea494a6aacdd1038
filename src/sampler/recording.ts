// Collects what the recorded threads of a run deliver into one recording.

import { addV8Profile } from '../formats/v8-profile.ts';
import type { V8Profile } from '../formats/v8-profile.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { Micros } from '../model/frame.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { Recording, Script, SessionData, SessionMeta } from '../model/session.ts';
import { attributeCallLines } from './call-line-attribution.ts';
import { CallSiteMerger } from './call-site-merger.ts';
import { withoutOwnFrames, withoutPrelude } from './clean-profile.ts';
import type { ChunkMessage, HelloMessage, ScriptMessage } from './messages.ts';

/** One thread's part of a recording, while it grows. */
export class RecordingLane {
  readonly callSites = new CallSiteMerger();
  private endOfChunk: Micros | null = null;

  constructor(
    readonly hello: HelloMessage,
    private readonly builder: SessionBuilder,
    private readonly lane: LaneBuilder,
  ) {}

  /** CPU time of the lane's process as last told. */
  cpuTimeUs: Micros = 0;
  samples = 0;

  add(chunk: ChunkMessage): void {
    const profile = withoutOwnFrames(this.continued(chunk.profile), isOwnScript);
    addV8Profile(this.builder, this.lane, profile);
    this.callSites.add(chunk.callSites);
    this.cpuTimeUs = chunk.cpuTimeUs;
    this.samples += profile.samples?.length ?? 0;
    this.endOfChunk = profile.endTime;
  }

  /** Chunks follow one another without a gap: the thread stood still in between, for us. */
  private continued(profile: V8Profile): V8Profile {
    if (this.endOfChunk === null) return withoutPrelude(profile, isOwnScript);
    const gap = profile.startTime - this.endOfChunk;
    const [first = 0, ...deltas] = profile.timeDeltas ?? [];
    return { ...profile, startTime: this.endOfChunk, timeDeltas: [first + gap, ...deltas] };
  }
}

/** Grows as messages arrive; can be read at any time. */
export class RecordingBuilder {
  private readonly builder = new SessionBuilder();
  private readonly scripts = new Map<string, Script>();
  readonly lanes: RecordingLane[] = [];

  addLane(hello: HelloMessage): RecordingLane {
    const lane = this.builder.lane({
      name: this.lanes.length === 0 ? 'main' : `process ${hello.pid}`,
      pid: hello.pid,
      threadId: hello.threadId,
    });
    const recordingLane = new RecordingLane(hello, this.builder, lane);
    this.lanes.push(recordingLane);
    return recordingLane;
  }

  addScript({ url, sourceMapUrl, source }: ScriptMessage): void {
    this.scripts.set(url, {
      url,
      ...(sourceMapUrl === undefined ? {} : { sourceMapUrl }),
      ...(source === undefined ? {} : { source }),
    });
  }

  get sampleCount(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.samples, 0);
  }

  /** The recording so far. Later messages do not change what was returned. */
  build(meta: SessionMeta): Recording {
    const session = this.builder.build({ ...meta, durationUs: this.builder.longestLaneUs });
    return { session: this.withCallLines(session), scripts: [...this.scripts.values()] };
  }

  private withCallLines(session: SessionData): SessionData {
    const lanes = session.lanes.map((lane, i) => {
      const sites = this.lanes[i]?.callSites;
      if (sites === undefined) return lane;
      return { ...lane, callLines: attributeCallLines(session, lane, sites) };
    });
    return { ...session, lanes };
  }
}

/** Scripts that run inside the target for us. */
function isOwnScript(url: string): boolean {
  return url.startsWith('hotpath:') || /[\\/]dist[\\/]target[\\/](preload|relay)\.cjs$/.test(url);
}
