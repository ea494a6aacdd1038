// Whatever happens in the thread that records: the program prints, and ends, as without it.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { findPreload } from '../../src/sampler/preload-path.ts';
import { programFolder, record, runPlainly, shareOfFunction, writeProgram } from './run-program.ts';
import type { Recorded } from './run-program.ts';

const PROGRAM = `
function hot(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
process.on('worker', () => console.log('a worker'));
process.on('warning', warning => console.log(warning.message));
process.stdout.write('begun\\n');
hot(400);
setTimeout(() => console.log('done'), 100);
`;

/** Runs the program with `code` added to the thread that records it. */
async function recordWith(code: string, path: string): Promise<Recorded> {
  const folder = programFolder();
  cpSync(dirname(findPreload()), folder, { recursive: true });
  appendFileSync(join(folder, 'relay.cjs'), `\n${code}\n`);
  return await record(path, { preload: join(folder, 'preload.cjs') });
}

const NOISE: Readonly<Record<string, string>> = {
  'prints by console':
    "for (let i = 0; i < 1000; i++) console.log('noise', i), console.error('noise');",
  'prints all the time': "setInterval(() => process.stderr.write('noise'), 1).unref();",
  'has a warning to tell': "process.emitWarning('noise'); new Buffer(1);",
};

const FAILURES: Readonly<Record<string, string>> = {
  throws: "setTimeout(() => { throw new Error('noise'); }, 200);",
  'leaves a rejection unhandled': "setTimeout(() => Promise.reject(new Error('noise')), 200);",
  ends: 'setTimeout(() => process.exit(1), 200);',
};

const LIMITS = { concurrency: 3, timeout: 60_000 };

describe('A program ends and prints as it would without us although our thread', LIMITS, () => {
  for (const [what, code] of Object.entries({ ...NOISE, ...FAILURES })) {
    it(what, async () => {
      const path = writeProgram(PROGRAM);
      const plain = await runPlainly(path);
      const run = await recordWith(code, path);
      assert.deepEqual(
        { exit: run.exit, stdout: run.stdout, stderr: run.stderr },
        { exit: plain.exit, stdout: plain.stdout, stderr: plain.stderr },
      );
      if (what in FAILURES) return;
      assert.ok(shareOfFunction(run, 'hot') > 0.3, `${shareOfFunction(run, 'hot')}`);
    });
  }
});
