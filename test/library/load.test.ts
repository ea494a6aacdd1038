import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { load } from '../../src/load.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { readFrames } from '../../src/model/frame-table.ts';
import { launch } from '../../src/sampler/launch.ts';
import { node } from '../helpers/v8-nodes.ts';

const folder = mkdtempSync(join(tmpdir(), 'hotpath-load-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** Loads a profile of `work`, which is on this line of a script with this text. */
async function loadProfile(text: string, line: number): Promise<unknown> {
  const script = join(folder, 'app.js');
  writeFileSync(script, text);
  const work = node(1, 'work', { callFrame: place(script, line) });
  const profile = { nodes: [work], samples: [1], timeDeltas: [0], startTime: 0, endTime: 1000 };
  writeFileSync(join(folder, 'app.cpuprofile'), JSON.stringify(profile));
  const session = await load(join(folder, 'app.cpuprofile'));
  const frame = readFrames(session).find(({ name }) => name === 'work');
  return { line: frame?.line, notes: session.meta.notes };
}

function place(url: string, line: number) {
  return { functionName: 'work', scriptId: '1', url, lineNumber: line - 1, columnNumber: 13 };
}

describe('load', () => {
  it('reads the scripts anew for every profile, since they may have been edited', async () => {
    const work = 'function work() {}\n';
    assert.deepEqual(await loadProfile(work, 1), { line: 1, notes: [] });
    assert.deepEqual(await loadProfile(`\n\n\n\n${work}`, 5), { line: 5, notes: [] });
  });

  it('reads a recording that was cut short, as plain data', async () => {
    const [script, journal] = [join(folder, 'busy.js'), join(folder, 'busy.hotpath')];
    const code =
      'function busy() { for (const end = Date.now() + 400; Date.now() < end; ); } busy();';
    writeFileSync(script, code);
    const cut = join(folder, 'cut.hotpath');
    const running = await launch({ entry: { kind: 'file', path: script }, journal });
    running.onChunk(() => {
      copyFileSync(journal, cut);
    });
    await running.finished;
    const session = await load(cut);
    const [hottest] = buildCallTree(session).children;
    assert.ok((hottest?.total ?? 0) > 200_000, `${hottest?.total} µs`);
    assert.match(session.meta.notes.join(' '), /cut short/);
    assert.deepEqual(structuredClone(session), session);
    const samples = JSON.parse(JSON.stringify(session.lanes[0]?.samples)) as unknown;
    assert.deepEqual(samples, session.lanes[0]?.samples);
  });
});
