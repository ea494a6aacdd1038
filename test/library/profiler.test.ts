import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { Profiler } from '../../src/profiler.ts';
import { ProfileError } from '../../src/model/errors.ts';
import type { SessionData } from '../../src/model/session.ts';
import { check, itSamples, durationMs, functionsOf, timeIn, waitingIn } from './shares.ts';
import { burn, burnBlue, burnRed, waitBlue, waitRed } from './work.ts';

const isError = (code: string) => (error: unknown) =>
  error instanceof ProfileError && error.code === code;

describe('Profiler', () => {
  itSamples('records what runs between start and stop, and nothing else', async () => {
    const profiler = new Profiler();
    burnBlue(30);
    profiler.start();
    burnRed(60);
    const session = await profiler.stop();
    burnBlue(30);
    check(timeIn(session, 'burnRed') > 0.7 * durationMs(session));
    check(!functionsOf(session).has('burnBlue'));
  });

  itSamples('records on after an await of what is no promise', async () => {
    const profiler = new Profiler();
    const started: unknown = profiler.start();
    await started;
    await waitRed(60);
    const session = await profiler.stop();
    check(waitingIn(session, 'waitRed') > 0.8 * durationMs(session));
  });

  it('notes a part of what is awaited at a stretch, and says so', async () => {
    const profiler = new Profiler().start();
    for (let i = 0; i < 100_000; i++) await Promise.resolve();
    const { meta } = await profiler.stop();
    assert.match(meta.notes.join(' '), /an estimate/);
  });

  it('says when it was, of what, and how long', async () => {
    const before = Date.now();
    const profiler = new Profiler({ description: 'red', intervalMs: 2 }).start();
    burnRed(20);
    const { meta } = await profiler.stop();
    assert.equal(meta.program, 'red');
    assert.equal(meta.intervalUs, 2000);
    check(Date.parse(meta.startTime) >= before && Date.parse(meta.startTime) <= Date.now());
    check(meta.durationUs >= 20_000);
    check((meta.cpuTimeUs ?? 0) > 0);
  });

  it('names the place of its start when it has no description', async () => {
    const profiler = new Profiler().start();
    const { meta } = await profiler.stop();
    assert.match(meta.program, /^Profile at test\/library\/profiler\.test\.ts:\d+$/);
  });

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

  itSamples('combines what is recorded over several starts', async () => {
    const profiler = new Profiler();
    profiler.start();
    burnRed(40);
    await profiler.stop();
    burn(20);
    profiler.start();
    burnBlue(40);
    const session = await profiler.stop();
    assert.equal(session.lanes.length, 1);
    check(timeIn(session, 'burnRed') > 0.25 * durationMs(session));
    check(timeIn(session, 'burnBlue') > 0.25 * durationMs(session));
    assert.equal(profiler.session, session);
  });

  itSamples('forgets everything when it is reset, also while it runs', async () => {
    const profiler = new Profiler().start();
    burnRed(20);
    profiler.reset();
    assert.equal(profiler.isRunning, false);
    assert.equal(profiler.session, null);
    profiler.start();
    burnBlue(20);
    check(!functionsOf(await profiler.stop()).has('burnRed'));
  });

  itSamples('has its session as soon as stop was called', () => {
    const profiler = new Profiler().start();
    burnRed(20);
    void profiler.stop();
    assert.equal(profiler.isRunning, false);
    check(profiler.session !== null && functionsOf(profiler.session).has('burnRed'));
  });

  it('refuses to start while it runs', async () => {
    const profiler = new Profiler().start();
    assert.throws(() => profiler.start(), isError('already-running'));
    await profiler.stop();
  });

  it('refuses to stop when it does not run', async () => {
    await assert.rejects(() => new Profiler().stop(), isError('not-running'));
  });

  it('refuses to report while it runs, and before it has run', async () => {
    const profiler = new Profiler();
    assert.throws(() => profiler.outputText(), isError('not-running'));
    profiler.start();
    assert.throws(() => profiler.outputText(), isError('already-running'));
    await profiler.stop();
    assert.match(profiler.outputText(), /Profile at/);
  });

  it('refuses an interval that makes no sense', () => {
    for (const intervalMs of [0, -1, NaN])
      assert.throws(() => new Profiler({ intervalMs }), isError('bad-option'));
  });

  it('stops at the end of a using block', async () => {
    const profiler = new Profiler();
    {
      using running = profiler.start();
      assert.equal(running.isRunning, true);
    }
    assert.equal(profiler.isRunning, false);
    {
      await using running = profiler.start();
      assert.equal(running.isRunning, true);
    }
    assert.equal(profiler.isRunning, false);
    check(profiler.session !== null);
  });

  it('renders with a named renderer or one of the user', async () => {
    const profiler = new Profiler({ description: 'red' }).start();
    burnRed(10);
    await profiler.stop();
    assert.match(String(profiler.output('json')), /"format":"hotpath-report"/);
    assert.equal(
      profiler.output(session => session.meta.program),
      'red',
    );
    assert.throws(() => profiler.output('nothing' as 'json'), isError('bad-option'));
  });

  it('records a call by run, and gives what it gives', async () => {
    const profiler = new Profiler();
    assert.equal(
      profiler.run(() => 7),
      7,
    );
    assert.equal(await profiler.run(async () => (await waitRed(5), 8)), 8);
    assert.throws(() => profiler.run(() => assert.fail('thrown')), /thrown/);
    await assert.rejects(
      profiler.run(() => Promise.reject(new Error('rejected'))),
      /rejected/,
    );
    assert.equal(profiler.isRunning, false);
  });
});
