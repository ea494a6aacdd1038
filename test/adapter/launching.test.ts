// What a launched program is, and what it finds around it.

import assert from 'node:assert/strict';
import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../src/sampler/running-process.ts';
import { NODE } from '../helpers/node-under-test.ts';
import {
  ENDLESS,
  inDebugSession,
  launch,
  makeFolder,
  untilPrinted,
  write,
} from './debug-session.ts';

const folder = makeFolder();

describe('a launch configuration of type hotpath', { concurrency: 2, timeout: 120_000 }, () => {
  it('runs what Node.js finds by its options, also by those that only V8 knows', async () => {
    write(folder, 'tests/one.test.js', "require('node:test')('one', () => console.log('tested'));");
    await inDebugSession(async session => {
      const runtimeArgs = ['--test', '--single-threaded'];
      await launch(session, { runtimeArgs, cwd: join(folder, 'tests') });
      await untilPrinted(session, /pass (1)/);
      assert.deepEqual(session.recorder.names, ['node --test --single-threaded']);
    });
  });

  it('runs commands, such as npm scripts, and stops all that they start', async () => {
    write(folder, 'scripts/package.json', '{"scripts":{"start":"node server.js || exit 1"}}');
    write(folder, 'scripts/server.js', ENDLESS);
    await inDebugSession(async session => {
      const cwd = join(folder, 'scripts');
      await launch(session, { runtimeExecutable: 'npm', runtimeArgs: ['run', 'start'], cwd });
      const pid = Number(await untilPrinted(session, /pid (\d+)/));
      await sleep(1500);
      await session.client.terminateRequest();
      assert.equal(isRunning(pid), false);
      assert.deepEqual(session.recorder.names, ['npm run start']);
      const lanes = session.recorder.recordings[0]!.session.lanes.map(({ name }) => name);
      assert.deepEqual(
        lanes.map(name => name.replace(/ \d+ .*/, '')),
        ['main', 'child'],
      );
    });
  });

  it('gives the program the variables of its file and its own', async () => {
    write(folder, 'variables/.env', '# first\nexport A=of file\nB="of file"\n');
    const program = write(
      folder,
      'variables/print.js',
      'const { A, B, C } = process.env; console.log(JSON.stringify({ A, B, C }));',
    );
    await inDebugSession(async session => {
      const env = { B: 'own', C: null };
      await launch(session, { program, env, envFile: '.env', cwd: join(folder, 'variables') });
      await session.ended;
      assert.deepEqual(JSON.parse(session.printed('stdout')), { A: 'of file', B: 'own' });
    });
  });

  it('looks for Node.js on the PATH that the configuration gives', async () => {
    const program = write(folder, 'where.js', 'console.log(process.execPath);');
    await inDebugSession(async session => {
      const configuration = { program, runtimeExecutable: 'node', env: { PATH: folder } };
      await assert.rejects(launch(session, configuration), /There is no Node\.js at node\./);
      symlinkSync(NODE, join(folder, 'node'));
      await session.client.launchRequest(configuration as object);
      await session.ended;
      assert.equal(session.printed('stdout').trim(), realpathSync(NODE));
    });
  });

  it('says so when the file of variables is missing', async () => {
    const program = write(folder, 'no-variables.js', '');
    await inDebugSession(async session => {
      const configuration = { program, envFile: join(folder, 'missing.env') };
      await assert.rejects(launch(session, configuration), /missing\.env cannot be read/);
    });
  });
});
