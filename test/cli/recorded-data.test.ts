// What renderers get of a program that was just recorded.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeSession } from '../../src/formats/session.ts';
import { folderWith, hotpath } from './run-command.ts';

const SPIN = 'const end = performance.now() + 150;\nwhile (performance.now() < end);\n';

describe('a renderer of the user', () => {
  it('gets a recording as plain data, which can be written as JSON', async context => {
    const render =
      'export const render = session => JSON.stringify(session.lanes[0].samples.stack.map(of => [of]));';
    const cwd = folderWith(context, { 'app.js': SPIN, 'mine.mjs': render });
    const { stdout, stderr } = await hotpath(['-r', './mine.mjs', 'app.js'], { cwd });
    assert.equal(stderr, '');
    assert.match(stdout, /^\[\[\d+\](,\[\d+\])+\]$/);
  });
});

describe('hotpath -r session', () => {
  it('writes a recording that is longer than a piece of it', async context => {
    const cwd = folderWith(context, { 'app.js': SPIN });
    const { stdout } = await hotpath(['-r', 'session', '-i', '100us', 'app.js'], { cwd });
    const { lanes, stacks } = decodeSession(stdout);
    const rows = lanes[0]?.samples.stack ?? [];
    assert.ok(rows.length > 100);
    assert.ok(rows.reduce((most, of) => Math.max(most, of), 0) < stacks.parent.length);
  });
});
