// Collects what the recorded threads of a run deliver into one recording.

import { addV8Profile } from '../formats/add-v8-profile.ts';
import type { V8Profile } from '../formats/v8-profile.ts';
import { sumOf } from '../model/column.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { Micros } from '../model/frame.ts';
import { WAITING_ESTIMATE } from '../model/notes.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type {
  LaneData,
  Recording,
  Script,
  SessionData,
  SessionMeta,
  SessionTables,
} from '../model/session.ts';
import { stitchAsync } from './awaits/async-stitcher.ts';
import { AwaitLog } from './awaits/await-log.ts';
import { CallLines } from './call-lines/call-lines.ts';
import { ChunkStacks } from './call-lines/chunk-stacks.ts';
import { isIdleAtEnd, withoutOwnFrames, withoutOwnEnds, withoutPrelude } from './clean-profile.ts';
import { isOwnScript } from './own-scripts.ts';
import { FullStacks } from './call-lines/full-stacks.ts';
import type { CallSites, ChunkMessage, HelloMessage, ScriptMessage } from './messages.ts';
import { withRunTimes } from './awaits/run-times.ts';
import { stitchLines } from './awaits/stitched-lines.ts';

/** One thread's part of a recording, while it grows. */
export class RecordingLane {
  readonly callLines = new CallLines();
  private readonly fullStacks = new FullStacks();
  readonly awaits: AwaitLog;
  /** CPU time of the lane's process as last told. */
  cpuTimeUs: Micros = 0;
  samples = 0;
  /** Rows that these and what was noted between them make: what it takes to keep them. */
  rows = 0;
  /** Of the first sample, on V8's clock; `null` before there is one. */
  startUs: Micros | null = null;
  /** Sample → whether others ran there, not those who are recorded. Empty: none. */
  readonly foreign: boolean[] = [];
  /** The samples were cut out of those of a thread, which were put right before. */
  isCut = false;
  private lane: LaneBuilder | null = null;
  private endOfChunk: Micros;
  private isIdle = false;

  /** `open` is called with the first samples. */
  constructor(
    readonly hello: HelloMessage,
    private readonly builder: SessionBuilder,
    private readonly open: (lane: RecordingLane) => LaneBuilder,
  ) {
    this.awaits = new AwaitLog(hello.clockOriginUs);
    this.endOfChunk = hello.nowUs;
  }

  add(chunk: ChunkMessage): void {
    const cleaned = withoutOwnFrames(this.continued(chunk.profile), isOwnScript);
    this.isIdle = isIdleAtEnd(cleaned);
    const whole = this.fullStacks.complete(cleaned, chunk.callSites);
    const profile = this.withRunTimes(whole);
    this.startUs ??= profile.startTime;
    this.lane ??= this.open(this);
    this.addSamples(this.lane, profile, chunk.callSites);
    this.cpuTimeUs = chunk.cpuTimeUs;
    const { samples = [], sampleCounts } = profile;
    this.rows += samples.length;
    this.samples += sampleCounts === undefined ? samples.length : sumOf(sampleCounts);
    this.endOfChunk = profile.endTime;
  }

  private withRunTimes(profile: V8Profile): V8Profile {
    // Taken in any case, or they would be kept for ever.
    const runs = this.awaits.freshRuns.take(profile.endTime);
    if (this.isCut) return profile;
    return withRunTimes(profile, runs, place => this.fullStacks.findFunction(place));
  }

  private addSamples(lane: LaneBuilder, profile: V8Profile, sites: CallSites): void {
    const samples = addV8Profile(this.builder, lane, profile);
    const stacks = new ChunkStacks(this.builder, profile);
    this.callLines.add(lane, { stacks, samples, startUs: profile.startTime }, sites);
  }

  /** Takes its place among the session's lanes. */
  begin(): void {
    this.lane ??= this.open(this);
  }

  /** End of the last sample so far, on V8's clock; the start of the lane before there is one. */
  get endUs(): Micros {
    return this.endOfChunk;
  }

