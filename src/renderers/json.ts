// The JSON report: `hotpath -r json`. Times in milliseconds, absolute paths, lines and columns from 1.

import { buildCallTree } from '../model/call-tree.ts';
import type { CallNode } from '../model/call-tree.ts';
import type { Micros } from '../model/frame.ts';
import { laneDurationUs, sampleCount } from '../model/lane.ts';
import { countSamples } from '../model/sample-rows.ts';
import { buildLineTimes } from '../model/line-times.ts';
import type { FileTimes, LineTime } from '../model/line-times.ts';
import type { LaneData, SessionData } from '../model/session.ts';
import { defaultProcessors } from '../processors/default-processors.ts';
import type { TreeOptions } from '../processors/default-processors.ts';
import { applyProcessors } from '../processors/processor.ts';
import type { Processor } from '../processors/processor.ts';

/** What the JSON report is to hold. */
export interface JsonOptions extends TreeOptions {
  /** Instead of the default processors. They get a tree with `[self]` nodes. */
  readonly processors?: readonly Processor[];
  /** Index of the only lane to give. Default: every lane. `files` always covers all of them. */
  readonly lane?: number;
}

/** Renders the session as JSON, in one line. Throws a `RangeError` when there is no such lane. */
export function renderJson(session: SessionData, options: JsonOptions = {}): string {
  const { meta } = session;
  const head = JSON.stringify({
    format: 'hotpath-report',
    version: 1,
    program: meta.program,
    startTime: meta.startTime,
    durationMs: millis(meta.durationUs),
    cpuTimeMs: meta.cpuTimeUs === null ? null : millis(meta.cpuTimeUs),
    intervalMs: millis(meta.intervalUs),
    sampleCount: sampleCount(session),
    exit: meta.exit,
    cwd: meta.cwd,
    nodeVersion: meta.nodeVersion,
    notes: meta.notes,
  });
  const lanes = session.lanes
    .map((lane, index) => ({ lane, index }))
    .filter(({ index }) => options.lane === undefined || options.lane === index);
  if (options.lane !== undefined && lanes.length === 0)
    throw new RangeError(`No lane ${options.lane}`);
  const trees = lanes.map(({ lane, index }) => renderLane(lane, laneTree(session, options, index)));
  const files = [...buildLineTimes(session).values()].map(file => JSON.stringify(fileReport(file)));
  return `${head.slice(0, -1)},"lanes":[${trees.join(',')}],"files":[${files.join(',')}]}\n`;
}

function laneTree(session: SessionData, options: JsonOptions, lane: number): CallNode {
  const { timeline = false } = options;
  const tree = buildCallTree(session, { lane, timeline, selfNodes: true });
  return applyProcessors(tree, options.processors ?? defaultProcessors(options));
}

function renderLane(lane: LaneData, root: CallNode): string {
  const head = JSON.stringify({
    name: lane.name,
    pid: lane.pid,
    threadId: lane.threadId,
    startMs: millis(lane.startUs),
    durationMs: millis(laneDurationUs(lane)),
    sampleCount: countSamples(lane.samples),
  });
  return `${head.slice(0, -1)},"root":${renderNodes(root)}}`;
}

/** Like `JSON.stringify`, which cannot write trees as deep as ours. */
function renderNodes(root: CallNode): string {
  const parts: string[] = [];
  const open: (CallNode | string)[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      parts.push(next);
      continue;
    }
    parts.push(JSON.stringify(nodeReport(next)).slice(0, -1), ',"children":[');
    open.push(']}');
    next.children.toReversed().forEach((child, i) => {
      if (i > 0) open.push(',');
      open.push(child);
    });
  }
  return parts.join('');
}

function nodeReport(node: CallNode): Record<string, unknown> {
  const { frame } = node;
  return {
    function: frame.name,
    class: frame.className,
    file: frame.file,
    line: frame.line,
    column: frame.column,
    kind: frame.kind,
    totalMs: millis(node.total),
    selfMs: millis(node.self),
    waitingMs: millis(node.waiting),
    samples: node.samples,
    ...(node.group === undefined ? {} : { groupId: node.group }),
  };
}

function fileReport({ path, lines }: FileTimes): Record<string, unknown> {
  const sorted = [...lines.values()].sort((a, b) => a.line - b.line);
  return { path, lines: sorted.map(lineReport) };
}

function lineReport({
  line,
  self,
  total,
  waiting,
  samples,
  awaits,
}: LineTime): Record<string, unknown> {
  return {
    line,
    selfMs: millis(self),
    totalMs: millis(total),
    waitingMs: millis(waiting),
    samples,
    awaits: awaits && {
      count: awaits.count,
      totalMs: millis(awaits.total),
      maxMs: millis(awaits.max),
    },
  };
}

/** To the nanosecond: finer digits would only be the noise of floating-point sums. */
function millis(us: Micros): number {
  return Math.round(us * 1000) / 1_000_000;
}
