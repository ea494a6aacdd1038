// A session as large as a long run of a compiler: a million samples, 125,000 stacks, up to 300 calls deep.

import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { seededRandom } from '../helpers/random.ts';

/** How large. */
export interface LargeOptions {
  readonly samples: number;
  readonly stacks: number;
}

const FUNCTIONS = 3000;
const MAX_DEPTH = 300;

/** The same session every time: each sample lasts 1 ms, give or take the microseconds of a real clock. */
export function largeSession({ samples, stacks }: LargeOptions): SessionData {
  const random = seededRandom(7);
  const builder = new SessionBuilder();
  const frames = Array.from({ length: FUNCTIONS }, (_, i) =>
    builder.frame({
      name: `function${i}`,
      className: i % 5 === 0 ? `Class${i % 40}` : null,
      file: fileOf(i),
      line: 1 + i * 7,
      column: 1 + (i % 30),
      kind: i % 10 < 6 ? 'application' : i % 10 < 9 ? 'library' : 'node',
    }),
  );
  const pick = (): number => frames[Math.floor(random() ** 2 * FUNCTIONS)] ?? 0;
  const lane = builder.lane({ name: 'main', pid: 4711, threadId: 0 });
  const path = [builder.stack(-1, frames[0] ?? 0)];
  for (let i = 0; i < samples; i++) {
    const pops = Math.min(path.length - 1, Math.floor(random() ** 3 * 12));
    path.length -= pops;
    // Usually about 40 deep, now and then down to the bottom of a recursion.
    const room = random() < 0.0005 ? 200 : Math.max(4, 12 + (40 - path.length) / 4);
    const pushes = Math.min(MAX_DEPTH - path.length, Math.floor(random() ** 3 * room));
    for (let push = 0; push < pushes; push++) {
      const parent = path.at(-1) ?? 0;
      // Later, paths are walked again: a program does not find new ones for ever.
      const frame = builder.stackCount < stacks ? pick() : frames[(parent * 31) % FUNCTIONS];
      path.push(builder.stack(parent, frame ?? 0));
    }
    const stack = path.at(-1) ?? 0;
    const us = 990 + Math.floor(random() * 20);
    lane.sample(stack, us);
    lane.leafLine(stack, { line: 2 + (stack % 5), column: 1 }, us);
  }
  return builder.build({ ...META, durationUs: builder.longestLaneUs });
}

const META = {
  program: 'node compile.js',
  startTime: '2026-01-02T03:04:05.000Z',
  cwd: '/app',
  nodeVersion: 'v20.20.2',
  platform: 'linux',
  intervalUs: 1000,
  cpuTimeUs: null,
  exit: { code: 0, signal: null },
  notes: [],
};

function fileOf(i: number): string {
  if (i % 10 < 6) return `/app/src/file${i % 60}.ts`;
  if (i % 10 < 9) return `/app/node_modules/package${i % 12}/index.js`;
  return `node:internal/module${i % 9}`;
}
