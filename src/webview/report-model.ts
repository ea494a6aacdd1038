// Everything the views show, worked out of the session when it is first asked for.

import type { CallNode } from '../model/call-tree.ts';
import type { Frame } from '../model/frame.ts';
import { readFrame } from '../model/frame-table.ts';
import { laneDurationUs, pickLanes } from '../model/lane.ts';
import { buildLineTimes } from '../model/line-times.ts';
import type { FileTimes } from '../model/line-times.ts';
import { FrameIds } from '../processors/frame-ids.ts';
import { rememberByFrame } from '../processors/frame-memo.ts';
import { isLoaderFrame, isLoaderPassage } from '../processors/loader-frames.ts';
import type { Report, ReportSettings } from '../renderers/report-data.ts';
import { FunctionLines } from './function-lines.ts';
import { buildLaneTrack, showStacks } from './charts/lane-track.ts';
import type { IsHidden } from './charts/lane-track.ts';
import { listFiles, SourceLines } from './lines/line-rows.ts';
import { rememberLast } from './remember.ts';
import { buildWholeTree, tidyTree } from './report-tree.ts';
import { sumTimeKinds } from './time-kinds.ts';
import { TreeRows } from './tree/tree-rows.ts';
import { buildTreeTrack } from './charts/tree-track.ts';

/** Index of a lane; `undefined`: all lanes together. */
export type LaneChoice = number | undefined;

/** Answers the views' questions about one session, and remembers the last answer to each. */
export class ReportModel {
  /** Lines of source that came with the session. */
  readonly sources: SourceLines;

  readonly #ids = new FrameIds();
  readonly #hiddenIds: ReadonlySet<number>;

  constructor(readonly report: Report) {
    this.sources = new SourceLines(report.excerpts);
    const hidden = report.hidden.map(index => readFrame(report.session, index));
    this.#hiddenIds = new Set(hidden.map(frame => this.#ids.idOf(frame)));
  }

  get session(): Report['session'] {
    return this.report.session;
  }

  /** Wall-clock time of the lane, or of all lanes together: what shares are of. */
  readonly whole = rememberLast((lane: LaneChoice) =>
    pickLanes(this.session, lane).reduce((sum, each) => sum + laneDurationUs(each), 0),
  );

  readonly timeKinds = rememberLast((lane: LaneChoice) => sumTimeKinds(this.session, lane));

  readonly wholeTree = rememberLast(
    (loaders: ReportSettings['loaders'], lane: LaneChoice): CallNode =>
      buildWholeTree(this.session, { loaders, lane, isHidden: this.#asksToBeHidden }),
  );

  readonly tree = rememberLast((settings: ReportSettings, lane: LaneChoice): CallNode =>
    tidyTree(this.wholeTree(settings.loaders, lane), settings),
  );

  readonly treeRows = rememberLast((tree: CallNode, whole: CallNode) => new TreeRows(tree, whole));

  /** The flame graph. */
  readonly treeTrack = rememberLast((loaders: ReportSettings['loaders'], lane: LaneChoice) =>
    buildTreeTrack(this.wholeTree(loaders, lane)),
  );

  /** The timelines of all lanes. */
  readonly laneTracks = rememberLast((loaders: ReportSettings['loaders']) => {
    const stacks = showStacks(this.session, loaders === 'shown' ? () => false : this.#findHidden());
    return this.session.lanes.map(lane => buildLaneTrack(lane, stacks));
  });

  readonly lineTimes = rememberLast((lane: LaneChoice) =>
    buildLineTimes(this.session, lane === undefined ? {} : { lane }),
  );

  readonly hotFiles = rememberLast(
    (files: ReadonlyMap<string, FileTimes>, loaders: ReportSettings['loaders']) =>
      listFiles(this.session, files, loaders === 'shown' ? () => false : isLoaderFrame),
  );

  readonly functionLines = rememberLast(
    (lane: LaneChoice) => new FunctionLines(this.session, this.lineTimes(lane), lane),
  );

  /** Frames that are hidden along with loaders. */
  readonly #asksToBeHidden = (frame: Frame): boolean => this.#hiddenIds.has(this.#ids.idOf(frame));

  #findHidden(): IsHidden {
    const isHidden = rememberByFrame(frame => isLoaderFrame(frame) || this.#asksToBeHidden(frame));
    return (frame, caller) =>
      isHidden(frame) || (caller !== undefined && isLoaderPassage(frame, caller));
  }
}
