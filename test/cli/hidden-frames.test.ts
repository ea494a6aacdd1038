import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { encodeSession } from '../../src/formats/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { folderWith, perform } from './run-command.ts';

const SOURCE = `function main() {
  wrap(work);
}
// @hotpath-hide
const wrap = inner => inner();
function work() {} // about @hotpath-hide, no mark
/* @hotpath-hide */ function other() {}
`;

describe('// @hotpath-hide', () => {
  it('leaves the function out of the tree, and what it calls in', async context => {
    const cwd = folderWith(context, { 'a.js': SOURCE });
    const a = join(cwd, 'a.js');
    const session = parseProfile(
      `
      <module>@${a}:1 > main@${a}:1 > wrap@${a}:5 > work@${a}:6 3ms
      <module>@${a}:1 > main@${a}:1 > other@${a}:7 > work@${a}:6 1ms
      `,
      { cwd },
    );
    const folder = folderWith(context, { 'a.hotpath': encodeSession(session) });
    const load = ['--load', join(folder, 'a.hotpath')];
    const tree = ['0.004 <module>  a.js:1', '└─ 0.004 main  a.js:1', '   └─ 0.004 work  a.js:6'];
    assert.ok((await perform(load, { cwd })).stdout.includes(tree.join('\n')));
    const all = await perform(['--show-all', ...load], { cwd });
    assert.match(all.stdout, / 0\.003 wrap {2}a\.js:5\n/);
  });
});
