import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dedent, mapText, placeIn, printCallLines } from './map-text.ts';

describe('a call whose line no stack decided', () => {
  const CALLS = dedent(`
    function main(users, handlers) {
      const first = users.load(1);
      users.map(user => user.name);
      save(first);
      save(users);
      first.iterate();
      for (const user of iterate(users)) save(user);
      items.forEach(notify);
      notify();
      handlers[0]();
      return users.all;
    }
    const list = { get all() { return 1; } };
    function* iterate(users) { yield* users; }
    function alone(task) {
      return task();
    }
  `);
  const place = (excerpt: string) => `@/app/calls.js:${placeIn(CALLS, excerpt)}`;
  const main = `main${place('main|(')}`;
  const calls = (profile: string) =>
    printCallLines(mapText(profile, { files: { '/app/calls.js': CALLS } }));

  it('is on the only line that calls the function', () => {
    assert.equal(calls(`${main} :0 > load@/app/users.js:9:7 1ms`), 'main 2 > load 1ms');
  });

  it('is there also when the recording has no call lines at all', () => {
    assert.equal(calls(`${main} > load@/app/users.js:9:7 1ms`), 'main 2 > load 1ms');
  });

  it('is on the line that hands the function on', () => {
    assert.equal(
      calls(`${main} :0 > <anonymous>${place('|user => ')} 1ms`),
      'main 3 > <anonymous> 1ms',
    );
  });

  it('is on the line of a built-in function', () => {
    assert.equal(calls(`${main} :0 > map@native 1ms`), 'main 3 > map 1ms');
  });

  it('is on the only line that reads the property whose getter it is', () => {
    const getter = `get_all${place('get all|()')}`;
    assert.equal(calls(`${main} :0 > ${getter} 1ms`), 'main 11 > get_all 1ms');
  });

  const OPEN = {
    'that is called from several lines': `${main} :0 > save@/app/save.js:1:9 1ms`,
    'that is called, and handed on elsewhere': `${main} :0 > notify@/app/notify.js:1:9 1ms`,
    'that may be any of a table': `${main} :0 > onClick@/app/click.js:1:9 1ms`,
    'that a loop goes on with': `${main} :0 > iterate${place('iterate|(users) {')} 1ms`,
    'that collects garbage': `${main} :0 > [gc] 1ms`,
  };
  for (const [name, profile] of Object.entries(OPEN)) {
    it(`stays undecided for a function ${name}`, () => {
      assert.match(calls(profile), /^main 0 > \S+ 1ms$/);
    });
  }

  it('is on the only line that calls anything, whatever the function is called there', () => {
    const alone = `alone${place('alone|(')}`;
    assert.equal(calls(`${alone} :0 > job@/app/job.js:1:9 1ms`), 'alone 16 > job 1ms');
  });

  it('is on the only line that was seen to run when garbage was collected, and on none of two', () => {
    const four = `${main} :4:3 > save@/app/save.js:1:9 1ms`;
    const five = `${main} :5:3 > save@/app/save.js:1:9 1ms`;
    assert.match(calls(`${four}\n${main} :0 > [gc] 1ms`), /^main 4 > \[gc\] 1ms$/m);
    assert.match(calls(`${four}\n${five}\n${main} :0 > [gc] 1ms`), /^main 0 > \[gc\] 1ms$/m);
  });

  it('keeps what stacks decided, and takes only the rest', () => {
    const first = `${main} :4:3 > save@/app/save.js:1:9 1ms`;
    const rest = `${main} :0 > save@/app/save.js:1:9 2ms`;
    assert.equal(calls(`${first}\n${rest}`), 'main 4 > save 1ms\nmain 0 > save 2ms');
  });
});

describe('the call of a regular expression', () => {
  const TEXT = dedent(`
    const WORD = /\\w+/;
    function read(lines) {
      for (const line of lines) {
        if (/a+b/.test(line)) keep(line);
        else if (WORD.test(line)) drop(line);
        line.replace(/c/g, 'd');
      }
    }
    function count(line) {
      note(line);
      return line.split(WORD).length;
    }
  `);
  const at = (excerpt: string) => `@/app/read.js:${placeIn(TEXT, excerpt)}`;
  const [read, count] = [`read${at('read|(')}`, `count${at('count|(')}`];
  const calls = (profile: string) =>
    printCallLines(mapText(profile, { files: { '/app/read.js': TEXT } }));

  it('is on the line where it stands, wherever it was seen to run', () => {
    assert.equal(calls(`${read} :0 > RegExp: a+b@native 1ms`), 'read 4 > RegExp: a+b 1ms');
    assert.equal(calls(`${read} :3:3 > RegExp: c@native 1ms`), 'read 6 > RegExp: c 1ms');
  });

  it('is on the line that runs one which stands elsewhere', () => {
    assert.equal(calls(`${read} :0 > RegExp: \\w+@native 1ms`), 'read 5 > RegExp: \\w+ 1ms');
    assert.equal(calls(`${count} :0 > RegExp: \\w+@native 1ms`), 'count 11 > RegExp: \\w+ 1ms');
  });

  it('is shared by lines that run it, and not by those that come after it', () => {
    const text = dedent(`
      function twice(a, b) {
        A.test(a);
        A.test(b);
        done(a);
      }
    `);
    const twice = `twice@/app/twice.js:${placeIn(text, 'twice|(')}`;
    const profile = [2, 3, 4].map(line => `${twice} :${line}:3 > RegExp: x@native ${line}ms`);
    const mapped = mapText(profile.join('\n'), { files: { '/app/twice.js': text } });
    assert.equal(printCallLines(mapped), 'twice 2 > RegExp: x 3.6ms\ntwice 3 > RegExp: x 5.4ms');
  });
});
