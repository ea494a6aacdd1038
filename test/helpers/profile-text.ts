// Profiles as text, so that input and answer of a test fit on one screen.
//
// One sample a line, root first, then how long it lasted (`us`, `ms` or `s`), then optionally how many of them:
//
//   main > parse@/app/b.js:3 > [await] 3ms
//   main > parse@/app/b.js:3 500us x4
//
// A frame is `name`, `Class.name`, `RegExp: source` or `[synthetic]`, then optionally
//   @file:line:column   where the function is defined; line and column may be left out. `@native` has no file and is of
//                       kind native. The kind follows from the file: `node:…`, `…/node_modules/…`, else application.
//    :line:column       after a space: where in this frame execution is. For the last frame that is a leaf line, for
//                       the others a call line of the frame after it. ` :0` is an undecided row; without it there is
//                       no row at all.
//
//   main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms
//
// Other lines: empty ones and `# comment`; and
//   lane worker 2 pid=7 thread=2 start=5ms                       the samples that follow are of a new lane
//   awaits /app/a.js:12:3 count=4 total=900ms max=300ms          facts about awaits of the current lane
// Samples before any `lane` line are in the lane `main` (pid 1, thread 0).

import { displayName } from '../../src/model/frame.ts';
import type { Frame, FrameKind, Micros } from '../../src/model/frame.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import type { LaneBuilder } from '../../src/model/lane-builder.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData, SessionMeta } from '../../src/model/session.ts';

/** Reads a profile in the notation above. `meta` replaces single facts; the duration is that of the longest lane. */
export function parseProfile(text: string, meta: Partial<SessionMeta> = {}): SessionData {
  const builder = new SessionBuilder();
  let lane: LaneBuilder | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('lane ')) {
      lane = addLane(builder, line);
      continue;
    }
    lane ??= builder.lane({ name: 'main', pid: 1, threadId: 0 });
    if (line.startsWith('awaits ')) addAwaits(lane, line);
    else addSamples(builder, lane, line);
  }
  return builder.build({ ...DEFAULT_META, durationUs: builder.longestLaneUs, ...meta });
}

/** What {@link printTree} shows of a node after its name, total and self. */
export type TreeColumn = 'place' | 'waiting' | 'samples' | 'kind';

/**
 * Writes a call tree as text, a node a line, two spaces for each level. ` self` is left out where a node's time is all
 * its own or none of it:
 *
 *   <program> 5ms
 *     main 5ms self 1ms
 *       parse 4ms
 */
export function printTree(root: CallNode, columns: readonly TreeColumn[] = []): string {
  const lines: string[] = [];
  const open: { node: CallNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    lines.push('  '.repeat(depth) + printNode(node, columns));
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) open.push({ node: child, depth: depth + 1 });
    }
  }
  return lines.join('\n');
}

/** Removes the indentation that a template literal has in a test, and the empty lines around it. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n+|\s+$/g, '').split('\n');
  const indents = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map(line => line.slice(indent)).join('\n');
}

/** Writes a time as the notation reads it: `3ms`, `0.5ms`. */
export function printMillis(us: Micros): string {
  return `${String(Number((us / 1000).toFixed(3)))}ms`;
}

const DEFAULT_META: Omit<SessionMeta, 'durationUs'> = {
  program: 'node app.js',
  startTime: '2026-01-02T03:04:05.000Z',
  cwd: '/app',
  nodeVersion: 'v20.20.2',
  platform: 'linux',
  intervalUs: 1000,
  cpuTimeUs: null,
  exit: { code: 0, signal: null },
  notes: [],
};

function printNode(node: CallNode, columns: readonly TreeColumn[]): string {
  let text = displayName(node.frame);
  if (columns.includes('place') && node.frame.file !== null) {
    text += `@${[node.frame.file, node.frame.line].filter(part => part !== null).join(':')}`;
  }
  if (columns.includes('kind')) text += ` (${node.frame.kind})`;
  text += ` ${printMillis(node.total)}`;
  if (node.self > 0 && node.children.length > 0) text += ` self ${printMillis(node.self)}`;
  if (columns.includes('waiting')) text += ` waiting ${printMillis(node.waiting)}`;
  if (columns.includes('samples')) text += ` samples ${String(node.samples)}`;
  return text;
}

