import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ScriptCache } from '../../src/sourcemap/script-cache.ts';
import {
  assertSums,
  dedent,
  mapText,
  placeIn,
  printLeafLines,
  printSelfTimes,
  printStacks,
} from './map-text.ts';
import { profileProgram } from './profile-program.ts';

const USERS = dedent(`
  class Users {
    static #all = [];
    constructor(name) {
      this.name = name;
    }
    get size() {
      return this.name.length;
    }
    load(id) {
      const user = find(id);
      return user;
    }
  }
  exports.find = function (id) {
    return id;
  };
  Users.prototype.old = function () {};
`);
const files = { '/app/users.js': USERS };
const at = (excerpt: string) => `@/app/users.js:${placeIn(USERS, excerpt)}`;

describe('the name of a function', () => {
  const names = (profile: string) =>
    printSelfTimes(mapText(profile, { files })).replaceAll(' 1ms', '');

  it('has its class', () => {
    assert.equal(names(`load${at('load|(id')} 1ms`), 'Users.load');
  });

  it('is `constructor` where V8 says the name of the class', () => {
    assert.equal(names(`Users${at('constructor|(')} 1ms`), 'Users.constructor');
  });

  it('has the class that V8 makes up for what is assigned to a prototype', () => {
    assert.equal(names(`Users.old${at('old = function |(')} 1ms`), 'Users.old');
  });

  it('is `<module>` for the top level of a file', () => {
    assert.equal(names('<anonymous>@/app/users.js:1:1 1ms'), '<module>');
    assert.equal(names('<anonymous>@/app/gone.js:1:1 1ms'), '<module>');
  });

  it('is `<anonymous>` where there is none', () => {
    assert.equal(names('<anonymous>@/app/gone.js:7:3 1ms'), '<anonymous>');
  });

  it('is not that which V8 makes up of the call and of what is passed beside it', () => {
    const session = profileProgram(`
      const retry = work => work();
      retry(() => { for (const end = Date.now() + 60; Date.now() < end; ); }, { times: 3 });
    `);
    assert.match(printStacks(session), / <anonymous>@[^\n]*program\.cjs:3:/);
    assert.doesNotMatch(printStacks(session), /retry\.times/);
  });

  it("is V8's where the file cannot be read", () => {
    assert.equal(names('parse@/app/gone.js:7:3 1ms'), 'parse');
  });
});

describe('a file that is not the text that ran', () => {
  const session = mapText(`main@/app/users.js:1:4711 > <anonymous>@/app/users.js:2:17 :2 1ms`, {
    files,
  });

  it('has no lines', () => {
    assert.equal(
      printStacks(session),
      'main@/app/users.js application\n  <anonymous 2:17>@/app/users.js application',
    );
    assert.equal(printLeafLines(session), '<anonymous 2:17> 0 1ms');
  });

  it('is named in a note', () => {
    assert.deepEqual(session.meta.notes, [
      '/app/users.js is not the text that ran, so times in it are shown without their lines.',
    ]);
  });
});

describe('awaits', () => {
  it('are mapped to the source, and equal places become one', () => {
    const map = { version: 3, names: [], sources: ['a.ts'], mappings: 'AAAA;AASA;AATA;AASA' };
    const session = mapText(
      `main@/app/a.js:1:1 1ms
       awaits /app/a.js:2:1 count=4 total=900ms max=300ms
       awaits /app/a.js:4:1 count=1 total=100ms max=100ms`,
      {
        scripts: [
          {
            url: '/app/a.js',
            source: 'a\nb\nc\nd\n',
            sourceMapUrl: `data:application/json,${encodeURIComponent(JSON.stringify(map))}`,
          },
        ],
      },
    );
    const { file, ...facts } = session.lanes[0]?.awaits ?? assert.fail();
    assert.deepEqual(
      file.map(name => session.strings[name]),
      ['/app/a.ts'],
    );
    assert.deepEqual(facts, {
      line: [10],
      column: [1],
      count: [5],
      totalUs: [1_000_000],
      maxUs: [300_000],
    });
  });
});

describe('a mapped recording', () => {
  const CODE = 'const a=()=>{b();c()};const b=()=>1;const c=()=>2;\n';
  // All of the line is one function of the source: `AAAA`.
  const map = { version: 3, names: [], sources: ['s.ts'], mappings: 'AAAA' };
  const script = {
    url: '/app/s.js',
    source: CODE,
    sourceMapUrl: `data:application/json,${encodeURIComponent(JSON.stringify(map))}`,
  };
  const place = (excerpt: string) => `@/app/s.js:${placeIn(CODE, excerpt)}`;
  const profile = `
    a${place('a=|()')} :1:14 > b${place('b=|()')} :1:34 2ms
    lane worker 2 pid=1 thread=2 start=5ms
    a${place('a=|()')} :1:18 > c${place('c=|()')} :0 3ms
  `;
  const session = mapText(profile, { scripts: [script] });

  it('keeps lanes, samples and their durations', () => {
    assert.deepEqual(
      session.lanes.map(({ name, threadId, startUs }) => [name, threadId, startUs]),
      [
        ['main', 0, 0],
        ['worker 2', 2, 5000],
      ],
    );
    assert.deepEqual(
      session.lanes.map(({ samples }) => samples.durationUs),
      [[2000], [3000]],
    );
  });

  it('keeps the sum of the rows of every stack', () => {
    assertSums(session);
    assert.deepEqual(
      session.lanes.map(({ callLines }) => callLines.us),
      [[2000], [3000]],
    );
  });

  it('makes frames that map to one function one frame', () => {
    const twice = mapText('work@/app/a.js?t=1:1:1 1ms\nwork@/app/a.js?t=2:1:1 1ms');
    assert.equal(twice.frames.name.length, 1);
    assert.equal(twice.stacks.frame.length, 1);
  });

  it('does not depend on what was kept from the snapshot before', () => {
    const cache = new ScriptCache();
    mapText(profile, { scripts: [script], cache });
    assert.deepEqual(mapText(profile, { scripts: [script], cache }), session);
  });

  it('reads a file once for all snapshots', () => {
    const cache = new ScriptCache();
    let reads = 0;
    const readText = (path: string) => (path === '/app/users.js' ? (reads++, USERS) : undefined);
    for (let i = 0; i < 3; i++) mapText(`load${at('load|(id')} 1ms`, { readText, cache });
    assert.equal(reads, 1);
  });

  it('takes stacks of any depth', () => {
    const deep = Array<string>(50_000)
      .fill(`load${at('load|(id')} :10`)
      .join(' > ');
    const mapped = mapText(`${deep} 1ms`, { files });
    assert.equal(mapped.stacks.frame.length, 50_000);
  });
});
