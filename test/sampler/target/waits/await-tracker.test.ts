// What one noted await stands for.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WAIT_ROW } from '../../../../src/sampler/messages.ts';
import type { AwaitBatch } from '../../../../src/sampler/messages.ts';
import { HANDSHAKE_BYTES, STRIDE } from '../../../../src/sampler/target/handshake.ts';
import { AwaitTracker } from '../../../../src/sampler/target/waits/await-tracker.ts';

/** Numbers in a row of `AwaitBatch.waits`. */
const [ID, WEIGHT] = [0, 4];

it('An await that was to be noted anyway stands for itself, however few are to be noted after it', async () => {
  const flags = new Int32Array(HANDSHAKE_BYTES / 4);
  const batches: AwaitBatch[] = [];
  const tracker = new AwaitTracker(flags, batch => batches.push(batch));
  flags[STRIDE] = 1;
  tracker.start();
  for (let i = 0; i < 5; i++) await sleep(3);
  flags[STRIDE] = 1_000_000;
  for (let i = 0; i < 5; i++) await sleep(3);
  tracker.stop();
  const weights = new Map<number, number>();
  for (const { waits } of batches)
    for (let row = 0; row < waits.length; row += WAIT_ROW)
      weights.set(waits[row + ID] ?? 0, waits[row + WEIGHT] ?? 0);
  assert.ok(weights.size >= 5, `${weights.size} awaits were noted`);
  assert.deepEqual([...new Set(weights.values())], [1]);
});
