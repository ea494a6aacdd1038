import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeWholeFile } from '../../src/write-file.ts';
import { folderWith } from '../cli/run-command.ts';

describe('writeWholeFile', () => {
  it('writes text and bytes, and leaves no other file', async context => {
    const folder = folderWith(context, {});
    await writeWholeFile(join(folder, 'a'), 'text');
    await writeWholeFile(join(folder, 'b'), new Uint8Array([0, 255]));
    assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'text');
    assert.deepEqual([...readFileSync(join(folder, 'b'))], [0, 255]);
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'b']);
  });

  it('keeps the mode of a file that is there, and the link to it', async context => {
    const folder = folderWith(context, { target: 'old' });
    chmodSync(join(folder, 'target'), 0o640);
    symlinkSync('target', join(folder, 'link'));
    await writeWholeFile(join(folder, 'link'), 'new');
    assert.equal(readFileSync(join(folder, 'target'), 'utf8'), 'new');
    assert.equal(lstatSync(join(folder, 'link')).isSymbolicLink(), true);
    assert.equal(statSync(join(folder, 'target')).mode & 0o777, 0o640);
  });

  it('writes where errors are of another realm, as in Jest', async context => {
    const folder = folderWith(context, {});
    Object.defineProperty(Error, Symbol.hasInstance, { value: () => false, configurable: true });
    context.after(() => {
      Reflect.deleteProperty(Error, Symbol.hasInstance);
    });
    await writeWholeFile(join(folder, 'a'), 'text');
    assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'text');
  });

  it('leaves what was there when it fails', async context => {
    const folder = folderWith(context, {});
    mkdirSync(join(folder, 'folder'));
    await assert.rejects(writeWholeFile(join(folder, 'folder'), 'x'), { code: 'EISDIR' });
    await assert.rejects(writeWholeFile(join(folder, 'none', 'a'), 'x'), { code: 'ENOENT' });
    assert.deepEqual(readdirSync(folder), ['folder']);
  });

  it('writes to what is no regular file as it is', async () => {
    await writeWholeFile('/dev/null', 'x');
    assert.equal(statSync('/dev/null').isFile(), false);
  });
});
