// V8's profile of one thread: begun, exchanged for a new one at the end of each chunk, ended.

import type { Micros } from '../../model/frame.ts';
import { ProfileBridge } from './profile-bridge.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { InspectorPort, Reply } from '../protocol/inspector-port.ts';
import type { ThreadAgent } from './thread-agent.ts';

/** Receives a profile as V8 tells it; `undefined` where there is none. */
export type TakeProfile = (profile: unknown) => void;

/** From `start` to `stop` or `leave`. */
export class ThreadProfile {
  private readonly bridge: ProfileBridge;
  private agent: ThreadAgent | null = null;

  constructor(
    private readonly port: InspectorPort,
    private readonly intervalUs: Micros,
  ) {
    this.bridge = new ProfileBridge(port);
  }

  /** Has a session do it that stays in the thread, so that counts of its calls are not lost; before `start`. */
  keepWithin(agent: ThreadAgent): void {
    this.agent = agent;
  }

  /** Begins; `done` is called once V8 samples the thread. */
  start(done: (error: Error | null) => void): void {
    this.post('Profiler.enable', {}, ignoreReply);
    this.post('Profiler.setSamplingInterval', { interval: this.intervalUs }, ignoreReply);
    this.post('Profiler.start', {}, error => {
      done(error);
    });
  }

  /**
   * V8 can tell the functions that were optimised into their callers only in code that was compiled while it samples.
   * To count calls it drops all optimised code, so it is told to, for a moment. Counts of others would be lost.
   */
  recompile(): void {
    const how = { callCount: false, detailed: false };
    this.post('Profiler.startPreciseCoverage', how, ignoreReply);
    this.post('Profiler.stopPreciseCoverage', {}, ignoreReply);
  }

  /** To be called before the first exchange, in a thread that is set up. */
  prepareExchange(done: () => void): void {
    this.bridge.prepare(done);
  }

  /** Whether an exchange costs little. */
  get isExchangedCheaply(): boolean {
    return this.bridge.isThere;
  }

  /** Ends the profile and begins the next; `done` is called when that has been carried out. */
  exchange(take: TakeProfile, done: () => void): void {
    this.bridge.open();
    this.post('Profiler.stop', {}, (_error, result) => {
      take(result['profile']);
    });
    this.post('Profiler.start', {}, ignoreReply);
    this.bridge.close(done);
  }

  /** Ends the last profile. */
  stop(take: TakeProfile): void {
    this.post('Profiler.stop', {}, (_error, result) => {
      take(result['profile']);
    });
  }

  /** Samples no more; drops what there is. */
  leave(): void {
    this.post(this.agent === null ? 'Profiler.disable' : 'Profiler.stop', {}, ignoreReply);
  }

  private post(method: string, params: Readonly<Record<string, unknown>>, reply: Reply): void {
    if (this.agent === null) this.port.post(method, params, reply);
    else this.agent.profile(method, params, reply);
  }
}