  /** Chunks follow one another without a gap: the thread stood still in between, for us. */
  private continued(profile: V8Profile): V8Profile {
    if (this.startUs === null) return this.isCut ? profile : withoutPrelude(profile, isOwnScript);
    const gap = profile.startTime - this.endOfChunk;
    const [first = 0, ...deltas] = profile.timeDeltas ?? [];
    const timeDeltas = [first + gap, ...deltas];
    const continued = { ...profile, startTime: this.endOfChunk, timeDeltas };
    return this.isCut ? continued : withoutOwnEnds(continued, this.isIdle);
  }
}

interface StartedLane {
  readonly lane: RecordingLane;
  readonly data: LaneBuilder;
}

/** Grows as messages arrive; can be read at any time. */
export class RecordingBuilder {
  private readonly builder = new SessionBuilder();
  private readonly scripts = new Map<string, Script>();
  /** Every thread that has connected, the program's main thread first. */
  readonly lanes: RecordingLane[] = [];
  /** Those that have samples, in the order of the session's lanes. */
  private readonly started: StartedLane[] = [];
  /** Their names, in the same order. */
  readonly laneNames: string[] = [];
  /** Frames that no sample has shown, only awaits. */
  private readonly unsampled = new Set<number>();

  /** A thread that will deliver. */
  addLane(hello: HelloMessage): RecordingLane {
    const lane = new RecordingLane(hello, this.builder, opened => this.start(opened));
    this.lanes.push(lane);
    // The program's main thread is the first lane, even if it delivers later than its children.
    if (this.lanes.length === 1) lane.begin();
    return lane;
  }

  private start(lane: RecordingLane): LaneBuilder {
    const main = this.started[0]?.lane ?? lane;
    const { pid, threadId } = lane.hello;
    const origin = main.startUs ?? main.hello.nowUs;
    const startUs = main === lane ? 0 : Math.max(0, (lane.startUs ?? origin) - origin);
    const name = nameOf(lane.hello, this.lanes);
    this.laneNames.push(name);
    const data = this.builder.lane({ name, pid, threadId, startUs });
    this.started.push({ lane, data });
    return data;
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
    const sampled = this.builder.buildTables();
    const lanes = this.started.map(lane => this.buildLane(sampled, lane));
    const isEstimate = this.started.some(({ lane }) => lane.awaits.isEstimate);
    const notes = isEstimate ? [...meta.notes, WAITING_ESTIMATE] : meta.notes;
    const session: SessionData = {
      format: 'hotpath-session',
      version: 1,
      meta: { ...meta, notes, durationUs: this.builder.longestLaneUs },
      ...this.builder.buildTables(),
      lanes,
    };
    return { session, scripts: [...this.scripts.values()] };
  }

  private buildLane(session: SessionTables, { lane, data }: StartedLane): LaneData {
    const lines = data.buildLines();
    const callLines = lane.callLines.decide(session, lines.callLines);
    if (lane.awaits.isEmpty) return { ...data.build(), callLines };
    const { foreign, startUs } = lane;
    const sampled = { session, data, startUs: startUs ?? 0, foreign, unsampled: this.unsampled };
    const stitched = stitchAsync(this.builder, sampled, lane.awaits);
    return {
      ...lines,
      samples: stitched.samples,
      ...stitchLines(sampled, { ...lines, callLines }, stitched),
      awaits: lane.awaits.table(url => this.builder.string(url), lane.endUs),
    };
  }
}

/** `main`, `worker 2`, `child 4711 (server.js)`: workers are counted within their process. */
function nameOf(hello: HelloMessage, lanes: readonly RecordingLane[]): string {
  const [main] = lanes;
  const ownProcess = main === undefined || main.hello.pid === hello.pid;
  const script = hello.command.replace(/^node (?:\S*[\\/])?/, '');
  const process = ownProcess ? '' : `child ${hello.pid} (${shorten(script)})`;
  if (hello.threadId === 0) return process === '' ? 'main' : process;
  const workers = lanes.filter(lane => lane.hello.pid === hello.pid && lane.hello.threadId > 0);
  const worker = `worker ${workers.findIndex(lane => lane.hello.threadId === hello.threadId) + 1}`;
  return process === '' ? worker : `${process} ${worker}`;
}

/** Long argument lists tell little more than their beginning. */
function shorten(text: string): string {
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
}

const MAX_NAME = 40;
