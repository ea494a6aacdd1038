// One thread's part of a recording, while it grows: cleans its chunks, completes their stacks and joins them.

import { addV8Profile } from '../../formats/add-v8-profile.ts';
import type { V8Profile } from '../../formats/v8-profile.ts';
import { sumOf } from '../../model/column.ts';
import { SYNTHETIC, syntheticFrame } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import type { LaneBuilder } from '../../model/lane-builder.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import { AwaitLog } from '../awaits/await-log.ts';
import type { RunLog } from '../awaits/fresh-runs.ts';
import { withRunTimes } from '../awaits/run-times.ts';
import { momentsOf } from '../awaits/sample-moments.ts';
import { CallLines } from '../call-lines/call-lines.ts';
import { ChunkStacks } from '../call-lines/chunk-stacks.ts';
import { FullStacks } from '../call-lines/full-stacks.ts';
import { IDLED } from '../await-batch.ts';
import type { CallSites, ChunkMessage, HelloMessage } from '../messages.ts';
import { isOwnScript } from '../own-scripts.ts';
import type { Run } from '../runs.ts';
import { isIdleAtEnd, withoutOwnEnds, withoutOwnFrames, withoutPrelude } from './clean-profile.ts';
import { withLateSamples } from './late-samples.ts';

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
    // Taken in any case, or they would be kept for ever.
    const noted = this.awaits.freshRuns.take(whole.endTime);
    const profile = this.isCut ? whole : this.withRunTimes(withLateSamples(whole), noted);
    this.startUs ??= profile.startTime;
    this.lane ??= this.open(this);
    const runs = noted.runs.filter(({ site }) => site !== IDLED);
    this.addSamples(this.lane, { profile, runs }, chunk.callSites);
    this.cpuTimeUs = chunk.cpuTimeUs;
    const { samples = [], sampleCounts } = profile;
    this.rows += samples.length;
    this.samples += sampleCounts === undefined ? samples.length : sumOf(sampleCounts);
    this.endOfChunk = profile.endTime;
  }

  private withRunTimes(profile: V8Profile, noted: RunLog): V8Profile {
    return withRunTimes(profile, noted, place => this.fullStacks.findFunction(place));
  }

  private addSamples(lane: LaneBuilder, { profile, runs }: NotedProfile, sites: CallSites): void {
    const samples = addV8Profile(this.builder, lane, profile);
    if (!this.isCut) this.awaits.settle(momentsOf(samples, profile.startTime, this.isIdleStack()));
    const stacks = new ChunkStacks(this.builder, profile);
    this.callLines.add(lane, { stacks, samples, startUs: profile.startTime, runs }, sites);
  }

  private isIdleStack(): (stack: number) => boolean {
    const idle = this.builder.frame(syntheticFrame(SYNTHETIC.idle));
    return stack => this.builder.leafFrame(stack) === idle;
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

/** Samples, and what was noted of their time. */
interface NotedProfile {
  readonly profile: V8Profile;
  readonly runs: readonly Run[];
}
