// Samples this thread through a session of Node.js' own inspector, which needs no addon.

import type { Session } from 'node:inspector';
import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleSource } from './sample-source.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { sessionPort } from '../protocol/session-port.ts';

/** Marks a script as ours. */
const OWN = '\n//# sourceURL=hotpath:bridge';
const COMMAND_LINE = { includeCommandLineAPI: true, silent: true };

/** A session to its own thread answers while it is asked, so every call is complete when it returns. */
export class InspectorSource implements SampleSource {
  readonly name = 'inspector';
  readonly #port: InspectorPort;

  constructor(session: Session) {
    this.#port = sessionPort(session);
  }

  start(intervalUs: Micros): void {
    this.#ask('Profiler.enable');
    this.#ask('Profiler.setSamplingInterval', { interval: intervalUs });
    this.#ask('Profiler.start');
  }

  /** A second profile bridges the moment between the two: see `thread-recorder.ts`. */
  cut(): V8Profile {
    this.#evaluate("profile('bridge')");
    const { profile } = this.#ask('Profiler.stop');
    this.#ask('Profiler.start');
    this.#evaluate("profileEnd('bridge')");
    return profile as V8Profile;
  }

  stop(): V8Profile {
    const { profile } = this.#ask('Profiler.stop');
    this.#port.post('Profiler.disable', {}, ignoreReply);
    return profile as V8Profile;
  }

  #evaluate(expression: string): void {
    this.#ask('Runtime.evaluate', { expression: expression + OWN, ...COMMAND_LINE });
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
