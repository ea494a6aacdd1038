import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import type { SessionData } from '../../src/model/session.ts';
import { profile } from '../../src/profile.ts';
import { check, itSamples, durationMs, functionsOf, timeIn, waitingIn } from './shares.ts';
import { burnBlue, burnRed, waitRed } from './work.ts';

/** Keeps the sessions that a profiled function delivers. */
function collect() {
  const sessions: SessionData[] = [];
  return { sessions, onSession: (session: SessionData) => void sessions.push(session) };
}

/** Waits by a promise of whichever realm calls it: async functions are of their own. */
const pause = (ms: number): unknown => ({
  then: (done: (value: unknown) => void) => void setTimeout(done, ms),
});

describe('profile', () => {
  itSamples('gives a function that takes, gives and is called as the same one', () => {
    const { sessions, onSession } = collect();
    const scale = {
      factor: 3,
      times: profile(
        function times(this: { factor: number }, value: number) {
          burnRed(60);
          return this.factor * value;
        },
        { onSession },
      ),
    };
    assert.equal(scale.times(4), 12);
    assert.equal(scale.times.name, 'times');
    assert.equal(scale.times.length, 1);
    assert.match(sessions[0]?.meta.program ?? '', /^Function times at test\/library\/.*:\d+$/);
    check(timeIn(sessions[0]!, 'burnRed') > 0.5 * durationMs(sessions[0]!), 'mostly burnRed');
  });

  it('delivers the session also when the function throws', () => {
    const { sessions, onSession } = collect();
    const failing = profile(() => assert.fail('as it must'), { onSession });
    assert.throws(failing, /as it must/);
    assert.equal(sessions.length, 1);
  });

  itSamples('records an async function until its promise settles', async () => {
    const { sessions, onSession } = collect();
    const work = profile(
      async (ms: number) => {
        await waitRed(ms);
        burnRed(20);
        return ms;
      },
      { onSession },
    );
    assert.equal(await work(80), 80);
    check(waitingIn(sessions[0]!, 'waitRed') > 0.25 * durationMs(sessions[0]!));
    check(functionsOf(sessions[0]!).has('burnRed'));
  });

  it('passes on what an async function rejects with', async () => {
    const { sessions, onSession } = collect();
    const failing = profile(() => Promise.reject(new Error('as it must')), { onSession });
    await assert.rejects(failing(), /as it must/);
    assert.equal(sessions.length, 1);
  });

  itSamples('tells the calls of one function apart that run side by side', async () => {
    const { sessions, onSession } = collect();
    const work = profile(
      async (burn: (ms: number) => number) => {
        await wait(5);
        burn(15);
        await wait(5);
        burn(15);
      },
      { onSession },
    );
    await Promise.all([work(burnRed), work(burnBlue)]);
    const colors = sessions.map(session =>
      ['burnRed', 'burnBlue'].filter(name => functionsOf(session).has(name)),
    );
    assert.deepEqual(colors.sort(), [['burnBlue'], ['burnRed']]);
  });

  itSamples('records a generator while it runs, and not its consumer', () => {
    const { sessions, onSession } = collect();
    const count = profile(
      function* count(to: number): Generator<number, string> {
        for (let i = 0; i < to; i++) {
          burnRed(10);
          yield i;
        }
        return 'done';
      },
      { onSession },
    );
    const counted: number[] = [];
    for (const value of count(3)) {
      counted.push(value);
      burnBlue(10);
    }
    assert.deepEqual(counted, [0, 1, 2]);
    assert.equal(sessions.length, 1);
    check(functionsOf(sessions[0]!).has('burnRed'));
    check(!functionsOf(sessions[0]!).has('burnBlue'));
  });

  it('is done with a generator that its consumer leaves', () => {
    const { sessions, onSession } = collect();
    const forever = profile(
      function* forever() {
        for (;;) yield burnRed(5);
      },
      { onSession },
    );
    for (const value of forever()) if (value > 0) break;
    assert.equal(sessions.length, 1);
  });

  itSamples('records an async generator with its awaits, and not its consumer', async () => {
    const { sessions, onSession } = collect();
    const read = profile(
      async function* read() {
        for (let i = 0; i < 3; i++) {
          await waitRed(30);
          burnRed(5);
          yield i;
        }
      },
      { onSession },
    );
    const values: number[] = [];
    for await (const value of read()) {
      values.push(value);
      burnBlue(10);
    }
    assert.deepEqual(values, [0, 1, 2]);
    assert.equal(sessions.length, 1);
    const [session] = sessions;
    check(functionsOf(session!).has('burnRed') && !functionsOf(session!).has('burnBlue'));
    check(waitingIn(session!, 'waitRed') > 45, 'it waits three times for 30 ms');
  });

  it('records until a promise of another realm settles, as test runners have', async () => {
    const { sessions, onSession } = collect();
    const code = '(async () => (await pause(40), 5))()';
    const work = (): Promise<number> => runInNewContext(code, { pause }) as Promise<number>;
    assert.equal(await profile(work, { onSession })(), 5);
    check(durationMs(sessions[0]!) > 35, 'it lasts until the promise settles');
  });

  it('does not mind a profile that fails', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning.message);
    process.on('warning', onWarning);
    const work = profile(() => 5, { intervalMs: -1 });
    assert.equal(work(), 5);
    await wait(10);
    process.off('warning', onWarning);
    assert.match(warnings.join('\n'), /interval/);
  });
});
