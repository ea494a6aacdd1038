import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shortPath } from '../../src/renderers/short-path.ts';

describe('shortPath', () => {
  it('is relative to the working directory', () => {
    assert.equal(shortPath('/home/me/app/src/a.js', { cwd: '/home/me/app' }), 'src/a.js');
    assert.equal(shortPath('/home/me/app/src/a.js', { cwd: '/home/me/app/' }), 'src/a.js');
  });

  it('is relative to the innermost folder of packages', () => {
    assert.equal(
      shortPath('/app/node_modules/pg/lib/client.js', { cwd: '/app' }),
      'pg/lib/client.js',
    );
    assert.equal(
      shortPath('/app/node_modules/.pnpm/pg@8/node_modules/pg/lib/client.js', { cwd: '/app' }),
      'pg/lib/client.js',
    );
  });

  it('may lead out of the working directory when that is shorter', () => {
    assert.equal(shortPath('/home/me/work/lib/a.js', { cwd: '/home/me/work/app' }), '../lib/a.js');
  });

  it('leaves a path that would not have fewer parts', () => {
    assert.equal(shortPath('/lib/a.js', { cwd: '/app' }), '/lib/a.js');
  });

  it('leaves what is no absolute path', () => {
    for (const path of ['node:internal/timers', 'server.js', '[eval]', 'https://x.org/a/b.js']) {
      assert.equal(shortPath(path, { cwd: '/app' }), path);
    }
  });

  it('knows the paths of Windows', () => {
    assert.equal(shortPath('C:\\app\\src\\a.js', { cwd: 'c:\\app' }), 'src\\a.js');
    assert.equal(shortPath('D:\\app\\src\\a.js', { cwd: 'C:\\app' }), 'D:\\app\\src\\a.js');
    assert.equal(shortPath('C:\\app\\node_modules\\pg\\i.js', { cwd: 'C:\\app' }), 'pg\\i.js');
  });

  it('goes from the folder of the program from which the way is shortest', () => {
    const folders = {
      cwd: '/app',
      moduleFolders: ['/usr/lib/python3', '/app/.venv/site-packages'],
    };
    const ways = [
      '/usr/lib/python3/json/decoder.py',
      '/app/.venv/site-packages/flask/app.py',
      '/app/a.py',
    ];
    assert.deepEqual(
      ways.map(path => shortPath(path, folders)),
      ['json/decoder.py', 'flask/app.py', 'a.py'],
    );
  });
});
