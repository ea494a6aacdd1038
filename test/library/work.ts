// Work whose time is known: each function burns or waits for as long as it is told.

import { setTimeout as wait } from 'node:timers/promises';

/** Keeps the thread busy. */
export function burn(ms: number): number {
  const end = performance.now() + ms;
  let sum = 0;
  while (performance.now() < end) for (let i = 0; i < 1000; i++) sum += Math.sqrt(i + sum);
  return sum;
}

/** The same, under names of their own. */
export function burnRed(ms: number): number {
  return burn(ms) + 1;
}

export function burnBlue(ms: number): number {
  return burn(ms) + 2;
}

export async function waitRed(ms: number): Promise<void> {
  await wait(ms);
}

export async function waitBlue(ms: number): Promise<void> {
  await wait(ms);
}
