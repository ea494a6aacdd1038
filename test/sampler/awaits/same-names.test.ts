import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildCallTree } from '../../../src/model/call-tree.ts';
import type { CallNode } from '../../../src/model/call-tree.ts';
import { displayName } from '../../../src/model/frame.ts';
import { record, writeProgram } from '../run-program.ts';

function find(node: CallNode, name: string): CallNode | undefined {
  if (displayName(node.frame) === name) return node;
  for (const child of node.children) {
    const found = find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

it('methods of one name on one line, as minifiers leave them, are told from one another', async () => {
  const run = await record(
    writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
function spin(ms) { for (const end = performance.now() + ms; performance.now() < end; ); }
class Base{async run(){await sleep(150);spin(150)}}class Sub extends Base{async run(){await super.run();spin(150)}}
new Sub().run();
`),
  );
  const sub = find(buildCallTree(run.session), 'Sub.run');
  assert.ok((sub?.total ?? 0) > 400_000, `${sub?.total} us in Sub.run`);
  const base = sub && find(sub, 'Base.run');
  assert.ok((base?.total ?? 0) > 270_000 && (base?.waiting ?? 0) > 130_000, `${base?.total} us`);
});
