// Sessions on their way from one thread to another. Copied as they are, a million samples hold up the thread that
// receives them for a third of a second; as buffers, which are handed over, for a few milliseconds.

import { PackedSamples } from '../model/packed-samples.ts';
import type { PackedBytes } from '../model/packed-samples.ts';
import { packSamples } from '../model/sample-rows.ts';
import type { LaneData, SessionData } from '../model/session.ts';

/** A session whose columns are buffers. */
export interface SessionParcel {
  readonly rest: Omit<SessionData, 'frames' | 'stacks' | 'lanes'>;
  readonly frames: PackedTable<SessionData['frames']>;
  readonly stacks: PackedTable<SessionData['stacks']>;
  readonly lanes: readonly PackedLane[];
}

type Column = Int32Array | Float64Array;

interface PackedTable<Table> {
  readonly columns: Readonly<Record<string, Column>>;
  /** What it is unpacked to. Never there: only the types know it. */
  readonly unpacked?: Table;
}

type LaneTable = 'leafLines' | 'callLines' | 'awaits';
type OptionalTable = 'waitLines';

interface PackedLane {
  readonly rest: Omit<LaneData, 'samples' | LaneTable | OptionalTable>;
  readonly samples: PackedBytes;
  readonly tables: { readonly [Name in LaneTable]: PackedTable<LaneData[Name]> } & {
    readonly [Name in OptionalTable]?: PackedTable<NonNullable<LaneData[Name]>>;
  };
}

/** Packs a session, which stays as it is. */
export function packSession(session: SessionData): SessionParcel {
  const { frames, stacks, lanes, ...rest } = session;
  return { rest, frames: packTable(frames), stacks: packTable(stacks), lanes: lanes.map(packLane) };
}

/** The reverse of {@link packSession}. */
export function unpackSession({ rest, frames, stacks, lanes }: SessionParcel): SessionData {
  return {
    ...rest,
    frames: unpackTable(frames),
    stacks: unpackTable(stacks),
    lanes: lanes.map(unpackLane),
  };
}

/** The parcel's buffers, for the list of what is handed over rather than copied; samples stay with both. */
export function listBuffers({ frames, stacks, lanes }: SessionParcel): ArrayBuffer[] {
  const ofLanes = lanes.flatMap(({ tables }) => Object.values(tables));
  return [frames, stacks, ...ofLanes].flatMap(({ columns }) =>
    Object.values(columns).map(({ buffer }) => buffer as ArrayBuffer),
  );
}

function packLane(lane: LaneData): PackedLane {
  const { samples, leafLines, callLines, waitLines, awaits, ...rest } = lane;
  const tables = {
    leafLines: packTable(leafLines),
    callLines: packTable(callLines),
    ...(waitLines !== undefined && { waitLines: packTable(waitLines) }),
    awaits: packTable(awaits),
  };
  return { rest, samples: packSamples(samples).facts, tables };
}

function unpackLane({ rest, samples, tables }: PackedLane): LaneData {
  return {
    ...rest,
    samples: new PackedSamples(samples),
    leafLines: unpackTable(tables.leafLines),
    callLines: unpackTable(tables.callLines),
    ...(tables.waitLines !== undefined && { waitLines: unpackTable(tables.waitLines) }),
    awaits: unpackTable(tables.awaits),
  };
}

function packTable<Table extends object>(table: Table): PackedTable<Table> {
  const columns = Object.entries(table) as [string, readonly number[]][];
  const packed = columns.map(([name, column]) => [name, packColumn(column)]);
  return { columns: Object.fromEntries(packed) as Record<string, Column> };
}

function unpackTable<Table>({ columns }: PackedTable<Table>): Table {
  const unpacked = Object.entries(columns).map(([name, column]) => [name, Array.from(column)]);
  return Object.fromEntries(unpacked) as Table;
}

function packColumn(column: readonly number[]): Column {
  const areSmall = column.every(value => Object.is(value, value | 0));
  return areSmall ? Int32Array.from(column) : Float64Array.from(column);
}
