// Where V8 itself says that functions are: a text is run here and sampled.

import { Session } from 'node:inspector/promises';
import { runInThisContext } from 'node:vm';

/** A function as V8 reports it in samples. From 1. */
export interface V8Function {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** On a machine with much else to do, a few samples may be late. */
const ROUNDS = 5;

/** Runs the text, a promise, several times; tells the functions in it that were seen running. */
export async function runUnderV8(text: string): Promise<V8Function[]> {
  const session = new Session();
  session.connect();
  const url = 'file:///outline-test.js';
  const found = new Map<string, V8Function>();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 100 });
    for (let round = 0; round < ROUNDS; round++) {
      await session.post('Profiler.start');
      await (runInThisContext(text, { filename: url }) as Promise<void>);
      const { profile } = await session.post('Profiler.stop');
      for (const { callFrame } of profile.nodes) {
        if (callFrame.url !== url || callFrame.lineNumber < 0) continue;
        const { functionName: name, lineNumber, columnNumber } = callFrame;
        const fn = { name, line: lineNumber + 1, column: columnNumber + 1 };
        found.set(JSON.stringify(fn), fn);
      }
    }
    return [...found.values()];
  } finally {
    session.disconnect();
  }
}
