// The colours of frames: a hue for each kind of time, varied by file or package and a little by function, so that
// neighbours can be told apart and the whole still reads at a glance.

import type { Frame } from '../model/frame.ts';
import { findPackageName } from '../model/package-name.ts';
import type { TimeKind } from './time-kinds.ts';
import { timeKindOf } from './time-kinds.ts';

/** Whether boxes are drawn on a light or a dark ground. */
export type Shade = 'light' | 'dark';

interface Tint {
  /** Of the OKLCH colour circle, in degrees. */
  readonly hue: number;
  readonly chroma: number;
  /** How far files and packages may go from the hue to either side; functions go half as far from these. */
  readonly spread: number;
  readonly light: number;
  readonly dark: number;
}

const TINTS: Readonly<Record<TimeKind, Tint>> = {
  application: { hue: 68, chroma: 0.12, spread: 20, light: 0.83, dark: 0.73 },
  library: { hue: 294, chroma: 0.085, spread: 26, light: 0.81, dark: 0.69 },
  node: { hue: 160, chroma: 0.07, spread: 14, light: 0.83, dark: 0.7 },
  native: { hue: 255, chroma: 0.02, spread: 0, light: 0.83, dark: 0.62 },
  gc: { hue: 12, chroma: 0.12, spread: 0, light: 0.76, dark: 0.66 },
  waiting: { hue: 232, chroma: 0.075, spread: 0, light: 0.86, dark: 0.68 },
  idle: { hue: 255, chroma: 0.004, spread: 0, light: 0.945, dark: 0.3 },
};

/** The colour that stands for a kind of time. */
export function kindColor(kind: TimeKind, shade: Shade): string {
  const tint = TINTS[kind];
  return oklch(tint[shade], tint.chroma, tint.hue);
}

/** The colour of a frame's boxes. */
export function frameColor(frame: Frame, shade: Shade): string {
  const tint = TINTS[timeKindOf(frame)];
  const home = findPackageName(frame.file ?? '') ?? frame.file ?? frame.name;
  const own = hashText(frame.name);
  const hue = tint.hue + tint.spread * (2 * hashText(home) - 1 + own - 0.5);
  const lightness = tint.spread === 0 ? 0 : 0.07 * (hashText(`${frame.name}.`) - 0.5);
  return oklch(tint[shade] + lightness, tint.chroma, hue);
}

function oklch(lightness: number, chroma: number, hue: number): string {
  return `oklch(${lightness.toFixed(3)} ${chroma} ${hue.toFixed(1)})`;
}

/** From 0 to below 1, the same for the same text (FNV-1a). */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
