// Profilers side by side each record their own.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Profiler } from '../../src/profiler.ts';
import { check, itSamples, functionsOf, timeIn, waitingIn } from './shares.ts';
import { burnBlue, burnRed, waitRed } from './work.ts';

describe('Many profilers at once', () => {
  itSamples('record the same code each when one is started inside of the other', async () => {
    const outer = new Profiler().start();
    burnRed(30);
    const inner = new Profiler().start();
    burnBlue(30);
    const innerSession = await inner.stop();
    const outerSession = await outer.stop();
    assert.deepEqual(
      ['burnRed', 'burnBlue'].map(name => functionsOf(outerSession).has(name)),
      [true, true],
    );
    assert.deepEqual(
      ['burnRed', 'burnBlue'].map(name => functionsOf(innerSession).has(name)),
      [false, true],
    );
  });

  itSamples('can be started all in one place', async () => {
    const profilers = [1, 2, 3].map(() => new Profiler());
    for (const profiler of profilers) profiler.start();
    await waitRed(5);
    burnRed(30);
    const sessions = await Promise.all(profilers.map(profiler => profiler.stop()));
    for (const session of sessions) check(functionsOf(session).has('burnRed'));
  });

  itSamples('have each their own time when tasks that start them run side by side', async () => {
    const task = async (work: (ms: number) => unknown): Promise<Profiler> => {
      const profiler = new Profiler({ asyncMode: 'strict' }).start();
      for (let i = 0; i < 3; i++) {
        await wait(5);
        work(15);
      }
      await profiler.stop();
      return profiler;
    };
    const [red, blue] = await Promise.all([task(burnRed), task(burnBlue)]);
    const [ofRed, ofBlue] = [red.session, blue.session];
    check(ofRed !== null && ofBlue !== null);
    check(functionsOf(ofRed).has('burnRed') && !functionsOf(ofRed).has('burnBlue'));
    check(functionsOf(ofBlue).has('burnBlue') && !functionsOf(ofBlue).has('burnRed'));
  });

  itSamples('give the time of others to the await in which they wait', async () => {
    const task = async (work: (ms: number) => unknown): Promise<Profiler> => {
      const profiler = new Profiler().start();
      await wait(20);
      work(40);
      await wait(20);
      await profiler.stop();
      return profiler;
    };
    const [red] = await Promise.all([task(burnRed), task(burnBlue)]);
    const { session } = red;
    check(session !== null);
    check(!functionsOf(session).has('burnBlue'));
    // 20 ms + 20 ms of its own, and the other's 40 ms.
    check(waitingIn(session, 'task') > 1.3 * timeIn(session, 'burnRed'));
  });

  itSamples('see the whole thread when contexts do not matter to them', async () => {
    const everything = new Profiler({ asyncMode: 'disabled' });
    const other = (async () => {
      await wait(10);
      burnBlue(40);
    })();
    const session = await (async () => {
      everything.start();
      await wait(5);
      burnRed(20);
      await other;
      return everything.stop();
    })();
    check(functionsOf(session).has('burnRed') && functionsOf(session).has('burnBlue'));
  });
});
