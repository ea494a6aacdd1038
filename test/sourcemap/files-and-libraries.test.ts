// Whose the code is that ran, and where it is shown: code without a file, linked packages, TypeScript, libraries.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mapText, placeIn, printStacks } from './map-text.ts';

describe('code without a file of its own', () => {
  const kinds = (profile: string) =>
    printStacks(mapText(profile))
      .split('\n')
      .map(row => row.trim());

  it("is the application's where nobody called it, and below Node.js' own functions", () => {
    assert.deepEqual(kinds('runScript@node:vm:1:1 > <anonymous>@[eval]:1:1 1ms'), [
      'runScript@node:vm:1:1 node',
      '<module>@[eval]:1:1 application',
    ]);
  });

  it('is part of the library that made it', () => {
    assert.deepEqual(
      kinds('render@/app/node_modules/ejs/i.js:1:9 > run@evalmachine.<anonymous>:3:4 1ms'),
      ['render@/app/node_modules/ejs/i.js:1:9 library', 'run@evalmachine.<anonymous>:3:4 library'],
    );
  });

  it('is told apart by who made it', () => {
    const rows = kinds(
      `render@/app/node_modules/ejs/i.js:1:9 > run@evalmachine.<anonymous>:3:4 1ms
       main@/app/main.js:1:9 > run@evalmachine.<anonymous>:3:4 1ms`,
    );
    assert.deepEqual(rows.slice(2), [
      'main@/app/main.js:1:9 application',
      'run@evalmachine.<anonymous>:3:4 application',
    ]);
  });

  it('keeps built-in functions and what is no function as they are', () => {
    assert.deepEqual(kinds('main@/app/main.js:1:9 > sort@native > [gc] 1ms').slice(1), [
      'sort native',
      '[gc] synthetic',
    ]);
  });
});

describe('a package of the workspace that is linked into node_modules', () => {
  it('is shown where its files are', () => {
    const session = mapText('run@file:///app/node_modules/@me/core/a.js:1:9 1ms', {
      realPath: path => path.replace('/app/node_modules/@me/core', '/app/core'),
    });
    assert.equal(printStacks(session), 'run@/app/core/a.js:1:9 application');
  });
});

describe('TypeScript that Node.js ran as it is', () => {
  const text = 'class A {\n  load(id: number): void {}\n}\n';
  const profile = `load@file:///app/a.ts:${placeIn(text, 'load|(')} 1ms`;

  it('has class names when types can be taken out', () => {
    const session = mapText(profile, {
      files: { '/app/a.ts': text },
      stripTypes: code => code.replace(/: (?:number|void)/g, found => ' '.repeat(found.length)),
    });
    assert.equal(printStacks(session), 'A.load@/app/a.ts:2:7 application');
  });

  it('has its places when they cannot', () => {
    const session = mapText(profile, { files: { '/app/a.ts': text } });
    assert.equal(printStacks(session), 'load@/app/a.ts:2:7 application');
  });
});

describe('a library', () => {
  const text = 'class Dep {\n  run() {}\n}\n';
  const libraries = { '/app/node_modules/dep/i.js': text, '/app/main.js': '' };
  const run = `run@/app/node_modules/dep/i.js:${placeIn(text, 'run|(')}`;

  it('is parsed when much of the time was spent in it', () => {
    const read: string[] = [];
    const session = mapText(`${run} 1ms\nmain@/app/main.js 9ms`, {
      readText: path => (read.push(path), libraries[path as keyof typeof libraries]),
    });
    assert.match(printStacks(session), /^Dep\.run@/);
    assert.ok(read.includes('/app/node_modules/dep/i.js'));
  });

  it('is not even read when hardly any was', () => {
    const read: string[] = [];
    const session = mapText(`${run} 1ms\nmain@/app/main.js 999ms`, {
      readText: path => (read.push(path), libraries[path as keyof typeof libraries]),
    });
    assert.match(printStacks(session), /^run@/);
    assert.ok(!read.includes('/app/node_modules/dep/i.js'));
  });

  it('stays in the file that is installed, whatever its source map says', () => {
    const map = JSON.stringify({
      version: 3,
      names: [],
      sources: ['src/i.ts'],
      mappings: 'AAAA;AACA',
    });
    const session = mapText(`${run} 1ms`, {
      files: {
        '/app/node_modules/dep/i.js': `${text}//# sourceMappingURL=i.js.map`,
        '/app/node_modules/dep/i.js.map': map,
      },
    });
    assert.equal(printStacks(session), 'Dep.run@/app/node_modules/dep/i.js:2:6 library');
  });
});
