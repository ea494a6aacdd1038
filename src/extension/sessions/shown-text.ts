// How the shown session is called, in the title of the call tree and in the status bar.

import { laneDurationUs, sampleCount } from '../../model/lane.ts';
import { formatCount, formatTime } from '../figure-text.ts';
import type { ShownSession } from './session-store.ts';

/** Name and duration, and the lane that is shown, or how many are merged: `app.js · worker 1 · 812 ms`. */
export function describeShown(
  { name, session }: Pick<ShownSession, 'name' | 'session'>,
  lane: number | undefined,
): string {
  const { meta, lanes } = session;
  const data = lane === undefined ? undefined : lanes[lane];
  if (data !== undefined) return `${name} · ${data.name} · ${formatTime(laneDurationUs(data))}`;
  const merged = lanes.length > 1 ? [`${lanes.length} lanes merged`] : [];
  return [name, formatTime(meta.durationUs), ...merged].join(' · ');
}

/** What was run, for how long, and how it ended. */
export function describeSession({ session }: Pick<ShownSession, 'session'>): string {
  const { program, durationUs, exit, notes } = session.meta;
  const end = exit.signal ?? (exit.code === null ? undefined : `code ${exit.code}`);
  const facts = `${formatTime(durationUs)} · ${formatCount(sampleCount(session), 'sample')}`;
  return [program, facts, ...(end === undefined ? [] : [`Ended with ${end}`]), ...notes].join('\n');
}
