// One recording of this thread: its time span, its async context, and what it takes of everything that is sampled.

import { threadId } from 'node:worker_threads';
import { combineSessions } from '../../model/combine-sessions.ts';
import { foldSamples } from '../../model/fold-samples.ts';
import type { Micros } from '../../model/frame.ts';
import type { Recording, SessionData, SessionMeta } from '../../model/session.ts';
import { CallSiteTree } from '../call-lines/call-sites.ts';
import type { InterruptedStack } from '../call-lines/call-sites.ts';
import type { SampleChunk } from './chunk.ts';
import { CLOCK_ORIGIN_US, nowUs } from './clock.ts';
import type { AsyncContext, AsyncContexts } from './contexts.ts';
import type { StackFunction } from './frames.ts';
import { OwnAwaits } from './own-awaits.ts';
import type { AwaitRows } from './own-awaits.ts';
import type { Span } from './pieces.ts';
import { trimStem } from './trim-stem.ts';
import type { AwaitSite } from '../await-batch.ts';
import type { ScriptMessage } from '../messages.ts';
import { ownHello } from '../own-hello.ts';
import { RecordingBuilder } from '../lanes/recording-builder.ts';
import type { RecordingLane } from '../lanes/recording-lane.ts';

/**
 * What a recording sees of the time in which others run, while it is in none of its own code.
 * - `enabled`: its own `[await]` where it awaits something, or else what ran
 * - `strict`: its own `[await]` where it awaits something, or else `[out-of-context]`
 * - `disabled`: contexts do not matter; the whole thread is recorded
 */
export type AsyncMode = 'enabled' | 'strict' | 'disabled';

/** Without a timeline, so many rows of samples are collected before they are folded. */
const MAX_ROWS = 10_000;

/** How to record. */
export interface RecordingOptions {
  readonly asyncMode: AsyncMode;
  /** Whether it is kept when each sample was; if not, the recording does not grow with time. Default: yes. */
  readonly timeline?: boolean;
  /** The functions on the stack at the start, the outermost first: see {@link trimStem}. */
  readonly stem?: readonly StackFunction[];
}

/** Collects until it is told that it is complete. */
export class InProcessRecording implements Span {
  readonly asyncMode: AsyncMode;
  readonly timeline: boolean;
  startUs: Micros = nowUs();
  endUs: Micros = Infinity;
  /** Nothing will be added to it. */
  isComplete = false;
  #builder = new RecordingBuilder();
  #lane: RecordingLane;
  /** What was collected before, without its timeline. */
  #folded: SessionData | null = null;
  readonly #sites = new CallSiteTree();
  readonly #awaits = new OwnAwaits(context => this.owns(context));
  #allSites: readonly AwaitSite[] = [];
  readonly #cpuAtStart = process.cpuUsage();
  #ownUs: Micros = 0;
  readonly #stem: readonly StackFunction[];

  constructor(
    /** Tells recordings apart. */
    readonly id: number,
    { asyncMode, timeline = true, stem = [] }: RecordingOptions,
  ) {
    this.asyncMode = asyncMode;
    this.timeline = timeline;
    this.#stem = stem;
    this.#lane = addLane(this.#builder, this.startUs);
    this.begin();
  }

  /** Its time begins now, and not with its making. */
  begin(): void {
    this.startUs = nowUs();
    this.#awaits.begin(clockMs(this.startUs));
  }

  /** Whether what runs in this context is recorded as its own. */
  owns(context: AsyncContext | null): boolean {
    return this.asyncMode === 'disabled' || (context?.owners.includes(this.id) ?? false);
  }

