// A report that no terminal can show: the page opens in the browser, and bytes are refused.

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Host } from '../../src/cli/host.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { webServer } from '../renderers/web-server.ts';
import { folderWith, perform } from './run-command.ts';
import { assertWrong } from './wrong-usage.ts';

const SESSION = { 'a.hotpath': encodeSession(webServer()) };

describe('hotpath -r html on a terminal', () => {
  const onTerminal = (): { screen: () => string; stdout: Host['stdout'] } => {
    let text = '';
    const write: Host['stdout']['write'] = (data, done) => ((text += String(data)), done?.(), true);
    return { screen: () => text, stdout: { isTTY: true, write } };
  };

  it('opens the page in the browser and says where it is', async context => {
    const cwd = folderWith(context, {
      ...SESSION,
      'my browser': '#!/bin/sh\nprintf %s "$1" > "${0%/*}/seen"',
    });
    chmodSync(join(cwd, 'my browser'), 0o755);
    const { screen, stdout } = onTerminal();
    const seen = join(cwd, 'seen');
    const opened = new Promise<void>(resolve => {
      const watcher = watch(cwd, () => {
        if (!existsSync(seen)) return;
        watcher.close();
        resolve();
      });
    });
    const env = { PATH: process.env['PATH'], BROWSER: join(cwd, 'my browser') };
    const { outcome } = await perform(['-r', 'html', '--load', 'a.hotpath'], { cwd, stdout, env });
    assert.deepEqual(outcome, { code: 0 });
    const [, path = ''] = /^The report is in (.+)\n$/.exec(screen()) ?? [];
    assert.match(readFileSync(path, 'utf8'), /^<!doctype html>/);
    rmSync(dirname(path), { recursive: true });
    await opened;
  });

  it('does without a browser', async context => {
    const cwd = folderWith(context, SESSION);
    const { screen, stdout } = onTerminal();
    const env = { BROWSER: join(cwd, 'none') };
    const { outcome, stderr } = await perform(['-r', 'html', '--load', 'a.hotpath'], {
      ...{ cwd, stdout, env },
    });
    assert.deepEqual(outcome, { code: 0 });
    assert.equal(stderr, '');
    rmSync(dirname(screen().trim().slice('The report is in '.length)), { recursive: true });
  });

  it('refuses bytes on a terminal', async context => {
    const cwd = folderWith(context, SESSION);
    const { stdout } = onTerminal();
    assertWrong(
      await perform(['-r', 'pprof', '--load', 'a.hotpath'], { cwd, stdout }),
      /pprof is not for a terminal/,
    );
  });
});
