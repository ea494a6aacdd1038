// `hotpath --load`: the report of a file, in the format and to the place that is asked for.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { encodeSession } from '../../src/formats/session.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { webServer } from '../renderers/web-server.ts';
import { folderWith, perform } from './run-command.ts';
import { assertWrong } from './wrong-usage.ts';

const SESSION = { 'a.hotpath': encodeSession(webServer()) };

describe('hotpath --load', () => {
  it('prints the report of a session file', async context => {
    const cwd = folderWith(context, SESSION);
    const { stdout, stderr, outcome } = await perform(['--load', 'a.hotpath'], { cwd });
    assert.equal(stdout, renderConsole(webServer(), { unicode: true }));
    assert.equal(stderr, '');
    assert.equal(outcome.code, 0);
  });

  it('passes options on to the report', async context => {
    const cwd = folderWith(context, SESSION);
    const print = async (...options: string[]): Promise<string> =>
      (await perform([...options, '--load', 'a.hotpath'], { cwd })).stdout;
    assert.equal(await print('-t'), renderConsole(webServer(), { unicode: true, timeline: true }));
    assert.equal(
      await print('--show-all'),
      renderConsole(webServer(), { unicode: true, showAll: true }),
    );
    assert.equal(
      await print('--no-unicode', '--color'),
      renderConsole(webServer(), { color: true }),
    );
    assert.equal(
      await print('-p', 'short_mode'),
      renderConsole(webServer(), { unicode: true, short: true }),
    );
    assert.equal(
      await print('--show', '*/pg/*', '-p', 'processor_options.filter_threshold=0'),
      renderConsole(webServer(), {
        unicode: true,
        processorOptions: { showRegex: /^.*\/pg\/.*$/, filterThreshold: 0 },
      }),
    );
    assert.match(await print('--target-description', 'My {args}!'), /^Program: My server\.js!$/m);
  });

  it('shows the slowest lines on terminals and in files, unless told not to', async context => {
    const cwd = folderWith(context, SESSION);
    let screen = '';
    const stdout = {
      isTTY: true,
      write: (data: unknown, done?: () => void) => ((screen += String(data)), done?.(), true),
    };
    await perform(['--load', 'a.hotpath'], { cwd, stdout });
    assert.match(screen, /\nSlowest lines\n/);
    screen = '';
    await perform(['-p', 'lines=false', '--load', 'a.hotpath'], { cwd, stdout });
    assert.doesNotMatch(screen, /Slowest lines/);
    await perform(['-o', 'out.txt', '--load', 'a.hotpath'], { cwd });
    assert.match(readFileSync(join(cwd, 'out.txt'), 'utf8'), /\nSlowest lines\n/);
  });

  it('writes the report to a file, in the format of its ending, and nothing else', async context => {
    const cwd = folderWith(context, SESSION);
    const { stdout } = await perform(['-o', 'Out.JSON', '--load', 'a.hotpath'], { cwd });
    assert.equal(stdout, '');
    const report = JSON.parse(readFileSync(join(cwd, 'Out.JSON'), 'utf8')) as { format: string };
    assert.equal(report.format, 'hotpath-report');
    assert.deepEqual(readdirSync(cwd).sort(), ['Out.JSON', 'a.hotpath']);
  });

  it('replaces a file that is there', async context => {
    const cwd = folderWith(context, { ...SESSION, 'out.txt': 'old' });
    await perform(['-r', 'json', '-o', 'out.txt', '--load', 'a.hotpath'], { cwd });
    assert.match(readFileSync(join(cwd, 'out.txt'), 'utf8'), /^\{"format":"hotpath-report"/);
  });

  it("renders with a module of the user's own", async context => {
    const render = `(session, api) => api.buildCallTree(session).total + ' ' + JSON.stringify(api.options.mine)`;
    const cwd = folderWith(context, {
      ...SESSION,
      'mine.mjs': `export const render = ${render};`,
      'mine.cjs': `exports.render = async ${render};`,
      'wrong.mjs': 'export const render = () => 7;',
      'throws.mjs': 'export const render = () => { throw new TypeError("boom\\nmore"); };',
    });
    for (const module of ['./mine.mjs', 'mine.cjs', join(cwd, 'mine.mjs')]) {
      const { stdout } = await perform(['-r', module, '-p', 'mine=[1]', '--load', 'a.hotpath'], {
        cwd,
      });
      assert.equal(stdout, '1000000 [1]');
    }
    assertWrong(
      await perform(['-r', './wrong.mjs', '--load', 'a.hotpath'], { cwd }),
      /neither a text nor bytes/,
    );
    assertWrong(
      await perform(['-r', './throws.mjs', '--load', 'a.hotpath'], { cwd }),
      /The renderer \.\/throws\.mjs failed: TypeError: boom \(at .*throws\.mjs:1:\d+\)/,
    );
  });

  it('shows a profile of Node.js itself', async context => {
    const node = (id: number, functionName: string, children: number[]): object => ({
      id,
      children,
      callFrame: {
        functionName,
        scriptId: '1',
        url: id === 1 ? '' : 'file:///x/a.js',
        lineNumber: 0,
        columnNumber: 0,
      },
    });
    const profile = {
      nodes: [node(1, '(root)', [2]), node(2, 'work', [])],
      startTime: 0,
      endTime: 2000,
      samples: [2, 2],
      timeDeltas: [0, 1000],
    };
    const cwd = folderWith(context, { 'a.cpuprofile': JSON.stringify(profile) });
    const { stdout } = await perform(['--load', 'a.cpuprofile'], { cwd });
    assert.match(stdout, /^0\.002 work {2}/m);
    // It does not tell when it was.
    assert.match(stdout, /Recorded: - +Samples/);
  });
});
