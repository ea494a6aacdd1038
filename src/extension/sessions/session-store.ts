// The one store of sessions: the one that is shown, live or finished, and those that are kept on disk. Every view
// listens to it; none holds a session of its own.

import { ProfileError } from '../../model/errors.ts';
import { sampleCount } from '../../model/lane.ts';
import type { SessionData } from '../../model/session.ts';
import type { FilesAtRun } from '../tracking/files-at-run.ts';
import { insightOf } from './insight.ts';
import type { Insight } from './insight.ts';
import type { LaneChoices } from './lane-choices.ts';
import type { SessionArchive, SessionSummary } from './session-archive.ts';
import { Signal } from '../signal.ts';

/** The session that the views show. While a program runs, it is replaced after every chunk under the same id. */
export interface ShownSession {
  readonly id: string;
  readonly name: string;
  /** The program is still running. */
  readonly isLive: boolean;
  readonly session: SessionData;
  readonly files: FilesAtRun;
}

/** See the head of this file. */
export class SessionStore {
  /** The shown session has changed. */
  readonly onDidChangeShown = new Signal<ShownSession | undefined>();
  /** The list of kept sessions has changed. */
  readonly onDidChangeList = new Signal<readonly SessionSummary[]>();
  #shown: ShownSession | undefined;
  #list: readonly SessionSummary[] = [];
  #isListed: Promise<void> | undefined;
  /** Counts what was shown or asked for: what was asked for before what is shown is not wanted any more. */
  #lastWanted = 0;
  #shownWanted = 0;

  constructor(
    private readonly archive: SessionArchive,
    private readonly lanes: LaneChoices,
  ) {}

  get shown(): ShownSession | undefined {
    return this.#shown;
  }

  /** Index of the lane that views show of the shown session; `undefined`: all of them merged. */
  get lane(): number | undefined {
    return this.#shown && this.lanes.find(this.#shown.id, this.#shown.session);
  }

  /** What views show of the shown session. */
  get insight(): Insight | undefined {
    return this.#shown && insightOf(this.#shown.session, this.lane);
  }

  /** Shows a lane of the shown session, or all of them merged, from now on. */
  async showLane(lane: number | undefined): Promise<void> {
    if (this.#shown === undefined) return;
    await this.lanes.choose(this.#shown.id, lane);
    this.onDidChangeShown.fire(this.#shown);
  }

  /** The kept sessions, newest first. Reads them from disk at the first call. */
  async list(): Promise<readonly SessionSummary[]> {
    await (this.#isListed ??= this.#reload());
    return this.#list;
  }

  /** Shows a session, or what has come of a live one so far. */
  show(shown: ShownSession): void {
    this.#put(shown, ++this.#lastWanted);
  }

  /**
   * Shows what `load` gives, unless something that was asked for later is shown by then. Rejects as `load` does, and with
   * a `ProfileError` (`already-running`) while a live session is shown.
   */
  async showLoaded(load: () => Promise<ShownSession>): Promise<void> {
    const { shown } = this;
    if (shown?.isLive === true) throw isRecording(shown.name);
    const wanted = ++this.#lastWanted;
    const loaded = await load();
    if (wanted > this.#shownWanted) this.#put(loaded, wanted);
  }

  /** Shows none. The session stays on disk. */
  clear(): void {
    this.#put(undefined, ++this.#lastWanted);
  }

  #put(shown: ShownSession | undefined, wanted: number): void {
    this.#shownWanted = wanted;
    this.#shown = shown;
    this.onDidChangeShown.fire(shown);
  }

  /** Writes a finished session to disk, and keeps so many in all. */
  async keep({ id, name, session, files }: ShownSession, limit: number): Promise<void> {
    const { program, startTime, durationUs, exit } = session.meta;
    const samples = sampleCount(session);
    const summary = { id, name, program, startTime, durationUs, samples, exit };
    const saved = files.save(insightOf(session).files);
    await this.archive.save({ summary, session, files: saved }, limit);
    await this.#reload();
  }

  /** Shows a session from disk, see {@link showLoaded}. Rejects with a `ProfileError` (`not-found`, `bad-file`) as well. */
  async open(id: string): Promise<void> {
    const { name } = await this.#find(id);
    await this.showLoaded(async () => {
      return { id, name, isLive: false, ...(await this.archive.load(id)) };
    });
  }

  /** A session from disk, without showing it. Rejects with a `ProfileError` (`not-found`, `bad-file`). */
  async load(id: string): Promise<SessionData> {
    return (await this.archive.load(id)).session;
  }

  /** Names a kept session. Rejects with a `ProfileError` (`not-found`). */
  async rename(id: string, name: string): Promise<void> {
    await this.archive.rename(id, name);
    if (this.#shown?.id === id) this.show({ ...this.#shown, name });
    await this.#reload();
  }

  /** Deletes a kept session; when it is the shown one, none is shown any more. */
  async remove(id: string): Promise<void> {
    await this.archive.remove(id);
    await this.lanes.forget(id);
    if (this.#shown?.id === id) this.clear();
    await this.#reload();
  }

  async #reload(): Promise<void> {
    this.#list = await this.archive.list();
    this.#isListed = Promise.resolve();
    this.onDidChangeList.fire(this.#list);
  }

  async #find(id: string): Promise<{ readonly name: string }> {
    const found = (await this.list()).find(summary => summary.id === id);
    return found ?? { name: id };
  }
}

function isRecording(name: string): ProfileError {
  return new ProfileError(
    'already-running',
    `${name} is being recorded and shown: stop that first.`,
  );
}
