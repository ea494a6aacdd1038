// Times as text. All times are shown in seconds, with as many decimals as the sampling interval can justify.

import type { Micros } from '../model/frame.ts';

/** How many decimals of a second are meaningful at this sampling interval: 3 for 1 ms, 4 for 100 µs; 3 where it is not known (0). */
export function decimalsFor(intervalUs: Micros): number {
  if (intervalUs <= 0) return 3;
  const seconds = Math.min(Math.max(intervalUs / 1e6, 1e-9), 1);
  return Math.max(0, Math.ceil(-Math.log10(seconds)));
}

/** The time in seconds, with so many decimals: `0.125`. */
export function formatSeconds(us: Micros, decimals: number): string {
  return formatFixed(us / 1e6, decimals);
}

/** A share from 0 to 1 as per cent, with one decimal: `86.8%`. */
export function formatPercent(share: number): string {
  return `${formatFixed(share * 100, 1)}%`;
}

/** Like `toFixed`, but what lies exactly between two texts becomes the even one, as in statistics. */
export function formatFixed(value: number, decimals: number): string {
  const doubled = value * 2 ** (decimals + 1);
  const isTie = Number.isInteger(doubled) && doubled % 2 !== 0 && Number.isSafeInteger(doubled);
  if (!isTie) return value.toFixed(decimals);
  const below = Math.floor(value * 10 ** decimals);
  const even = below % 2 === 0 ? below : below + 1;
  return (even / 10 ** decimals).toFixed(decimals);
}
