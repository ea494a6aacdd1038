// One recording of this thread: its time span, its async context, and what it takes of everything that is sampled.

import { threadId } from 'node:worker_threads';
import type { Micros } from '../../model/frame.ts';
import type { Recording, SessionMeta } from '../../model/session.ts';
import { CallSiteTree } from '../call-sites.ts';
import type { Interruption } from './call-lines.ts';
import type { SampleChunk } from './chunk.ts';
import { CLOCK_ORIGIN_US, nowUs } from './clock.ts';
import type { AsyncContext, AsyncContexts } from './contexts.ts';
import type { Span } from './pieces.ts';
import { WAIT_ROW } from '../messages.ts';
import type { AwaitSite, ScriptMessage } from '../messages.ts';
import { RecordingBuilder } from '../recording.ts';
import type { RecordingLane } from '../recording.ts';

/**
 * What a recording sees of the time in which others run, while it is in none of its own code.
 * - `enabled`: its own `[await]` where it awaits something, or else what ran
 * - `strict`: its own `[await]` where it awaits something, or else `[out-of-context]`
 * - `disabled`: contexts do not matter; the whole thread is recorded
 */
export type AsyncMode = 'enabled' | 'strict' | 'disabled';

/** Rows of awaits, as the tracker tells them. */
export interface AwaitRows {
  /** Rows of five: see `AwaitBatch`. */
  readonly waits: readonly number[];
  /** Rows of three, likewise. */
  readonly runs: readonly number[];
  /** One for each row of `waits`. */
  readonly contexts: readonly (AsyncContext | null)[];
}

/** Collects until it is told that it is complete. */
export class InProcessRecording implements Span {
  startUs: Micros = nowUs();
  endUs: Micros = Infinity;
  /** Nothing will be added to it. */
  isComplete = false;
  readonly #builder = new RecordingBuilder();
  readonly #lane: RecordingLane;
  readonly #sites = new CallSiteTree();
  readonly #localSites = new Map<number, number>();
  readonly #cpuAtStart = process.cpuUsage();
  #ownUs: Micros = 0;

  constructor(
    /** Tells recordings apart. */
    readonly id: number,
    readonly asyncMode: AsyncMode,
  ) {
    this.#lane = this.#builder.addLane({
      type: 'hello',
      pid: process.pid,
      parentPid: process.ppid,
      threadId,
      nodeVersion: process.version,
      platform: process.platform,
      command: '',
      clockOriginUs: CLOCK_ORIGIN_US,
      nowUs: this.startUs,
    });
    this.#lane.hasPrelude = false;
  }

  /** Its time begins now, and not with its making. */
  begin(): void {
    this.startUs = nowUs();
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
    this.#lane.foreign.push(...part.foreign);
  }

  /** Takes the stacks that are of its time and its context. To be told before the samples of that time. */
  addInterruptions(hits: readonly Interruption[], contexts: AsyncContexts): void {
    for (const { momentUs, frames } of hits) {
      if (momentUs < this.startUs || momentUs > this.endUs) continue;
      if (this.asyncMode !== 'strict' || this.owns(contexts.at(momentUs)))
        this.#sites.add(frames, momentUs);
    }
  }

  /** Takes the awaits that began in its context. `sites` holds every site that was ever told. */
  addAwaits({ waits, runs, contexts }: AwaitRows, sites: readonly AwaitSite[]): void {
    const added: AwaitSite[] = [];
    const local = (site: number): number => this.#localSite(site, sites, added);
    const own: number[] = [];
    for (let row = 0; row < contexts.length; row++) {
      const [id = 0, site = -1, ...rest] = waits.slice(row * WAIT_ROW, (row + 1) * WAIT_ROW);
      if (this.owns(contexts[row] ?? null)) own.push(id, local(site), ...rest);
    }
    const after: number[] = [];
    for (let i = 0; i + 2 < runs.length; i += 3) {
      const [site = -1, start = 0, end = 0] = runs.slice(i, i + 3);
      if (CLOCK_ORIGIN_US + end * 1000 > this.startUs) after.push(local(site), start, end);
    }
    this.#lane.awaits.add({ type: 'awaits', sites: added, waits: own, runs: after });
  }

  /** The recording so far. `scripts` are those of the whole process. */
  build(meta: SessionMeta, scripts: Iterable<ScriptMessage>): Recording {
    for (const script of scripts) this.#builder.addScript(script);
    return this.#builder.build({ ...meta, cpuTimeUs: this.#lane.cpuTimeUs });
  }

  #ownSpans(span: Span, contexts: AsyncContexts): readonly Span[] {
    if (this.asyncMode === 'disabled') return [span];
    return contexts.spans(span, context => this.owns(context));
  }

  /** The number of a site in this recording; a site that is all our own code has none. */
  #localSite(site: number, sites: readonly AwaitSite[], added: AwaitSite[]): number {
    const known = this.#localSites.get(site);
    if (known !== undefined) return known;
    const told = sites[site];
    const next = this.#localSites.size;
    if (told === undefined || told.frames.length === 0) return -1;
    this.#localSites.set(site, next);
    added.push(told);
    return next;
  }
}
