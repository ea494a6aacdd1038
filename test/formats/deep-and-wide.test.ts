// Stacks 100,000 frames deep, and 100,000 functions side by side, go through every format and every renderer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { renderGzippedPprof, renderSpeedscope } from '../../src/format-renderers.ts';
import { encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { encodeFolded } from '../../src/formats/folded.ts';
import { decodeProfileFile } from '../../src/formats/profile-file.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { encodeSpeedscope } from '../../src/formats/speedscope.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { Frame } from '../../src/model/frame.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { renderHtml } from '../../src/renderers/html.ts';
import { renderJson } from '../../src/renderers/json.ts';
import { renderMarkdown } from '../../src/renderers/markdown.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';

const SIZE = 100_000;

function frame(name: string): Frame {
  const file = name === 'library' ? '/app/node_modules/pg/a.js' : '/app/a.js';
  const kind = name === 'library' ? 'library' : 'application';
  return { name, className: null, file, line: 1, column: 1, kind };
}

function build(addSamples: (builder: SessionBuilder) => number[]): SessionData {
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
  for (const stack of addSamples(builder)) {
    lane.sample(stack, 10);
    lane.leafLine(stack, { line: 3, column: 0 }, 10);
  }
  return builder.build({
    program: 'node app.js',
    startTime: '2026-01-02T03:04:05.000Z',
    cwd: '/app',
    nodeVersion: null,
    platform: null,
    intervalUs: 1000,
    durationUs: lane.endUs,
    cpuTimeUs: null,
    exit: { code: 0, signal: null },
    notes: [],
  });
}

const deep = build(builder => {
  const frames = [builder.frame(frame('own')), builder.frame(frame('library'))];
  let stack = -1;
  for (let i = 0; i < SIZE; i++) stack = builder.stack(stack, frames[i % 2] ?? 0);
  return [stack, stack];
});

const wide = build(builder => {
  const main = builder.stack(-1, builder.frame(frame('main')));
  return Array.from({ length: SIZE }, (_, i) => builder.stack(main, builder.frame(frame(`f${i}`))));
});

/** A recursion that was seen at each of its depths: each sample is below 50,000 others on the average. */
const deepening = build(builder => {
  const own = builder.frame(frame('own'));
  let stack = -1;
  return Array.from({ length: SIZE }, () => (stack = builder.stack(stack, own)));
});

const SESSIONS = { deep, wide };

const WRITERS: Readonly<Record<string, (session: SessionData) => string | Uint8Array>> = {
  session: encodeSession,
  'CPU profile': session => encodeCpuProfile(session),
  speedscope: session => encodeSpeedscope(session),
  'folded stacks': session => encodeFolded(session),
  pprof: session => gunzipSync(renderGzippedPprof(session)),
};

const RENDERERS: Readonly<Record<string, (session: SessionData) => string>> = {
  'console report': session => renderConsole(session),
  'console report of everything': session => renderConsole(session, { showAll: true }),
  timeline: session => renderConsole(session, { timeline: true, lines: true }),
  'flat report': session => renderConsole(session, { flat: true, flatTime: 'total' }),
  'JSON report': session => renderJson(session, { showAll: true }),
  'Markdown report': session => renderMarkdown(session),
  'HTML report': session => renderHtml(session, { script: '', style: '' }),
  'tidy speedscope': session => renderSpeedscope(session),
};

function readBack(content: string | Uint8Array): SessionData {
  const file = decodeProfileFile(content, 'profile');
  if (file.kind === 'session') return file.session;
  return mapRecording(file.recording, { cwd: '/app', readText: () => undefined });
}

function shapeOf(session: SessionData): { total: number; nodes: number; depth: number } {
  const root = buildCallTree(session);
  let depth = 0;
  let level = [root];
  let nodes = 0;
  for (; level.length > 0; level = level.flatMap(({ children }) => children)) {
    nodes += level.length;
    depth++;
  }
  return { total: root.total, nodes, depth };
}

describe('profiles without measure', () => {
  it('have the shape that this test is about', () => {
    assert.deepEqual(shapeOf(deep), { total: 20, nodes: SIZE + 1, depth: SIZE + 1 });
    assert.deepEqual(shapeOf(wide), { total: SIZE * 10, nodes: SIZE + 2, depth: 3 });
  });

  it('are shown where every depth has samples', { timeout: 60_000 }, () => {
    const report = renderConsole(deepening);
    assert.ok(report.includes('\n1.000 own  a.js:1\n`- 1.000 own'), report.slice(0, 500));
  });

  for (const [kind, session] of Object.entries(SESSIONS)) {
    for (const [name, write] of Object.entries(WRITERS)) {
      it(`are written and read as ${name}: ${kind}`, () => {
        assert.deepEqual(shapeOf(readBack(write(session))), shapeOf(session));
      });
    }
    for (const [name, render] of Object.entries(RENDERERS)) {
      it(`have a ${name}: ${kind}`, () => {
        assert.ok(render(session).includes(name.includes('JSON') ? '"totalMs"' : 'app.js'));
      });
    }
  }
});
