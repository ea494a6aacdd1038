// What one noted await stands for.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDLED, WAIT_ROW } from '../../../../src/sampler/await-batch.ts';
import type { AwaitBatch } from '../../../../src/sampler/await-batch.ts';
import { HANDSHAKE_BYTES, PAUSED, STRIDE } from '../../../../src/sampler/target/handshake.ts';
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

it('Tells each place at which the program awaits once, two on one line apart, and by each way to it', async () => {
  const batches: AwaitBatch[] = [];
  const flags = new Int32Array(HANDSHAKE_BYTES / 4);
  const tracker = new AwaitTracker(flags, batch => batches.push(batch));
  flags[STRIDE] = 1;
  tracker.start();
  const twice = async (): Promise<void> => {
    // prettier-ignore
    await sleep(3);
    await sleep(3);
  };
  await sleep(3);
  for (let i = 0; i < 3; i++) await twice();
  await twice();
  tracker.stop();
  const sites = batches.flatMap(batch => batch.sites);
  const innermost = sites.filter(({ frames }) => frames[0]?.name === 'twice');
  const columns = new Set(innermost.map(({ frames }) => frames[0]?.column));
  assert.equal(new Set(innermost.map(({ frames }) => frames[0]?.line)).size, 1);
  assert.equal(columns.size, 2);
  // Each of the two, called from the loop and from the line below it.
  assert.equal(innermost.length, 4);
});

it('What the thread idled before its awaits went on is told, and nothing that it did', async () => {
  const batches: AwaitBatch[] = [];
  const tracker = new AwaitTracker(new Int32Array(HANDSHAKE_BYTES / 4), batch =>
    batches.push(batch),
  );
  const { nodeTiming } = performance;
  tracker.start();
  await sleep(3);
  const before = nodeTiming.idleTime;
  for (let i = 0; i < 5; i++) {
    await sleep(20);
    for (const end = performance.now() + 10; performance.now() < end;);
  }
  const idledMs = nodeTiming.idleTime - before;
  tracker.stop();
  let toldMs = 0;
  for (const { runs } of batches)
    for (let row = 0; row < runs.length; row += 3)
      if (runs[row] === IDLED) toldMs += (runs[row + 2] ?? 0) - (runs[row + 1] ?? 0);
  assert.ok(Math.abs(toldMs - idledMs) < 0.1 * idledMs, `${toldMs} of ${idledMs} ms`);
});

it('What runs once awaits are noted no more is not told as what ran after the last of them', async () => {
  const batches: AwaitBatch[] = [];
  const flags = new Int32Array(HANDSHAKE_BYTES / 4);
  const tracker = new AwaitTracker(flags, batch => batches.push(batch));
  flags[STRIDE] = 1;
  tracker.start();
  await sleep(3);
  flags[PAUSED] = 1;
  await Promise.resolve();
  const pausedMs = performance.now();
  while (performance.now() < pausedMs + 20);
  tracker.stop();
  const runs = batches.flatMap(batch => batch.runs);
  assert.ok(runs.length > 0);
  for (let row = 0; row < runs.length; row += 3) assert.ok((runs[row + 2] ?? 0) <= pausedMs + 5);
});
