// Work of one kind of request. A file of its own, so that no excerpt of it shows the other kind.

import { setTimeout as wait } from 'node:timers/promises';

/** How long the thread was busy with it in all, in milliseconds: longer than asked for on a busy machine. */
export const spentBlue = { ms: 0 };

/** Keeps the thread busy. */
export function burnBlue(ms: number): void {
  const start = performance.now();
  while (performance.now() < start + ms) Math.sqrt(start);
  spentBlue.ms += performance.now() - start;
}

/** Waits, and works, and waits. */
export async function answerBlue(): Promise<string> {
  await wait(10);
  burnBlue(15);
  await wait(10);
  burnBlue(5);
  return 'blue';
}
