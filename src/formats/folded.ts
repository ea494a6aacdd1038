// Folded stacks, as flame-graph tools read them: a line for each stack, frames from the root, and its microseconds.
//
//   <module> (/app/server.js:1);handler (/app/src/routes.js:10);[await] 500000

import { displayName } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { pickLanes } from '../model/lane.ts';
import { rowsOf } from '../model/sample-rows.ts';
import type { SessionData } from '../model/session.ts';

/** What goes into the file. */
export interface FoldedOptions {
  /** Index of the only lane to write. Default: all lanes, each below a frame of its name where there are several. */
  readonly lane?: number;
}

/** The text of a file of folded stacks. Throws a `RangeError` when there is no such lane. */
export function encodeFolded(session: SessionData, options: FoldedOptions = {}): string {
  const lanes = pickLanes(session, options.lane);
  const texts = readFrames(session).map(frameText);
  const lines: string[] = [];
  for (const lane of lanes) {
    const times = new Map<number, number>();
    for (const rows = rowsOf(lane.samples); rows.next();)
      times.set(rows.stack, (times.get(rows.stack) ?? 0) + rows.us);
    const prefix = lanes.length > 1 ? `${escapeText(lane.name)};` : '';
    for (const [stack, us] of times) {
      const whole = Math.round(us);
      if (whole > 0) lines.push(`${prefix}${stackText(session, stack, texts)} ${whole}\n`);
    }
  }
  return lines.join('');
}

function stackText({ stacks }: SessionData, leaf: number, texts: readonly string[]): string {
  const parts: string[] = [];
  for (let stack = leaf; stack >= 0; stack = stacks.parent[stack] ?? -1) {
    parts.push(texts[stacks.frame[stack] ?? -1] ?? '');
  }
  return parts.reverse().join(';');
}

function frameText(frame: Frame): string {
  const { file, line } = frame;
  const name = escapeText(displayName(frame));
  if (file === null) return name;
  return `${name} (${escapeText(file)}${line === null ? '' : `:${line}`})`;
}

/** Semicolons and line breaks mean something here. */
function escapeText(text: string): string {
  return text.replaceAll(';', ',').replace(/\s+/g, ' ');
}
