// What line times are by their definition, sample by sample, slowly. For each sample every way in which its calls and
// its leaf can fall on lines is gone through, with its probability.

import { readFrame } from '../../src/model/frame-table.ts';
import type { LaneData, LineShares, SessionData } from '../../src/model/session.ts';

/** Sums by `file:line` or `file:function`. */
export interface OracleTimes {
  readonly self: Map<string, number>;
  readonly calls: Map<string, number>;
  readonly total: Map<string, number>;
  readonly waiting: Map<string, number>;
  readonly functionTotal: Map<string, number>;
  readonly undecided: Map<string, number>;
}

/** One step of a sample's path: the frame, and on which lines of it execution may be, with probabilities. */
interface Step {
  readonly name: string;
  readonly key: string;
  readonly file: string | null;
  readonly choices: readonly { readonly line: number; readonly share: number }[];
}

/** Goes through all samples of a session whose functions have different names. */
export function computeLineTimes(session: SessionData): OracleTimes {
  const times: OracleTimes = {
    self: new Map(),
    calls: new Map(),
    total: new Map(),
    waiting: new Map(),
    functionTotal: new Map(),
    undecided: new Map(),
  };
  for (const lane of session.lanes) {
    lane.samples.stack.forEach((stack, i) => {
      const us = lane.samples.durationUs[i] ?? 0;
      const steps = readSteps(session, lane, stack);
      for (const key of new Set(steps.map(step => step.key))) bump(times.functionTotal, key, us);
      goThrough(steps, { at: 0, lines: [], weight: us }, times);
    });
  }
  return times;
}

interface Way {
  readonly at: number;
  readonly lines: readonly number[];
  readonly weight: number;
}

function goThrough(steps: readonly Step[], way: Way, times: OracleTimes): void {
  const step = steps[way.at];
  if (step === undefined) {
    countWay(steps, way, times);
    return;
  }
  for (const { line, share } of step.choices) {
    const lines = [...way.lines, line];
    goThrough(steps, { at: way.at + 1, lines, weight: way.weight * share }, times);
  }
}

function countWay(steps: readonly Step[], { lines, weight }: Way, times: OracleTimes): void {
  const waits = steps.at(-1)?.name === '[await]';
  const innermost = new Map(steps.map((step, depth) => [step.key, depth]));
  for (const [key, depth] of innermost) {
    const { file } = steps[depth]!;
    const line = lines[depth]!;
    if (file === null) continue;
    if (line === 0) bump(times.undecided, key, weight);
    else bump(depth === steps.length - 1 ? times.self : times.calls, `${file}:${line}`, weight);
  }
  const passed = new Set<string>();
  steps.forEach(({ file }, depth) => {
    if (file !== null && lines[depth] !== 0) passed.add(`${file}:${String(lines[depth])}`);
  });
  for (const key of passed) {
    bump(times.total, key, weight);
    if (waits) bump(times.waiting, key, weight);
  }
}

function readSteps(session: SessionData, lane: LaneData, leaf: number): Step[] {
  const steps: Step[] = [];
  let shares = readShares(lane.leafLines, leaf);
  for (let stack = leaf; stack >= 0; stack = session.stacks.parent[stack] ?? -1) {
    const { name, file } = readFrame(session, session.stacks.frame[stack] ?? -1);
    const key = `${String(file)}:${name}`;
    steps.unshift({ name, key, file, choices: file === null ? [{ line: 0, share: 1 }] : shares });
    shares = readShares(lane.callLines, stack);
  }
  return steps;
}

function readShares(table: LineShares, stack: number): Step['choices'] {
  const byLine = new Map<number, number>();
  let sum = 0;
  table.stack.forEach((of, row) => {
    if (of !== stack) return;
    const us = table.us[row] ?? 0;
    sum += us;
    byLine.set(table.line[row] ?? 0, (byLine.get(table.line[row] ?? 0) ?? 0) + us);
  });
  if (sum === 0) return [{ line: 0, share: 1 }];
  return [...byLine].map(([line, us]) => ({ line, share: us / sum }));
}

function bump(sums: Map<string, number>, key: string, us: number): void {
  sums.set(key, (sums.get(key) ?? 0) + us);
}
