// Sessions on their way from one thread to another. Copied as they are, a million samples hold up the thread that
// receives them for a third of a second; as buffers, which are handed over, for a few milliseconds.

import type { LaneData, Numbers, SessionData } from '../model/session.ts';

/** A session whose columns are buffers. */
export interface SessionParcel {
  readonly rest: Omit<SessionData, 'frames' | 'stacks' | 'lanes'>;
  readonly frames: PackedTable<SessionData['frames']>;
  readonly stacks: PackedTable<SessionData['stacks']>;
  readonly lanes: readonly PackedLane[];
}

type Column = Int32Array | Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface PackedTable<Table> {
  readonly columns: Readonly<Record<string, Column>>;
  /** What it is unpacked to. Never there: only the types know it. */
  readonly unpacked?: Table;
}

type LaneTable = 'samples' | 'leafLines' | 'callLines' | 'awaits';
type OptionalTable = 'waitLines';

interface PackedLane {
  readonly rest: Omit<LaneData, LaneTable | OptionalTable>;
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

/** The parcel's buffers, for the list of what is handed over rather than copied; what is shared stays with both. */
export function listBuffers({ frames, stacks, lanes }: SessionParcel): ArrayBuffer[] {
  const ofLanes = lanes.flatMap(({ tables }) => Object.values(tables));
  return [frames, stacks, ...ofLanes].flatMap(({ columns }) =>
    Object.values(columns).flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : [])),
  );
}

function packLane(lane: LaneData): PackedLane {
  const { samples, leafLines, callLines, waitLines, awaits, ...rest } = lane;
  const tables = {
    samples: packTable(samples),
    leafLines: packTable(leafLines),
    callLines: packTable(callLines),
    ...(waitLines !== undefined && { waitLines: packTable(waitLines) }),
    awaits: packTable(awaits),
  };
  return { rest, tables };
}

function unpackLane({ rest, tables }: PackedLane): LaneData {
  return {
    ...rest,
    samples: unpackTable(tables.samples),
    leafLines: unpackTable(tables.leafLines),
    callLines: unpackTable(tables.callLines),
    ...(tables.waitLines !== undefined && { waitLines: unpackTable(tables.waitLines) }),
    awaits: unpackTable(tables.awaits),
  };
}

function packTable<Table extends object>(table: Table): PackedTable<Table> {
  const columns = Object.entries(table) as [string, Numbers | undefined][];
  const packed = columns.flatMap(([name, column]) =>
    column === undefined ? [] : [[name, packColumn(column)]],
  );
  return { columns: Object.fromEntries(packed) as Record<string, Column> };
}

function unpackTable<Table>({ columns }: PackedTable<Table>): Table {
  const unpacked = Object.entries(columns).map(([name, column]) => [name, unpackColumn(column)]);
  return Object.fromEntries(unpacked) as Table;
}

function packColumn(column: Numbers): Column {
  if (isColumn(column)) return isShared(column) ? column : column.slice();
  let areSmall = true;
  for (let at = 0; areSmall && at < column.length; at++)
    areSmall = Object.is(column[at], (column[at] ?? 0) | 0);
  return areSmall ? Int32Array.from(column) : Float64Array.from(column);
}

function unpackColumn(column: Column): Numbers {
  if (isShared(column)) return column;
  const numbers = new Array<number>(column.length);
  for (let at = 0; at < column.length; at++) numbers[at] = column[at] ?? 0;
  return numbers;
}

function isColumn(column: Numbers): column is Column {
  return ArrayBuffer.isView(column);
}

/** In memory that both threads see, and neither changes. */
function isShared({ buffer }: Column): boolean {
  return buffer instanceof SharedArrayBuffer;
}
