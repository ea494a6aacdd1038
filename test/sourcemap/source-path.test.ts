import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isAbsolutePath,
  isUrl,
  joinPath,
  normalizePath,
  parentFolder,
  scriptPath,
} from '../../src/sourcemap/maps/source-path.ts';

describe('the path of a script', () => {
  it('is that of its file URL', () => {
    assert.equal(scriptPath('file:///app/src/a.mjs'), '/app/src/a.mjs');
  });

  it('has spaces and other letters where the URL has percent signs', () => {
    assert.equal(scriptPath('file:///app/my%20code/%C3%A4.js'), '/app/my code/ä.js');
  });

  it('keeps percent signs that encode nothing', () => {
    assert.equal(scriptPath('file:///app/100%.js'), '/app/100%.js');
  });

  it('has a drive letter and backslashes on Windows', () => {
    assert.equal(scriptPath('file:///C:/app/src/a.mjs'), 'C:\\app\\src\\a.mjs');
    assert.equal(scriptPath('C:\\app\\a.js'), 'C:\\app\\a.js');
  });

  it('names the server of a Windows share', () => {
    assert.equal(scriptPath('file://server/share/a.mjs'), '\\\\server\\share\\a.mjs');
  });

  it('leaves out the query that a loader added', () => {
    assert.equal(scriptPath('file:///app/a.mjs?t=1700000000'), '/app/a.mjs');
    assert.equal(scriptPath('file:///app/a.ts?tsx-namespace=1'), '/app/a.ts');
    assert.equal(scriptPath('/app/a.cjs?namespace=1'), '/app/a.cjs');
  });

  it('is a plain path as it is', () => {
    assert.equal(scriptPath('/app/a.js'), '/app/a.js');
    assert.equal(scriptPath('/app/c#/100%20#1.js'), '/app/c#/100%20#1.js');
  });

  it("is the name of Node.js' own modules, and of code without a file", () => {
    for (const name of ['node:internal/modules/cjs/loader', '[eval]', 'evalmachine.<anonymous>']) {
      assert.equal(scriptPath(name), name);
    }
  });

  it('is short for code that is its own URL', () => {
    assert.equal(scriptPath('data:text/javascript;base64,ZXhwb3J0IHt9'), 'data:text/javascript');
  });
});

describe('paths', () => {
  it('lose dots and doubled separators', () => {
    assert.equal(normalizePath('/app/./src//../lib/x.js'), '/app/lib/x.js');
    assert.equal(normalizePath('C:/app/./src/../x.js'), 'C:\\app\\x.js');
  });

  it('do not go above the root', () => {
    assert.equal(normalizePath('/../../x.js'), '/x.js');
  });

  it('keep leading dots while they are relative', () => {
    assert.equal(normalizePath('../src/./x.js'), '../src/x.js');
  });

  it('are joined to a folder unless they are absolute', () => {
    assert.equal(joinPath('/app/dist', '../src/x.ts'), '/app/src/x.ts');
    assert.equal(joinPath('/app/dist', '/src/x.ts'), '/src/x.ts');
    assert.equal(joinPath('C:\\app\\dist', '../src/x.ts'), 'C:\\app\\src\\x.ts');
  });

  it('have a parent folder, the root its own', () => {
    assert.equal(parentFolder('/app/a.js'), '/app');
    assert.equal(parentFolder('/a.js'), '/');
    assert.equal(parentFolder('C:\\a.js'), 'C:\\');
  });

  it('are told from URLs by their shape', () => {
    assert.deepEqual(
      ['/a', 'C:\\a', '\\\\s\\a', 'a/b', 'node:fs', 'webpack://x/a'].map(isAbsolutePath),
      [true, true, true, false, false, false],
    );
    assert.deepEqual(['/a', 'C:\\a', '\\\\s\\a', 'a/b', 'node:fs', 'webpack://x/a'].map(isUrl), [
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
