// `hotpath` without a program: help, versions, and what it says when it is used wrongly or finds nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { OPTIONS } from '../../src/cli/option-table.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { webServer } from '../renderers/web-server.ts';
import { folderWith, perform } from './run-command.ts';
import { assertWrong } from './wrong-usage.ts';

const SESSION = { 'a.hotpath': encodeSession(webServer()) };

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
