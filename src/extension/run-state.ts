// Whether a program is being recorded right now, and how far it is. One at a time.

import type { Progress, RunningProgram } from '../sampler/program.ts';
import { Signal } from './signal.ts';

/** A run that views can show and stop. */
export interface ActiveRun {
  /** Base name of the file, or what else the program is called. */
  readonly name: string;
  /** The program ran before: it goes on when we stop. */
  readonly isAttached: boolean;
  /** `undefined` while it is being started. */
  readonly program: RunningProgram | undefined;
}

/** The one run. */
export class RunState {
  readonly onDidChange = new Signal<ActiveRun | undefined>();
  #active: ActiveRun | undefined;
  #isStopping = false;
  #work: Promise<unknown> = Promise.resolve();

  get active(): ActiveRun | undefined {
    return this.#active;
  }

  /** `undefined` when nothing is being recorded. */
  get progress(): Progress | undefined {
    return this.#active?.program?.progress;
  }

  /** The user has asked for the end, and the program has not ended yet. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Says what is being recorded; views are told. */
  set(active: ActiveRun): void {
    this.#active = active;
    this.onDidChange.fire(active);
  }

  /** Does the work of a run, from its start until its session is kept; rejects as `work` does. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = work();
    this.#work = Promise.allSettled([this.#work, done]);
    return await done;
  }

  /** Waits for the end of a run that is being stopped; another one goes on. */
  async untilStopped(): Promise<void> {
    if (this.#isStopping) await this.#work;
  }

  /** Ends the run, if there is one. Settles when its session is kept. */
  async leave(): Promise<void> {
    // Whoever began the run is told of what goes wrong in it.
    await Promise.allSettled([this.stop()]);
    await this.#work;
  }

  /** Nothing is being recorded any more. */
  end(): void {
    if (this.#active === undefined) return;
    this.#active = undefined;
    this.#isStopping = false;
    this.onDidChange.fire(undefined);
  }

  /**
   * Ends the program that is being recorded; its recording is kept. One that is just being started is ended by who
   * starts it, see {@link isStopping}. Without a run, or at the second call, does nothing.
   */
  async stop(): Promise<void> {
    if (this.#active === undefined || this.#isStopping) return;
    this.#isStopping = true;
    this.onDidChange.fire(this.#active);
    await this.#active.program?.stop();
  }
}
