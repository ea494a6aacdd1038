// A profiler in its own process: how it is started, stopped and asked for its report, and what it refuses.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Profiler } from '../../src/profiler.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { check, itSamples, durationMs, functionsOf, timeIn, waitingIn } from './shares.ts';
import { burn, burnBlue, burnRed, waitRed } from './work.ts';

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
