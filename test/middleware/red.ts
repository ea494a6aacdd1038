// Work of one kind of request. A file of its own, so that no excerpt of it shows the other kind.

import { setTimeout as wait } from 'node:timers/promises';

/** How long the thread was busy with it in all, in milliseconds: longer than asked for on a busy machine. */
export const spentRed = { ms: 0 };

/** Keeps the thread busy. */
export function burnRed(ms: number): void {
  const start = performance.now();
  while (performance.now() < start + ms) Math.sqrt(start);
  spentRed.ms += performance.now() - start;
}

/** Waits, and works, and waits. */
export async function answerRed(): Promise<string> {
  await wait(10);
  burnRed(15);
  await wait(10);
  burnRed(5);
  return 'red';
}
