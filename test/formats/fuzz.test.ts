// Damaged files must end in a plain message or in a sound session, never in a crash: 2,400 of them, the same in every
// run.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { encodeFolded } from '../../src/formats/folded.ts';
import { encodePprof } from '../../src/formats/pprof.ts';
import { decodeProfileFile } from '../../src/formats/profile-file.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { encodeSpeedscope } from '../../src/formats/speedscope.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { laneDurationUs } from '../../src/model/lane.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import { defaultProcessors } from '../../src/processors/default-processors.ts';
import { applyProcessors } from '../../src/processors/processor.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { renderJson } from '../../src/renderers/json.ts';
import { renderMarkdown } from '../../src/renderers/markdown.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { damageBytes, damageText, damageValue } from '../helpers/damage.ts';
import type { Random } from '../helpers/damage.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { seededRandom } from '../helpers/random.ts';

/** Everything that is shown can be built, and no time appears or gets lost on the way. */
function checkSound(session: SessionData): void {
  const duration = session.lanes.reduce((sum, lane) => sum + laneDurationUs(lane), 0);
  const tolerance = 1e-6 + duration * 1e-9;
  assert.ok(duration >= 0 && Number.isFinite(duration));
  const raw = buildCallTree(session, { selfNodes: true });
  for (const tree of [raw, applyProcessors(raw, defaultProcessors())]) {
    assert.ok(Math.abs(tree.total - duration) <= tolerance);
    checkTree(tree, tolerance);
  }
  for (const { lines, functions } of buildLineTimes(session).values()) {
    for (const time of [...lines.values(), ...functions]) {
      assert.ok(time.total >= 0 && time.total <= duration + tolerance);
    }
  }
  for (const report of [renderConsole(session), renderMarkdown(session)]) {
    assert.doesNotMatch(report, /NaN|Infinity|undefined/);
  }
  const reported = durationsOf(renderJson(session));
  session.lanes.forEach((lane, i) => {
    assert.ok(Math.abs((reported[i] ?? NaN) - laneDurationUs(lane)) <= 1e-3 + tolerance);
  });
}

/** A node's time is its own and its children's. */
function checkTree(root: CallNode, tolerance: number): void {
  const nodes = [root];
  for (const node of nodes) {
    const sum = node.children.reduce((total, child) => total + child.total, node.self);
    assert.ok(Math.abs(node.total - sum) <= tolerance, `${node.frame.name} does not add up`);
    nodes.push(...node.children);
  }
}

/** Total of each lane's tree in the JSON report, which has milliseconds to the nanosecond. */
function durationsOf(report: string): number[] {
  const { lanes } = JSON.parse(report) as { lanes: { root: { totalMs: number } }[] };
  return lanes.map(({ root }) => root.totalMs * 1000);
}

function decode(content: string | Uint8Array): SessionData {
  const file = decodeProfileFile(content, 'damaged');
  if (file.kind === 'session') return file.session;
  return mapRecording(file.recording, { cwd: '/app', readText: () => undefined });
}

function survive(content: string | Uint8Array): 'read' | 'refused' {
  let session: SessionData;
  try {
    session = decode(content);
  } catch (error) {
    assert.ok(error instanceof ProfileError, String(error));
    assert.match(error.message, /^[^\n]{10,200}\.$/);
    return 'refused';
  }
  checkSound(session);
  return 'read';
}

/** Both ends must be common: a decoder that refuses all, or reads all, is not tested. */
function fuzz<Content extends string | Uint8Array>(
  content: Content,
  rounds: number,
  damage: readonly ((content: Content, random: Random) => Content)[],
): void {
  const random = seededRandom(rounds + content.length);
  const ends = { read: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    ends[survive(damage[round % damage.length]!(content, random))]++;
  }
  const least = rounds / 20;
  assert.ok(ends.read > least && ends.refused > least, JSON.stringify(ends));
}

const JSON_DAMAGE = [damageValue, damageText];

const SESSION = parseProfile(`
  main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms
  main@/app/a.js:1 :13 > parse@/app/b.js:5 :8 > [gc] 1ms
  main@/app/a.js:1 :14 > [await] 2ms
  awaits /app/a.js:14:3 count=4 total=9ms max=3ms
  [idle] 5ms
  lane worker
  main@/app/w.js:1 :3 > query@/app/node_modules/pg/a.js:1 :4 > read@node:fs:9 2ms x3
`);

const SAMPLED = JSON.stringify({
  $schema: 'https://www.speedscope.app/file-format-schema.json',
  shared: { frames: [{ name: 'main', file: '/app/a.js', line: 1 }, { name: 'parse' }] },
  profiles: [
    {
      type: 'sampled',
      name: 'main',
      unit: 'milliseconds',
      startValue: 0,
      endValue: 6,
      samples: [[0, 1], [0], [0, 1, 1]],
      weights: [1, 2, 3],
    },
  ],
});

const PYTHON = JSON.stringify({
  start_time: 1_700_000_000,
  duration: 0.006,
  max_interval: 0.001,
  start_call_stack: ['main\0/app/a.py\u00001'],
  target_description: 'Program: a.py',
  cpu_time: 0.004,
  sys_path: ['/app'],
  sys_prefixes: ['/usr'],
  frame_records: [
    [['main\0/app/a.py\u00001\u0001l4', 'load\0/usr/lib/b.py\u00005\u0001cLoader\u0001l7'], 0.004],
    [['main\0/app/a.py\u00001\u0001l6', '[await]'], 0.002],
  ],
});

describe('damaged files end in a plain message or a sound session', () => {
  it('sessions', () => {
    fuzz(encodeSession(SESSION), 600, JSON_DAMAGE);
  });

  it('CPU profiles as we write them', () => {
    fuzz(encodeCpuProfile(SESSION, 0), 400, JSON_DAMAGE);
  });

  it('CPU profiles of Node.js', () => {
    for (const name of ['node20', 'node26']) {
      const file = new URL(`../fixtures/profiles/${name}.cpuprofile`, import.meta.url);
      fuzz(readFileSync(file, 'utf8'), 200, JSON_DAMAGE);
    }
  });

  it('files of speedscope, evented and sampled', () => {
    fuzz(encodeSpeedscope(SESSION), 200, JSON_DAMAGE);
    fuzz(SAMPLED, 200, JSON_DAMAGE);
  });

  it('sessions of pyinstrument', () => {
    fuzz(PYTHON, 200, JSON_DAMAGE);
  });

  it('folded stacks', () => {
    fuzz(encodeFolded(SESSION), 200, [damageText]);
  });

  it('pprof files', () => {
    fuzz(encodePprof(SESSION), 200, [damageBytes]);
  });
});
