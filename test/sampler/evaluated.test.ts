// Code that a bundler evaluates under a name of its own is shown in its source.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { record, writeProgram } from './run-program.ts';

/** Its only line is the third of its source. */
const MAP = { version: 3, sources: ['webpack://app/./page.ts'], names: [], mappings: 'AAEA' };
const EVALUATED = [
  'globalThis.spin = ms => { const end = Date.now() + ms; while (Date.now() < end); };',
  `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(MAP)).toString('base64')}`,
  '//# sourceURL=webpack-internal:///./page.js',
].join('\n');

it('A server that is killed has the lines of what it evaluated while it ran', async () => {
  const { session } = await record(
    writeProgram(`
setTimeout(() => {
  (0, eval)(${JSON.stringify(EVALUATED)});
  spin(300);
}, 1200);
setInterval(() => undefined, 1000);
`),
    {
      async during(_program, pid) {
        await wait(4700);
        process.kill(pid, 'SIGKILL');
      },
    },
  );
  const files = [...buildLineTimes(session)].filter(([path]) => path.endsWith('page.ts'));
  assert.equal(files.length, 1);
  const us = files[0]?.[1].lines.get(3)?.total ?? 0;
  assert.ok(us > 250_000 && us < 400_000, `${us} us on its line`);
});
