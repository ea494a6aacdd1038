// Samples this thread through a session of Node.js' own inspector, which needs no addon.

import type { Session } from 'node:inspector';
import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleSource } from './sample-source.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { ProfileBridge } from '../threads/profile-bridge.ts';
import { sessionPort } from '../protocol/session-port.ts';

/**
 * A session to its own thread answers while it is asked, so every call is complete when it returns. The profiler is not
 * disabled at the end, nor is the session to be: what others count of the thread's calls, for a coverage report say,
 * would be lost.
 */
export class InspectorSource implements SampleSource {
  readonly name = 'inspector';
  readonly #port: InspectorPort;
  readonly #bridge: ProfileBridge;

  constructor(session: Session) {
    this.#port = sessionPort(session);
    this.#bridge = new ProfileBridge(this.#port);
  }

  start(intervalUs: Micros): void {
    this.#ask('Profiler.enable');
    this.#ask('Profiler.setSamplingInterval', { interval: intervalUs });
    this.#ask('Profiler.start');
    if (!this.#bridge.isThere) this.#bridge.prepare(() => undefined);
  }

  /** A second profile bridges the moment between the two: see `profile-bridge.ts`. */
  cut(): V8Profile {
    this.#bridge.open();
    const { profile } = this.#ask('Profiler.stop');
    this.#ask('Profiler.start');
    this.#bridge.close(() => undefined);
    return profile as V8Profile;
  }

  stop(): V8Profile {
    const { profile } = this.#ask('Profiler.stop');
    return profile as V8Profile;
  }

  #ask(method: string, params: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const answer: { error: Error | null; result: Record<string, unknown> } = {
      error: null,
      result: {},
    };
    this.#port.post(method, params, (error, result) => {
      Object.assign(answer, { error, result });
    });
    if (answer.error !== null) throw answer.error;
    return answer.result;
  }
}
