// speedscope's files (https://www.speedscope.app/file-format-schema.json): each lane as an evented profile, every call
// opened and closed at its exact time, in seconds.

import { buildCallTree } from '../model/call-tree.ts';
import { isEmpty } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import type { Frame, Micros } from '../model/frame.ts';
import { laneDurationUs } from '../model/lane.ts';
import type { LaneData, SessionData } from '../model/session.ts';
import { VERSION } from '../model/version.ts';

/** What goes into the file. */
export interface SpeedscopeOptions {
  /** Index of the only lane to write. Default: every lane. */
  readonly lane?: number;
  /** Tidies a lane's timeline, which has `[self]` nodes. Default: it is written as it is. */
  readonly process?: (timeline: CallNode) => CallNode;
}

/** The text of a `.speedscope.json` file. Throws a `RangeError` when there is no such lane. */
export function encodeSpeedscope(session: SessionData, options: SpeedscopeOptions = {}): string {
  const { process = (tree: CallNode) => tree } = options;
  const frames = new FrameNumbers();
  const profiles = session.lanes.flatMap((lane, index) => {
    if (options.lane !== undefined && options.lane !== index) return [];
    const tree = buildCallTree(session, { lane: index, timeline: true, selfNodes: true });
    return [encodeLane(lane, process(tree), frames)];
  });
  if (options.lane !== undefined && profiles.length === 0)
    throw new RangeError(`No lane ${options.lane}`);
  const head = JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: `${session.meta.program} at ${session.meta.startTime}`,
    activeProfileIndex: 0,
    exporter: `hotpath ${VERSION}`,
  });
  const shared = JSON.stringify({ frames: frames.list });
  return `${head.slice(0, -1)},"profiles":[${profiles.join(',')}],"shared":${shared}}\n`;
}

function encodeLane(lane: LaneData, tree: CallNode, frames: FrameNumbers): string {
  const events = isEmpty(tree) ? [] : listEvents(tree, lane.startUs, frames);
  const head = JSON.stringify({
    type: 'evented',
    name: lane.name,
    unit: 'seconds',
    startValue: seconds(lane.startUs),
    endValue: seconds(lane.startUs + laneDurationUs(lane)),
  });
  return `${head.slice(0, -1)},"events":[${events.join(',')}]}`;
}

/** Opening and closing of all calls, in order. Times never run backwards, which sums of fractions might. */
function listEvents(root: CallNode, laneStart: Micros, frames: FrameNumbers): string[] {
  const events: string[] = [];
  let last = 0;
  function add(type: 'O' | 'C', at: Micros, node: CallNode): void {
    last = Math.max(last, seconds(laneStart + at));
    events.push(`{"type":"${type}","at":${last},"frame":${frames.numberOf(node.frame)}}`);
  }
  const open: { readonly node: CallNode; next: number }[] = [];
  const enter = (node: CallNode): void => {
    add('O', node.start ?? 0, node);
    open.push({ node, next: 0 });
  };
  enter(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.node.children[top.next++];
    if (child !== undefined) enter(child);
    else {
      open.pop();
      add('C', (top.node.start ?? 0) + top.node.total, top.node);
    }
  }
  return events;
}

/** The file's table of frames: a function is one frame, by its own name (as V8 and pyinstrument write it) and its place. */
class FrameNumbers {
  readonly list: { name: string; file?: string; line?: number; col?: number }[] = [];
  readonly #byFrame = new Map<Frame, number>();
  readonly #byKey = new Map<string, number>();

  numberOf(frame: Frame): number {
    const known = this.#byFrame.get(frame) ?? this.#add(frame);
    this.#byFrame.set(frame, known);
    return known;
  }

  #add(frame: Frame): number {
    const { name, file, line, column } = frame;
    const key = [name, file, line, column].join('\0');
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.list.length);
    const place = {
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { col: column }),
    };
    return this.list.push({ name, ...(file === null ? {} : { file }), ...place }) - 1;
  }
}

/** To the nanosecond. */
function seconds(us: Micros): number {
  return Math.round(us * 1000) / 1e9;
}
