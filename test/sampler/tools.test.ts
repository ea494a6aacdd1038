// Tools that compile the program's plain JavaScript in memory, as test runners do: times stand on the lines of the file.

import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { transformSync } from 'esbuild';
import { ownTime, programFolder, record, timesOf } from './run-program.ts';

const PROGRAM = `function work() {
  for (const end = Date.now() + 400; Date.now() < end; );
}
work();
`;

it('A program that a tool compiles has its times on its own lines', async () => {
  const folder = realpathSync(programFolder());
  const path = join(folder, 'app.js');
  writeFileSync(path, PROGRAM);
  const banner = '// compiled\n'.repeat(20);
  const { code } = transformSync(PROGRAM, { banner, sourcemap: 'inline', sourcefile: 'app.js' });
  const tool = join(folder, 'node_modules', 'tool');
  mkdirSync(tool, { recursive: true });
  writeFileSync(
    join(tool, 'run.js'),
    `require('node:vm').runInThisContext(${JSON.stringify(code)}, { filename: process.argv[2] });`,
  );
  const run = await record(join(tool, 'run.js'), { args: [path] });
  const self = timesOf(run, path)?.lines.get(2)?.self ?? 0;
  assert.ok(self > 300_000, `${self} µs on line 2`);
  assert.ok(ownTime({ ...run, path }) > 300_000);
});

it('A program that a tool wraps has its times on its own lines, where V8 is told of the wrapper', async () => {
  const folder = realpathSync(programFolder());
  const path = join(folder, 'app.js');
  writeFileSync(path, PROGRAM);
  const tool = join(folder, 'node_modules', 'tool');
  mkdirSync(tool, { recursive: true });
  writeFileSync(
    join(tool, 'run.js'),
    `const { Script } = require('node:vm');
const wrapper = '({"wrapped":function(module,exports,require){';
const text = wrapper + ${JSON.stringify(PROGRAM)} + '}})';
const options = { filename: process.argv[2], columnOffset: wrapper.length };
new Script(text, options).runInThisContext().wrapped();
`,
  );
  const run = await record(join(tool, 'run.js'), { args: [path] });
  assert.deepEqual(run.session.meta.notes, []);
  const self = timesOf(run, path)?.lines.get(2)?.self ?? 0;
  assert.ok(self > 300_000, `${self} µs on line 2`);
});
