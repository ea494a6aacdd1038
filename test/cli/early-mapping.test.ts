// A recording that was mapped in part while its program ran is what it would be without that.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EarlyMapping } from '../../src/cli/early-mapping.ts';
import { mapToSources } from '../../src/map-to-sources.ts';
import { ScriptCache } from '../../src/sourcemap/script-cache.ts';
import { record, writeProgram } from '../sampler/run-program.ts';

/** Grows while it runs: what is mapped early is not all that there is. */
const PROGRAM = `
const { join } = require('node:path');
const spin = ms => { const end = performance.now() + ms; while (performance.now() < end); };
function first() { spin(900); }
function second() { spin(700); }
first();
second();
setTimeout(function later() { spin(300); }, 100);
`;

it('A recording that was mapped while it grew is mapped as one that is mapped once', async () => {
  const mapping = new EarlyMapping(process.cwd());
  let unfollow = (): void => undefined;
  const { recording } = await record(writeProgram(PROGRAM), {
    during: program => {
      unfollow = mapping.follow(program);
    },
  });
  unfollow();
  assert.equal(mapping.hasThread, true);
  const session = await mapping.finish(recording);
  assert.deepEqual(session, mapToSources(recording, process.cwd(), new ScriptCache()));
  const names = session.strings.filter(text => ['first', 'second', 'later'].includes(text));
  assert.deepEqual(names.sort(), ['first', 'later', 'second']);
});
