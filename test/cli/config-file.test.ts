import assert from 'node:assert/strict';
import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findConfig } from '../../src/cli/config-file.ts';
import { parseOptions } from '../../src/cli/options.ts';
import type { CommandOptions } from '../../src/cli/options.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { webServer } from '../renderers/web-server.ts';
import { folderWith, perform } from './run-command.ts';

const CONFIG = {
  interval: '500us',
  hide: '*/generated/*',
  show: '*/pg/*',
  unicode: false,
  rendererOptions: { time: 'percent' },
};

describe('findConfig', () => {
  it('finds hotpath.config.json here or in a folder above', context => {
    const root = folderWith(context, { 'hotpath.config.json': JSON.stringify(CONFIG) });
    const inner = join(root, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    for (const cwd of [root, inner]) {
      assert.equal(findConfig(cwd)?.file, join(root, 'hotpath.config.json'));
    }
  });

  it('finds hotpath in package.json, but not a dependency of that name', context => {
    const file = JSON.stringify({ hotpath: CONFIG });
    assert.equal(
      findConfig(folderWith(context, { 'package.json': file }))?.switches.get('unicode'),
      false,
    );
    const other = JSON.stringify({ name: 'hotpath', devDependencies: { hotpath: '1.0.0' } });
    assert.equal(findConfig(folderWith(context, { 'package.json': other })), undefined);
  });

  it('looks no further than the project', context => {
    const config = { 'hotpath.config.json': JSON.stringify(CONFIG) };
    for (const mark of ['package.json', '.git']) {
      const root = folderWith(context, config);
      const inner = join(root, 'project', 'src');
      mkdirSync(inner, { recursive: true });
      assert.ok(findConfig(inner));
      writeFileSync(join(root, 'project', mark), '{}');
      assert.equal(findConfig(inner), undefined);
    }
  });

  const skip = process.getuid === undefined && 'Windows tells of no owner';
  it('ignores a file of another user', { skip }, context => {
    const root = folderWith(context, { 'hotpath.config.json': JSON.stringify(CONFIG) });
    const { uid } = statSync(join(root, 'hotpath.config.json'));
    if (uid === 0) chownSync(join(root, 'hotpath.config.json'), 1, 1);
    else context.mock.method(process as Required<NodeJS.Process>, 'getuid', () => uid + 1);
    const passedOver: string[] = [];
    assert.equal(
      findConfig(root, file => passedOver.push(file)),
      undefined,
    );
    assert.deepEqual(passedOver, [join(root, 'hotpath.config.json')]);
  });

  it(
    'tells of settings in a file of another user, and of nothing else',
    { skip },
    async context => {
      const session = encodeSession(webServer());
      for (const [name, text, isTold] of [
        ['hotpath.config.json', '{"renderer":"markdown"}', true],
        ['package.json', '{"hotpath":{"renderer":"markdown"}}', true],
        ['package.json', '{"dependencies":{"hotpath":"1.0.0"}}', false],
        ['package.json', '{"name":"app"}', false],
        ['package.json', '{"hotpath":', false],
      ] as const) {
        const cwd = folderWith(context, { [name]: text, 'a.hotpath': session });
        const { uid } = statSync(join(cwd, name));
        if (uid === 0) chownSync(join(cwd, name), 1, 1);
        else context.mock.method(process as Required<NodeJS.Process>, 'getuid', () => uid + 1);
        const { stdout, stderr, outcome } = await perform(['--load', 'a.hotpath'], { cwd });
        const sentence = `hotpath: the settings in ${join(cwd, name)} do not hold: the file belongs to another user.\n`;
        assert.equal(stderr, isTold ? sentence : '');
        assert.match(stdout, /Program: server\.js/);
        assert.equal(outcome.code, 0);
      }
    },
  );

  it('tells what is wrong with it in one line', async context => {
    for (const [text, sentence] of [
      ['{', /hotpath\.config\.json is no valid JSON\.$/],
      ['[]', /no object/],
      ['{"fast":true}', /no setting fast; there are renderer, /],
      ['{"timeline":"yes"}', /timeline must be true or false/],
      ['{"hide":["a"]}', /hide must be a text or a number/],
      ['{"interval":"fast"}', /hotpath\.config\.json: --interval fast is no time/],
      ['{"nodeArgs":"--no-warnings"}', /nodeArgs must be a list of texts/],
      ['{"rendererOptions":{"fancy":1}}', /no renderer has an option fancy/],
    ] as const) {
      const cwd = folderWith(context, {
        'hotpath.config.json': text,
        'a.hotpath': encodeSession(webServer()),
      });
      const { stderr, outcome } = await perform(['--load', 'a.hotpath'], { cwd });
      assert.match(stderr, /^hotpath: [^\n]+\n$/);
      assert.match(stderr.trim(), sentence);
      assert.equal(outcome.code, 2);
    }
  });
});

describe('the settings of a project', () => {
  it('give way to the ending of the file that is written', async context => {
    const cwd = folderWith(context, {
      'hotpath.config.json': '{"renderer":"markdown"}',
      'a.hotpath': encodeSession(webServer()),
    });
    await perform(['-o', 'a.json', '--load', 'a.hotpath'], { cwd });
    assert.match(readFileSync(join(cwd, 'a.json'), 'utf8'), /^\{"format":"hotpath-report"/);
    await perform(['-o', 'report', '--load', 'a.hotpath'], { cwd });
    assert.match(readFileSync(join(cwd, 'report'), 'utf8'), /^## Profile of/);
  });

  it('run nothing of the project where no program is run', async context => {
    const cwd = folderWith(context, {
      'hotpath.config.json':
        '{"renderer":"./mine.js","node":"./node","nodeArgs":["--no-warnings"],"unicode":false}',
      'mine.js': "exports.render = () => 'taken in';",
      'a.hotpath': encodeSession(webServer()),
    });
    const { stdout, outcome } = await perform(['--load', 'a.hotpath'], { cwd });
    assert.equal(outcome.code, 0);
    assert.doesNotMatch(stdout, /taken in/);
    const options = parseOptions(['--load', 'a.hotpath'], { config: findConfig(cwd) });
    assert.deepEqual([options.nodePath, options.nodeArgs, options.unicode], [undefined, [], false]);
    const chosen = await perform(['-r', './mine.js', '--load', 'a.hotpath'], { cwd });
    assert.equal(chosen.stdout.trim(), 'taken in');
  });

  it('name files beside them, and options for Node.js', context => {
    const root = folderWith(context, {
      'hotpath.config.json': '{"renderer":"./mine.js","nodeArgs":["--no-warnings"]}',
    });
    mkdirSync(join(root, 'a'));
    const config = findConfig(join(root, 'a'));
    const options = parseOptions(['--expose-gc', 'x.js'], { config });
    assert.equal(options.renderer, join(root, 'mine.js'));
    assert.deepEqual(options.nodeArgs, ['--no-warnings', '--expose-gc']);
    assert.deepEqual(parseOptions(['--list'], { config }).task, { kind: 'list' });
  });

  it('hold where the command line is silent', context => {
    const config = findConfig(
      folderWith(context, { 'hotpath.config.json': JSON.stringify(CONFIG) }),
    );
    const options = (...argv: string[]): CommandOptions => parseOptions(argv, { config });
    assert.equal(options('x.js').intervalUs, 500);
    assert.equal(options('-i', '2', 'x.js').intervalUs, 2000);
    assert.equal(options('x.js').unicode, false);
    assert.equal(options('--unicode', 'x.js').unicode, true);
    assert.equal(options('--hide-regex', 'b', 'x.js').hideRegex?.source, 'b');
    assert.equal(options('--show-all', 'x.js').showRegex, undefined);
    assert.equal(options('x.js').showRegex?.test('/pg/'), true);
  });

  it('reach the renderers that know them', async context => {
    const cwd = folderWith(context, {
      'hotpath.config.json': JSON.stringify(CONFIG),
      'a.hotpath': encodeSession(webServer()),
    });
    const { stdout } = await perform(['--load', 'a.hotpath'], { cwd });
    const processorOptions = { hideRegex: /^.*\/generated\/.*$/, showRegex: /^.*\/pg\/.*$/ };
    assert.equal(stdout, renderConsole(webServer(), { time: 'percent', processorOptions }));
    const seconds = await perform(['-p', 'time=seconds', '--load', 'a.hotpath'], { cwd });
    assert.equal(seconds.stdout, renderConsole(webServer(), { processorOptions }));
    const json = await perform(['-r', 'json', '--load', 'a.hotpath'], { cwd });
    assert.equal(json.outcome.code, 0);
  });
});
