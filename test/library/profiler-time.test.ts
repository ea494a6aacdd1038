// To which functions a profiler in its own process gives the time, across awaits and callbacks.

import { describe } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { Profiler } from '../../src/profiler.ts';
import type { SessionData } from '../../src/model/session.ts';
import { check, itSamples, durationMs, functionsOf, timeIn, waitingIn } from './shares.ts';
import { burn, burnBlue, burnRed, waitBlue, waitRed } from './work.ts';

describe('Profiler', () => {
  itSamples('begins with the function that started it, across its awaits', async () => {
    const profiler = new Profiler();
    const starts = async (): Promise<void> => {
      await wait(5);
      profiler.start();
      burnRed(20);
      await waitRed(20);
      burnBlue(20);
    };
    const callsIt = async (): Promise<void> => {
      await starts();
    };
    await callsIt();
    const session = await profiler.stop();
    const [first] = buildCallTree(session).children;
    check(first?.frame.name === 'starts', profiler.outputText());
    check(first.total > 0.9 * 1000 * durationMs(session));
    check(!functionsOf(session).has('callsIt'));
  });

  itSamples('begins with the caller where the function that started it has returned', async () => {
    const profiler = new Profiler();
    const starts = (): void => {
      profiler.start();
      burnRed(20);
    };
    const callsIt = (): void => {
      starts();
      burnBlue(20);
    };
    callsIt();
    const [first] = buildCallTree(await profiler.stop()).children;
    check(first?.frame.name === 'callsIt', profiler.outputText());
    const called = first.children.map(({ frame }) => frame.name);
    check(called.includes('starts') && called.includes('burnBlue'));
  });

  itSamples('has a total of all samples that is its duration', async () => {
    const profiler = new Profiler().start();
    const began = performance.now();
    burn(20);
    await wait(30);
    const ended = performance.now();
    const session = await profiler.stop();
    check(durationMs(session) >= ended - began);
    check(Math.abs(durationMs(session) - session.meta.durationUs / 1000) < 0.001);
  });

  itSamples('gives waiting time to the function that awaits', async () => {
    const profiler = new Profiler().start();
    await waitRed(80);
    await waitBlue(40);
    const session = await profiler.stop();
    const [red, blue] = [waitingIn(session, 'waitRed'), waitingIn(session, 'waitBlue')];
    const report = profiler.outputText({ showAll: true });
    check(red + blue > 0.7 * durationMs(session), report);
    check(red > 1.3 * blue, report);
  });

  itSamples('gives waiting time to the function that starts what calls back', async () => {
    const startRed = (ms: number, done: () => void): unknown => setTimeout(done, ms);
    const startBlue = (ms: number, done: () => void): unknown => setTimeout(done, ms);
    const profiler = new Profiler();
    const session = await new Promise<SessionData>(resolve => {
      profiler.start();
      startRed(80, () =>
        startBlue(40, () => {
          resolve(profiler.stop());
        }),
      );
    });
    const [red, blue] = [waitingIn(session, 'startRed'), waitingIn(session, 'startBlue')];
    check(red + blue > 0.8 * durationMs(session), profiler.outputText({ showAll: true }));
    check(red > 1.3 * blue, profiler.outputText({ showAll: true }));
  });

  itSamples(
    'puts what runs after an await below the function that awaited, up to the stop',
    async () => {
      async function outer(): Promise<void> {
        await wait(5);
        burnRed(50);
      }
      async function caller(): Promise<void> {
        await outer();
        burnBlue(50);
      }
      const profiler = new Profiler().start();
      await caller();
      const session = await profiler.stop();
      check(timeIn(session, 'caller') > 0.7 * durationMs(session));
      check(timeIn(session, 'outer') < 0.7 * durationMs(session));
    },
  );

  itSamples('puts it there also when the function that awaited has no name', async () => {
    async function caller(work: () => Promise<void>): Promise<void> {
      await work();
    }
    const profiler = new Profiler().start();
    await caller(async () => {
      await wait(5);
      burnRed(60);
    });
    const session = await profiler.stop();
    check(timeIn(session, 'caller') > 0.7 * durationMs(session), profiler.outputText());
  });

  itSamples(
    'keeps a function below its caller after its first await, though nobody awaits it',
    async () => {
      let done: () => void = () => undefined;
      const isDone = new Promise<void>(resolve => (done = resolve));
      async function serve(): Promise<void> {
        await waitRed(20);
        await waitBlue(60);
        burnBlue(40);
        done();
      }
      function caller(): void {
        void serve();
      }
      const profiler = new Profiler().start();
      caller();
      await isDone;
      const session = await profiler.stop();
      check(timeIn(session, 'serve') > 60, profiler.outputText());
      check(timeIn(session, 'caller') > 0.95 * timeIn(session, 'serve'), profiler.outputText());
    },
  );
});
