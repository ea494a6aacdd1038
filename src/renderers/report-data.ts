// What the page of the report is given: the session in a short form, source lines to show, and how to begin. The
// HTML file carries it as JSON, the editor sends it as a message.

import type { Frame } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { columnPieces, columnsOf } from '../model/sample-rows.ts';
import type { LaneData, SampleTable, SessionData } from '../model/session.ts';
import type { ReadLine } from './hot-lines.ts';
import { packColumn, packPieces, unpackColumn } from './packed-column.ts';
import type { PackedColumn } from './packed-column.ts';
import { collectExcerpts } from './source-excerpts.ts';
import type { SourceExcerpt } from './source-excerpts.ts';

/** The same tables, their columns packed. */
type Packed<T> = T extends readonly number[]
  ? PackedColumn
  : T extends readonly (infer Item)[]
    ? readonly Packed<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Packed<T[Key]> }
      : T;

/** A session with packed columns; its facts and strings as they are. */
export type PackedSession = Omit<SessionData, 'frames' | 'stacks' | 'lanes'> &
  Packed<Pick<SessionData, 'frames' | 'stacks' | 'lanes'>>;

/** The views of the report. */
export type ReportView = 'tree' | 'timeline' | 'flame' | 'lines';

/** Which frames the call tree folds: those of libraries, those of chosen files too or none at all. */
export type Folding = 'library' | 'custom' | 'off';

/** How the report shows the session. */
export interface ReportSettings {
  readonly view: ReportView;
  /** Index of the only lane that is shown; `null`: all of them together. */
  readonly lane: number | null;
  readonly units: 'time' | 'percent';
  readonly folding: Folding;
  /** For `custom`: files to fold too, as the source of a regular expression; empty: none. */
  readonly hideRegex: string;
  /** For `custom`: files never to fold, likewise. */
  readonly showRegex: string;
  /** Share of the whole, from 0 to 1, below which a call is left out of the call tree. */
  readonly threshold: number;
  /** Frames that only load modules, and those that ask to be hidden. */
  readonly loaders: 'hidden' | 'shown';
}

/** What the page is given. */
export interface ReportData {
  readonly session: PackedSession;
  readonly excerpts: readonly SourceExcerpt[];
  /** Indices of the frames that ask to be hidden. */
  readonly hidden: readonly number[];
  /** What differs from the settings that the page begins with. */
  readonly settings: Partial<ReportSettings>;
}

/** Ids of the element that carries the JSON, and of the one that the report is shown in. */
export const REPORT_ELEMENTS = { data: 'hotpath-report', page: 'hotpath' } as const;

/** What is put into the page besides the session. */
export interface ReportDataOptions {
  /** Gives the source lines to be shown; without it there are only line numbers. */
  readonly readLine?: ReadLine;
  /** Tells frames that ask to be hidden. */
  readonly isHidden?: (frame: Frame) => boolean;
  readonly settings?: Partial<ReportSettings>;
}

/** A session as the page holds it. */
export interface Report extends Omit<ReportData, 'session'> {
  readonly session: SessionData;
}

/** Packs a session for the page. */
export function packReport(session: SessionData, options: ReportDataOptions = {}): ReportData {
  const { readLine, isHidden = () => false, settings = {} } = options;
  return {
    session: {
      ...session,
      frames: mapColumns(session.frames, packColumn),
      stacks: mapColumns(session.stacks, packColumn),
      lanes: session.lanes.map(packLane),
    },
    excerpts: readLine === undefined ? [] : collectExcerpts(session, readLine),
    hidden: readFrames(session).flatMap((frame, index) => (isHidden(frame) ? index : [])),
    settings,
  };
}

/** The session that was packed, and what came with it. */
export function unpackReport({ session, ...rest }: ReportData): Report {
  return {
    session: {
      ...session,
      frames: mapColumns(session.frames, unpackColumn),
      stacks: mapColumns(session.stacks, unpackColumn),
      lanes: session.lanes.map(unpackLane),
    },
    ...rest,
  };
}

type PackedLane = PackedSession['lanes'][number];

function packLane(lane: LaneData): PackedLane {
  const { samples, leafLines, callLines, waitLines, awaits, ...facts } = lane;
  return {
    ...facts,
    samples: packSamples(samples),
    leafLines: mapColumns(leafLines, packColumn),
    callLines: mapColumns(callLines, packColumn),
    ...(waitLines !== undefined && { waitLines: mapColumns(waitLines, packColumn) }),
    awaits: mapColumns(awaits, packColumn),
  };
}

function packSamples(samples: SampleTable): PackedLane['samples'] {
  const columns = columnsOf(samples).map(([name, column]) => [
    name,
    packPieces(() => columnPieces(samples, column)),
  ]);
  return Object.fromEntries(columns) as PackedLane['samples'];
}

function unpackLane(lane: PackedLane): LaneData {
  const { samples, leafLines, callLines, waitLines, awaits, ...facts } = lane;
  return {
    ...facts,
    samples: mapColumns(samples, unpackColumn),
    leafLines: mapColumns(leafLines, unpackColumn),
    callLines: mapColumns(callLines, unpackColumn),
    ...(waitLines !== undefined && { waitLines: mapColumns(waitLines, unpackColumn) }),
    awaits: mapColumns(awaits, unpackColumn),
  };
}

function mapColumns<Table extends object, To>(
  table: Table,
  change: (column: NonNullable<Table[keyof Table]>) => To,
): { readonly [Key in keyof Table]: To } {
  const columns = Object.entries(table) as [string, NonNullable<Table[keyof Table]>][];
  return Object.fromEntries(columns.map(([key, column]) => [key, change(column)])) as {
    readonly [Key in keyof Table]: To;
  };
}
