// What views show of a session, computed once: its call tree, its hot path, its line times. Computed when first asked
// for, since not every view is open.

import { buildCallTree } from '../../model/call-tree.ts';
import type { CallNode } from '../../model/call-tree.ts';
import { findHotPath } from '../../model/hot-path.ts';
import type { Micros } from '../../model/frame.ts';
import { buildLineTimes } from '../../model/line-times.ts';
import type { FileTimes } from '../../model/line-times.ts';
import { laneDurationUs, pickLanes, sampleCount } from '../../model/lane.ts';
import type { SessionData } from '../../model/session.ts';
import { aggregateCalls } from '../../processors/aggregate-calls.ts';
import { groupLibraryFrames } from '../../processors/group-library-frames.ts';
import { applyProcessors } from '../../processors/processor.ts';
import { removeLoaderFrames } from '../../processors/remove-frames.ts';
import { fileKey } from '../tracking/file-key.ts';

/** The derived data of one session, or of one of its lanes. */
export class Insight {
  readonly samples: number;
  /** The time of all shown lanes: what shares are taken of. */
  readonly runUs: Micros;
  #tree: CallNode | undefined;
  #hotPath: ReadonlySet<CallNode> | undefined;
  #files: ReadonlyMap<string, FileTimes> | undefined;

  /** `laneName`: where `session` is one lane of a longer one, that lane's name. */
  constructor(
    readonly session: SessionData,
    readonly laneName?: string,
  ) {
    this.samples = sampleCount(session);
    this.runUs = session.lanes.reduce((sum, lane) => sum + laneDurationUs(lane), 0);
  }

  /** The call tree without the frames that load modules; library frames are numbered by group. */
  get tree(): CallNode {
    this.#tree ??= applyProcessors(buildCallTree(this.session), [
      removeLoaderFrames,
      aggregateCalls,
      groupLibraryFrames(),
    ]);
    return this.#tree;
  }

  /** The nodes of {@link tree} that are on the hot path. */
  get hotPath(): ReadonlySet<CallNode> {
    this.#hotPath ??= new Set(findHotPath(this.tree));
    return this.#hotPath;
  }

  /** The times of one file, by any of its paths; `undefined` when the session has none. */
  findFile(path: string): FileTimes | undefined {
    return this.files.get(fileKey(path));
  }

  /** All files' times, by {@link fileKey}. */
  get files(): ReadonlyMap<string, FileTimes> {
    this.#files ??= keyFiles(buildLineTimes(this.session));
    return this.#files;
  }
}

const insights = new WeakMap<SessionData, Map<number | undefined, Insight>>();

/**
 * The derived data of the lane with this index, or of all lanes merged: the same object at each call. Throws a
 * `RangeError` when there is no such lane.
 */
export function insightOf(session: SessionData, lane?: number): Insight {
  const ofSession = insights.get(session) ?? new Map<number | undefined, Insight>();
  insights.set(session, ofSession);
  const known = ofSession.get(lane);
  if (known !== undefined) return known;
  const insight = lane === undefined ? new Insight(session) : insightOfLane(session, lane);
  ofSession.set(lane, insight);
  return insight;
}

function insightOfLane(session: SessionData, lane: number): Insight {
  const lanes = pickLanes(session, lane);
  return new Insight({ ...session, lanes }, lanes[0]?.name);
}

function keyFiles(byPath: ReadonlyMap<string, FileTimes>): Map<string, FileTimes> {
  return new Map([...byPath].map(([path, times]) => [fileKey(path), times]));
}