  /** Takes its part of the samples. */
  addSamples(chunk: SampleChunk, contexts: AsyncContexts): void {
    const span = {
      startUs: Math.max(chunk.startUs, this.startUs),
      endUs: Math.min(chunk.endUs, this.endUs),
    };
    const own = this.#ownSpans(span, contexts);
    const part = chunk.cut(span, own, this.asyncMode === 'strict' ? 'hidden' : 'kept');
    if (part === undefined) return;
    const { user, system } = process.cpuUsage(this.#cpuAtStart);
    const cpuTimeUs = this.asyncMode === 'strict' ? (this.#ownUs += part.ownUs) : user + system;
    this.#lane.add({
      type: 'chunk',
      profile: part.profile,
      callSites: this.#sites.take(),
      cpuTimeUs,
    });
    for (const isForeign of part.foreign) this.#lane.foreign.push(isForeign);
    if (!this.timeline && this.#lane.rows > MAX_ROWS) this.#fold(span.endUs);
  }

  /** Takes the stacks that are of its time and its context. To be told before the samples of that time. */
  addInterruptions(hits: readonly InterruptedStack[], contexts: AsyncContexts): void {
    for (const hit of hits) {
      const { momentUs } = hit;
      if (momentUs < this.startUs || momentUs > this.endUs) continue;
      if (this.asyncMode !== 'strict' || this.owns(contexts.at(momentUs))) this.#sites.add(hit);
    }
  }

  /** Takes the awaits that began in its context. `sites` holds every site that was ever told. */
  addAwaits(rows: AwaitRows, sites: readonly AwaitSite[]): void {
    this.#allSites = sites;
    this.#lane.awaits.add(this.#awaits.take(rows, sites));
  }

  /** The recording so far. `scripts` are those of the whole process. */
  build(meta: SessionMeta, scripts: Iterable<ScriptMessage>): Recording {
    for (const script of scripts) this.#builder.addScript(script);
    const recording = this.#builder.build({ ...meta, cpuTimeUs: this.#lane.cpuTimeUs });
    if (this.timeline) return { ...recording, session: this.#trimmed(recording.session) };
    const session = this.#trimmed(this.#addUp(recording.session));
    const { durationUs } = session.meta;
    const notes = [...recording.session.meta.notes, NO_TIMELINE];
    const ownMeta = { ...recording.session.meta, durationUs, notes };
    return { ...recording, session: { ...session, meta: ownMeta } };
  }

  #trimmed(session: SessionData): SessionData {
    return trimStem(session, this.#stem);
  }

  /** Folds what was collected up to now, and goes on with an empty lane. */
  #fold(momentUs: Micros): void {
    this.#lane.awaits.isContinued = true;
    this.#folded = this.#addUp(this.#builder.build(FOLDED).session);
    const { cpuTimeUs } = this.#lane;
    this.#builder = new RecordingBuilder();
    this.#lane = addLane(this.#builder, momentUs);
    this.#lane.cpuTimeUs = cpuTimeUs;
    this.#lane.awaits.add(this.#awaits.restart(clockMs(momentUs), this.#allSites));
  }

  #addUp(session: SessionData): SessionData {
    return foldSamples(
      combineSessions(this.#folded === null ? [session] : [this.#folded, session]),
    );
  }

  #ownSpans(span: Span, contexts: AsyncContexts): readonly Span[] {
    if (this.asyncMode === 'disabled') return [span];
    return contexts.spans(span, context => this.owns(context));
  }
}

function addLane(builder: RecordingBuilder, momentUs: Micros): RecordingLane {
  const thread = { threadId, command: '', clockOriginUs: CLOCK_ORIGIN_US, nowUs: momentUs };
  const lane = builder.addLane(ownHello(thread));
  lane.isCut = true;
  return lane;
}

/** On the clock on which awaits are told. */
function clockMs(momentUs: Micros): number {
  return (momentUs - CLOCK_ORIGIN_US) / 1000;
}

/** A part of a session is not looked at: what is said of it is said of the whole in the end. */
const FOLDED: SessionMeta = {
  program: '',
  startTime: '',
  cwd: '',
  nodeVersion: process.version,
  platform: process.platform,
  intervalUs: 0,
  durationUs: 0,
  cpuTimeUs: 0,
  exit: { code: null, signal: null },
  notes: [],
};

const NO_TIMELINE = 'Recorded without a timeline: what ran on one stack stands together.';
