import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { findRendererFor, RENDERERS } from '../../src/cli/renderers.ts';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { webServer } from '../renderers/web-server.ts';
import { builtHotpath, folderWith, perform } from './run-command.ts';

describe('RENDERERS', () => {
  it('have names and endings of their own', () => {
    const names = RENDERERS.flatMap(entry => entry.names);
    const extensions = RENDERERS.flatMap(entry => entry.extensions);
    assert.equal(new Set(names).size, names.length);
    assert.equal(new Set(extensions).size, extensions.length);
  });
});

describe('findRendererFor', () => {
  it('goes by the longest ending, in upper or lower case', () => {
    const nameFor = (file: string): string | undefined => findRendererFor(file)?.names[0];
    assert.equal(nameFor('a.json'), 'json');
    assert.equal(nameFor('a.speedscope.json'), 'speedscope');
    assert.equal(nameFor('/x/A.CPUPROFILE'), 'cpuprofile');
    assert.equal(nameFor('a.pb.gz'), 'pprof');
    assert.equal(nameFor('a.md'), 'markdown');
    assert.equal(nameFor('a.hotpath'), 'session');
    assert.equal(nameFor('a.xyz'), undefined);
  });
});

describe('hotpath -o', () => {
  it('writes every format', async context => {
    const cwd = folderWith(context, { 'a.hotpath': encodeSession(webServer()) });
    const written = async (name: string): Promise<Buffer> => {
      const { stderr } = await perform(['-o', name, '--load', 'a.hotpath'], { cwd });
      assert.equal(stderr, '');
      return readFileSync(join(cwd, name));
    };
    const parsed = async (name: string): Promise<object> =>
      JSON.parse((await written(name)).toString()) as object;
    assert.ok('lanes' in (await parsed('b.json')));
    assert.ok('shared' in (await parsed('b.speedscope.json')));
    assert.ok('timeDeltas' in (await parsed('b.cpuprofile')));
    assert.match((await written('b.md')).toString(), /^## Profile of `server\.js`\n/);
    assert.match((await written('b.folded')).toString(), /^<module> .*;listen .* 4000\n/);
    assert.equal(Profile.decode(gunzipSync(await written('b.pb.gz'))).sampleType.length, 2);
    assert.deepEqual(
      decodeSession((await written('b.hotpath')).toString()),
      decodeSession(encodeSession(webServer())),
    );
    assert.match((await written('b.anything')).toString(), /H O T P A T H/);
  });

  it('writes nothing binary to a terminal', async context => {
    const cwd = folderWith(context, { 'a.hotpath': encodeSession(webServer()) });
    const stdout = { isTTY: true, write: () => assert.fail('written') };
    const { stderr, outcome } = await perform(['-r', 'pprof', '--load', 'a.hotpath'], {
      cwd,
      stdout,
    });
    assert.match(stderr, /^hotpath: pprof is not for a terminal[^\n]*\n$/);
    assert.equal(outcome.code, 2);
  });
});

it('A renderer whose promise is never settled is told of, and the recording is kept', async context => {
  const cwd = folderWith(context, {
    'stuck.mjs': 'export const render = () => new Promise(() => undefined);',
  });
  const { code, stderr } = await builtHotpath(['-r', './stuck.mjs', '-e', '0'], {
    cwd,
    env: { XDG_DATA_HOME: cwd },
  });
  assert.equal(code, 2);
  assert.match(stderr, /^hotpath: The renderer \.\/stuck\.mjs failed: .* never settled.*kept/s);
});