const SAMPLE = /^(.*\S)\s+([\d.]+(?:us|ms|s))(?:\s+x(\d+))?$/;
const FRAME = /^((?:RegExp: )?\S+?)(?:@(\S+?)(?::(\d+)(?::(\d+))?)?)?(?:\s+:(\d+)(?::(\d+))?)?$/;

function addSamples(builder: SessionBuilder, lane: LaneBuilder, line: string): void {
  const [, path, duration, count] = SAMPLE.exec(line) ?? fail(line);
  const us = parseDuration(duration ?? '');
  for (let i = 0; i < Number(count ?? 1); i++) addSample(builder, lane, { path: path ?? '', us });
}

function addSample(
  builder: SessionBuilder,
  lane: LaneBuilder,
  { path, us }: { readonly path: string; readonly us: Micros },
): void {
  let stack = -1;
  let at: { line: number; column: number } | undefined;
  for (const text of path.split(' > ')) {
    const match = FRAME.exec(text.trim()) ?? fail(path);
    stack = builder.stack(stack, builder.frame(parseFrame(match)));
    if (at !== undefined) lane.callLine(stack, at, us);
    at =
      match[5] === undefined
        ? undefined
        : { line: Number(match[5]), column: Number(match[6] ?? 0) };
  }
  if (at !== undefined) lane.leafLine(stack, at, us);
  lane.sample(stack, us);
}

function parseFrame([, fullName = '', file, line, column]: readonly (string | undefined)[]): Frame {
  const dot = fullName.indexOf('.');
  return {
    name: fullName.slice(dot + 1),
    className: dot > 0 ? fullName.slice(0, dot) : null,
    file: file === 'native' ? null : (file ?? null),
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
    kind: parseKind(fullName, file),
  };
}

function parseKind(name: string, file: string | undefined): FrameKind {
  if (file === 'native') return 'native';
  if (file?.startsWith('node:') === true) return 'node';
  if (file?.includes('node_modules/') === true) return 'library';
  return /^\[.*\]$|^<program>$/.test(name) ? 'synthetic' : 'application';
}

function addLane(builder: SessionBuilder, line: string): LaneBuilder {
  const facts = parseFacts(line);
  return builder.lane({
    name: line.slice('lane '.length).replace(/\s+\w+=\S+/g, ''),
    pid: Number(facts.get('pid') ?? 1),
    threadId: Number(facts.get('thread') ?? 0),
    startUs: parseDuration(facts.get('start') ?? '0us'),
  });
}

function addAwaits(lane: LaneBuilder, line: string): void {
  const [, file, at, column] = /^awaits (\S+?):(\d+)(?::(\d+))?\s/.exec(line) ?? fail(line);
  const facts = parseFacts(line);
  lane.awaits(
    file ?? '',
    { line: Number(at), column: Number(column ?? 0) },
    {
      count: Number(facts.get('count') ?? 1),
      totalUs: parseDuration(facts.get('total') ?? '0us'),
      maxUs: parseDuration(facts.get('max') ?? '0us'),
    },
  );
}

function parseFacts(line: string): Map<string, string> {
  const facts = new Map<string, string>();
  for (const [, key = '', value = ''] of line.matchAll(/(\w+)=(\S+)/g)) facts.set(key, value);
  return facts;
}

function parseDuration(text: string): Micros {
  const [, number, unit] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? fail(text);
  return Number(number) * { us: 1, ms: 1000, s: 1_000_000 }[unit as 'us' | 'ms' | 's'];
}

function fail(text: string): never {
  throw new Error(`Not in the notation of profile-text: ${text}`);
}
