// Which lines of a session are worth showing first.

import { FRAME_KINDS } from '../model/frame.ts';
import type { Micros } from '../model/frame.ts';
import { laneDurationUs, pickLanes } from '../model/lane.ts';
import { buildLineTimes } from '../model/line-times.ts';
import type { LineTime } from '../model/line-times.ts';
import type { SessionData } from '../model/session.ts';

/** Gives the text of a line (from 1) of a source file, `undefined` where it cannot be had. */
export type ReadLine = (file: string, line: number) => string | undefined;

/** A line with the file that it is in. */
export interface HotLine {
  /** Absolute path. */
  readonly file: string;
  readonly time: LineTime;
}

/** How to choose. */
export interface HotLineOptions {
  /** Index of the only lane to look at. */
  readonly lane?: number;
  /** At most so many. Default 10. */
  readonly limit?: number;
  /** Share of the whole, from 0 to 1, below which a line is left out. Default 0.01. */
  readonly threshold?: number;
}

/**
 * The lines with the largest totals, the largest first: those of the application, or of all code where the
 * application's took no time.
 */
export function findHotLines(session: SessionData, options: HotLineOptions = {}): HotLine[] {
  const { lane, limit = 10, threshold = 0.01 } = options;
  const least = wholeTime(session, lane) * threshold;
  const application = applicationFiles(session);
  const lines = listLines(session, lane).filter(
    ({ time }) => time.total >= least && time.total > 0,
  );
  const own = lines.filter(({ file }) => application.has(file));
  return (own.length > 0 ? own : lines).sort(byTotal).slice(0, limit);
}

/** Time of the lane, or of all lanes together. */
export function wholeTime(session: SessionData, lane?: number): Micros {
  return pickLanes(session, lane).reduce((sum, each) => sum + laneDurationUs(each), 0);
}

function listLines(session: SessionData, lane: number | undefined): HotLine[] {
  const files = buildLineTimes(session, lane === undefined ? {} : { lane });
  return [...files.values()].flatMap(({ path, lines }) =>
    [...lines.values()].map(time => ({ file: path, time })),
  );
}

function applicationFiles({ frames, strings }: SessionData): ReadonlySet<string> {
  const application = FRAME_KINDS.indexOf('application');
  const files = new Set<string>();
  frames.file.forEach((file, i) => {
    const path = strings[file];
    if (path !== undefined && frames.kind[i] === application) files.add(path);
  });
  return files;
}

function byTotal(a: HotLine, b: HotLine): number {
  return b.time.total - a.time.total || b.time.self - a.time.self;
}
