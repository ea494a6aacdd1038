// A thread is asked for its stack as long as it may have one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CallLineProbe } from '../../../src/sampler/call-lines/call-line-probe.ts';
import type { InspectorPort } from '../../../src/sampler/protocol/inspector-port.ts';

/** A thread that sleeps in `sleepsIn` and has no stack, or runs and has one of one frame. */
class Thread implements InspectorPort {
  questions = 0;
  private newFrame = '\n[["work","/app.js",3,1,1,1]]';
  sleepsIn: () => string | undefined = () => undefined;

  post: InspectorPort['post'] = (_method, { expression }, reply) => {
    if (!String(expression).includes('.usual()')) return;
    this.questions++;
    const value = this.sleepsIn() === undefined ? `1 5 0${this.newFrame}` : '1 5 ';
    if (this.sleepsIn() === undefined) this.newFrame = '';
    setImmediate(reply, null, { result: { value } });
  };

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
});
