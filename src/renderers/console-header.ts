// The head of the console report: what was run, when, and how long it took.

import { sampleCount } from '../model/lane.ts';
import type { ExitStatus, SessionData } from '../model/session.ts';
import { VERSION } from '../model/version.ts';
import { paint } from './console-style.ts';
import type { StyleOptions } from './console-style.ts';
import { formatSeconds } from './time-format.ts';
import { visibleText } from './visible-text.ts';

const DECIMALS = 3;

/**
 * Renders the head, ending with an empty line. The start is given in this machine's local time.
 *
 *      )
 *     ) \     H O T P A T H    Recorded: 10:00:00   Samples:  1200
 *    ( ( )    v0.1.0           Duration: 1.234      CPU time: 0.800
 */
export function renderHeader(session: SessionData, style: StyleOptions): string {
  const { meta } = session;
  const cpu = meta.cpuTimeUs === null ? '' : `CPU time: ${formatSeconds(meta.cpuTimeUs, DECIMALS)}`;
  const recorded = `Recorded: ${formatClock(meta.startTime).padEnd(10)} Samples:  ${sampleCount(session)}`;
  const duration = `Duration: ${formatSeconds(meta.durationUs, DECIMALS).padEnd(10)} ${cpu}`;
  const flame = (text: string): string => paint(style, 'flame', text);
  return [
    '',
    `   ${flame(')')}`,
    `  ${flame(') \\')}     H O T P A T H    ${recorded}`,
    ` ${flame('( ( )')}    ${`v${VERSION}`.padEnd(17)}${duration}`.trimEnd(),
    '',
    ...programLines(session),
    '',
    '',
  ].join('\n');
}

/** What was run, and how it ended unless it ended well. */
export function programLines({ meta }: SessionData): string[] {
  const failure = describeFailure(meta.exit);
  const program = `Program: ${visibleText(meta.program)}`;
  return failure === undefined ? [program] : [program, failure];
}

/** How the program failed: `Exit code: 3`, `Ended by: SIGTERM`; `undefined` when it did not. */
export function describeFailure({ code, signal }: ExitStatus): string | undefined {
  if (signal !== null) return `Ended by: ${signal}`;
  return code === null || code === 0 ? undefined : `Exit code: ${code}`;
}

/** Hours, minutes and seconds of an ISO time in the local time zone. */
function formatClock(startTime: string): string {
  const date = new Date(startTime);
  // A `.cpuprofile` does not know: it has 1970.
  if (Number.isNaN(date.getTime()) || date.getTime() === 0) return '-';
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return parts.map(part => String(part).padStart(2, '0')).join(':');
}
