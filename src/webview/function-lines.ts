// Which lines of its file a function spent its time on.

import type { Frame } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { pickLanes } from '../model/lane.ts';
import type { FileTimes, FunctionTime, LineTime } from '../model/line-times.ts';
import type { LaneData, SessionData } from '../model/session.ts';
import { FrameIds } from '../processors/frame-ids.ts';

/** Looks functions up in the line times. */
export class FunctionLines {
  readonly #files: ReadonlyMap<string, FileTimes>;
  readonly #ids = new FrameIds();
  /** Function → its lines. */
  readonly #lines = new Map<number, Set<number>>();

  /** `files` are the line times of the lane, or of all lanes. */
  constructor(session: SessionData, files: ReadonlyMap<string, FileTimes>, lane?: number) {
    this.#files = files;
    const ids = readFrames(session).map(frame => this.#ids.idOf(frame));
    for (const each of pickLanes(session, lane)) this.#addLane(session, each, ids);
  }

  /** The function's lines that took time, the slowest first. */
  linesOf(frame: Frame): readonly LineTime[] {
    const times = this.#files.get(frame.file ?? '')?.lines;
    const lines = [...(this.#lines.get(this.#ids.idOf(frame)) ?? [])];
    return lines
      .flatMap(line => times?.get(line) ?? [])
      .filter(({ total }) => total > 0)
      .sort((a, b) => b.total - a.total || a.line - b.line);
  }

  /** What all calls of the function cost together; `undefined` for what is no function in a file. */
  timeOf({ file, name, className, line, column }: Frame): FunctionTime | undefined {
    return this.#files
      .get(file ?? '')
      ?.functions.find(
        time =>
          time.name === name &&
          time.className === className &&
          time.line === (line ?? 1) &&
          time.column === (column ?? 1),
      );
  }

  #addLane(session: SessionData, lane: LaneData, ids: readonly number[]): void {
    const { parent, frame } = session.stacks;
    const { leafLines, callLines } = lane;
    leafLines.stack.forEach((stack, row) => {
      this.#addLine(ids[frame[stack] ?? -1], leafLines.line[row]);
    });
    callLines.stack.forEach((stack, row) => {
      this.#addLine(ids[frame[parent[stack] ?? -1] ?? -1], callLines.line[row]);
    });
  }

  #addLine(id: number | undefined, line: number | undefined): void {
    if (id === undefined || line === undefined || line <= 0) return;
    const lines = this.#lines.get(id);
    if (lines === undefined) this.#lines.set(id, new Set([line]));
    else lines.add(line);
  }
}
