// Sessions as text, in the notation of profile-text: what a decoder made of a file, on one screen.

import { displayName } from '../../src/model/frame.ts';
import { readFrame } from '../../src/model/frame-table.ts';
import type { LineShares, SessionData } from '../../src/model/session.ts';
import { printMillis } from './profile-text.ts';

/** One line for each sample of all lanes: `main > parse 3ms`. */
export function printSamples(session: SessionData): string {
  const lines: string[] = [];
  for (const { samples } of session.lanes) {
    samples.stack.forEach((stack, i) => {
      lines.push(`${printStack(session, stack)} ${printMillis(samples.durationUs[i] ?? 0)}`);
    });
  }
  return lines.join('\n');
}

/** One line for each row of a lane's leaf or call lines: `main > parse :7 3ms`. */
export function printShares(session: SessionData, shares: LineShares): string {
  return shares.stack
    .map((stack, row) => {
      const place = [shares.line[row] ?? 0, shares.column[row] ?? 0].filter(
        (at, i) => i === 0 || at,
      );
      return `${printStack(session, stack)} :${place.join(':')} ${printMillis(shares.us[row] ?? 0)}`;
    })
    .join('\n');
}

/** A stack's display names, root first: `main > parse`. */
export function printStack(session: SessionData, stack: number): string {
  const names: string[] = [];
  for (let at = stack; at >= 0; at = session.stacks.parent[at] ?? -1) {
    names.push(displayName(readFrame(session, session.stacks.frame[at] ?? -1)));
  }
  return names.reverse().join(' > ');
}
