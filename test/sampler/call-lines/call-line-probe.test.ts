// A thread is asked for its stack as long as it may have one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CallLineProbe } from '../../../src/sampler/call-lines/call-line-probe.ts';
import { CommandGate } from '../../../src/sampler/protocol/command-gate.ts';
import type { InspectorPort } from '../../../src/sampler/protocol/inspector-port.ts';
import { TimeLimits } from '../../../src/sampler/protocol/time-limits.ts';

/** A thread that sleeps in `sleepsIn` and has no stack, or runs and has one. */
class Thread implements InspectorPort {
  questions = 0;
  private newFrame =
    '\n[["work","/app.js",12,1,11,1],["main","/app.js",3,1,1,1],["main","/app.js",4,1,1,1]]';
  /** Lines of `main` on which it calls `work`, one after the other. */
  lines: readonly number[] = [3];
  sleepsIn: () => string | undefined = () => undefined;

  readonly limits = new TimeLimits();
  readonly gate = new CommandGate((...command) => {
    this.answer(...command);
  }, this.limits);
  readonly post = this.gate.post;

  private answer: InspectorPort['post'] = (_method, { expression }, reply) => {
    if (!String(expression).includes('.usual()')) return;
    this.questions++;
    const value =
      this.sleepsIn() === undefined ? `1 5 0,${this.line() - 2}${this.newFrame}` : '1 5 ';
    if (this.sleepsIn() === undefined) this.newFrame = '';
    setImmediate(reply, null, { result: { value } });
  };

  private line(): number {
    return this.lines[this.questions % this.lines.length] ?? 3;
  }

  on(): void {
    // Nothing ever happens to it of itself.
  }
}

async function probing(thread: Thread, work: () => Promise<unknown>): Promise<number> {
  const probe = new CallLineProbe(thread);
  probe.start();
  // Timers of the probe do not keep the test alive; this one does.
  await work();
  probe.stop();
  return probe.take().hitUs.length;
}

describe('CallLineProbe', () => {
  it('does not wake a thread that sleeps as it does while it idles', async () => {
    const thread = new Thread();
    thread.sleepsIn = () => '232 0xd';
    await probing(thread, () => wait(200));
    // Once to see that it has no stack, and once to learn in what it sleeps then.
    assert.equal(thread.questions, 2);
  });

  it('asks a thread that is blocked elsewhere', async () => {
    const thread = new Thread();
    thread.sleepsIn = () => '232 0xd';
    await probing(thread, async () => {
      await wait(100);
      thread.sleepsIn = () => '61 0x12';
      await wait(100);
    });
    assert.ok(thread.questions > 1);
  });

  it('asks again once the thread runs', async () => {
    const thread = new Thread();
    thread.sleepsIn = () => '232 0xd';
    const stacks = await probing(thread, async () => {
      await wait(100);
      thread.sleepsIn = () => undefined;
      await wait(100);
    });
    assert.ok(stacks > 3);
  });

  it('asks seldom where it is known from where all is called, and often where it is not', async () => {
    const [known, shared] = [new Thread(), new Thread()];
    shared.lines = [3, 4];
    const enough = 4 * 200;
    await Promise.all([
      probing(known, () => until(() => shared.questions > enough)),
      probing(shared, () => until(() => shared.questions > enough)),
    ]);
    assert.ok(known.questions > 200);
    assert.ok(known.questions < enough / 2, `${known.questions} questions`);
  });
});

async function until(isOver: () => boolean): Promise<void> {
  while (!isOver()) await wait(20);
}
