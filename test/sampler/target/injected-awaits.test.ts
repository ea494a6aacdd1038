// What is evaluated in threads from outside, and nobody of ours is there to take away when we are killed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WAIT_ROW } from '../../../src/sampler/await-batch.ts';
import { install } from '../../../src/sampler/target/injected-awaits.ts';

test('Awaits are noted as long as somebody asks for them, and no longer', async () => {
  const told: string[] = [];
  const begin = (forgottenMs: number): ReturnType<typeof install> => {
    Reflect.set(globalThis, 'told', (text: string) => told.push(text));
    return install('told', forgottenMs);
  };
  const wait = async (): Promise<void> => {
    await sleep(5);
  };
  const waitOften = async (): Promise<void> => {
    await Promise.all(Array.from({ length: 200 }, wait));
  };
  const countNoted = async (awaits: ReturnType<typeof install>): Promise<number> => {
    await waitOften();
    awaits.flush();
    told.length = 0;
    await waitOften();
    awaits.flush();
    const batches = told.map(text => JSON.parse(text) as { batch: { waits: number[] } });
    // A wait may stand for several.
    const counts = batches.flatMap(({ batch }) => batch.waits.filter((_, i) => i % WAIT_ROW === 4));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const asked = begin(60_000);
  assert.ok((await countNoted(asked)) > 50);
  asked.remove();
  // None of its moments is young enough.
  const forgotten = begin(-1);
  assert.ok((await countNoted(forgotten)) < 10);
});
