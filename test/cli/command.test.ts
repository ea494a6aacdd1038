import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { encodeSession } from '../../src/formats/session.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { webServer } from '../renderers/web-server.ts';
import { folderWith, perform } from './run-command.ts';
import type { Host } from '../../src/cli/host.ts';
import { OPTIONS } from '../../src/cli/option-table.ts';
import type { Performed } from './run-command.ts';

const SESSION = { 'a.hotpath': encodeSession(webServer()) };

function assertWrong({ stderr, stdout, outcome }: Performed, sentence: RegExp): void {
  assert.equal(outcome.code, 2);
  assert.match(stderr, /^hotpath: [^\n]+\n$/);
  assert.match(stderr, sentence);
  assert.equal(stdout, '');
}

describe('hotpath', () => {
  it('prints help that fits one screen', async () => {
    const { stdout, outcome } = await perform(['--help']);
    const lines = stdout.split('\n');
    assert.ok(lines.length <= 24, `${lines.length} lines`);
    assert.ok(
      lines.every(line => line.length <= 80),
      lines.find(line => line.length > 80),
    );
    assert.match(stdout, /Examples: hotpath server\.js/);
    assert.equal(outcome.code, 0);
  });

  it('names every option in its help', async () => {
    const { stdout } = await perform(['--help']);
    for (const { flags } of OPTIONS) {
      const named = flags.some(
        flag => stdout.includes(flag) || stdout.includes(flag.replace('--', '--[no-]')),
      );
      assert.ok(named || flags.includes('--help') || flags.includes('--version'), flags.join());
    }
  });

  it('prints help as an error when there is nothing to do', async () => {
    for (const argv of [[], ['-t']]) {
      const { stdout, stderr, outcome } = await perform(argv);
      assert.equal(stdout, '');
      assert.match(stderr, /^hotpath \S+ shows which/);
      assert.equal(outcome.code, 2);
    }
  });

  it('prints versions', async () => {
    const { stdout } = await perform(['--version']);
    const { version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { version: string };
    assert.ok(
      stdout.startsWith(`hotpath ${version}, on Node.js ${process.versions.node} (V8 `),
      stdout,
    );
  });

  it('tells wrong usage in one line, with exit code 2', async context => {
    const cwd = folderWith(context, {
      ...SESSION,
      'bad.mjs': 'export const x = 1;',
      'torn.mjs': 'export {',
    });
    const load = ['--load', 'a.hotpath'];
    assertWrong(await perform(['--fast'], { cwd }), /no option --fast/);
    assertWrong(
      await perform(['-r', 'pdf', ...load], { cwd }),
      /no renderer pdf: choose text, html, json/,
    );
    assertWrong(
      await perform(['-r', './none.js', ...load], { cwd }),
      /no renderer at \.\/none\.js/,
    );
    assertWrong(
      await perform(['-r', './bad.mjs', ...load], { cwd }),
      /does not export a function render/,
    );
    assertWrong(await perform(['-r', './torn.mjs', ...load], { cwd }), /cannot be loaded: /);
    assertWrong(await perform(['-p', 'fancy', ...load], { cwd }), /has no option fancy/);
    assertWrong(await perform(['-p', 'flat', '-t', ...load], { cwd }), /no timeline/);
    assertWrong(
      await perform(['-p', 'lane=7', ...load], { cwd }),
      /no lane 7: lanes go from 0 to 0/,
    );
    assertWrong(
      await perform(['-o', 'no/such/out.txt', ...load], { cwd }),
      /in no folder that exists/,
    );
    assertWrong(await perform(['-o', '.', ...load], { cwd }), /is a folder/);
    assertWrong(await perform(['-o', '', ...load], { cwd }), /-o needs a value/);
    assertWrong(await perform(['-p', '__proto__.x=1', ...load], { cwd }), /has no name/);
  });

  it('tells what it cannot load in one line, with exit code 1', async context => {
    const cwd = folderWith(context, { 'a.txt': 'hello', 'b.json': '{"a":1}' });
    for (const [file, sentence] of [
      ['none.hotpath', /^hotpath: There is no file none\.hotpath\.\n$/],
      ['a.txt', /^hotpath: a\.txt: [^\n]+\n$/],
      ['b.json', /^hotpath: b\.json is no profile that Hotpath can read\.\n$/],
      ['.', /^hotpath: \. cannot be read: [^\n]+\n$/],
    ] as const) {
      const { stderr, outcome } = await perform(['--load', file], { cwd });
      assert.match(stderr, sentence);
      assert.equal(outcome.code, 1);
    }
  });
});

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

describe('hotpath --list and --load-prev', () => {
  it('say so when there is nothing', async context => {
    const cwd = folderWith(context, {});
    assert.equal((await perform(['--list'], { cwd })).stdout, 'There are no reports yet.\n');
    const { stderr, outcome } = await perform(['--load-prev', '../x'], { cwd });
    assert.equal(
      stderr,
      'hotpath: There is no report ../x: hotpath --list shows those there are.\n',
    );
    assert.equal(outcome.code, 1);
  });
});
