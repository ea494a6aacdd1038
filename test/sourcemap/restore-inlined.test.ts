// Functions that V8 left out where it inlined them are put back.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODE, files, fn, line, mapLines } from './inlined-program.ts';
import {
  mapText,
  placeIn,
  printCallLines,
  printLeafLines,
  printSelfTimes,
  printStacks,
} from './map-text.ts';

describe('a function that V8 left out where it inlined it', () => {
  it('is put back by the line that V8 noted in its caller', () => {
    const session = mapLines('caller', 'sqrt(x)|', 'sqrt(x)|', 'sqrt(x)|', 'i++|');
    assert.equal(
      printStacks(session),
      `caller@/app/a.js:1:16 application\n  work@/app/a.js:9:14 application`,
    );
    assert.equal(printSelfTimes(session), 'work 3ms\ncaller 1ms');
    assert.equal(printLeafLines(session), 'work 10 3ms\ncaller 3 1ms');
  });

  it('has its time on the line from which it is called', () => {
    assert.equal(printCallLines(mapLines('caller', 'sqrt(x)|')), 'caller 4 > work 1ms');
  });

  it('is put back together with the functions on the way to it', () => {
    const session = mapLines('caller', 'sqrt(y)|', 'sqrt(y)|', 'deep(x)|');
    assert.equal(printSelfTimes(session), 'deep 2ms\nother 1ms');
    assert.equal(printCallLines(session), 'caller 5 > other 3ms\nother 13 > deep 2ms');
  });

  it('has an undecided line where it is called from two', () => {
    const session = mapLines('twice', 'sqrt(x)|');
    assert.equal(printSelfTimes(session), 'work 1ms');
    assert.equal(printCallLines(session), 'twice 0 > work 1ms');
  });

  it('goes with its other samples in proportion where it is called from two', () => {
    const second = placeIn(CODE, 'y += |work');
    const first = placeIn(CODE, 'let y = |work');
    const session = mapText(
      `${fn('twice')} :${first} > ${fn('work')} ${line('sqrt(x)|')} 1ms
       ${fn('twice')} :${second} > ${fn('work')} ${line('sqrt(x)|')} 1ms x3
       ${fn('twice')} ${line('sqrt(x)|')} 1ms x4`,
      { files },
    );
    assert.equal(printCallLines(session), 'twice 19 > work 2ms\ntwice 20 > work 6ms');
  });

  it('may be one that was handed to another function', () => {
    const session = mapLines('both', 'item.done|');
    assert.equal(printSelfTimes(session), '<anonymous> 1ms');
    assert.equal(printCallLines(session), 'both 24 > <anonymous> 1ms');
  });

  it('may be a getter', () => {
    const session = mapLines('weigh', 'sqrt(this|');
    assert.equal(printSelfTimes(session), 'Box.get weight 1ms');
    assert.equal(printCallLines(session), 'weigh 40 > Box.get weight 1ms');
  });

  it('hangs below the caller itself where two ways lead to it', () => {
    const session = mapLines('either', 'x + 1|');
    assert.equal(printSelfTimes(session), 'common 1ms');
    assert.equal(printCallLines(session), 'either 0 > common 1ms');
  });

  it('is found in another file by its name', () => {
    const main = 'const { far } = require("./far");\nfunction near(x) {\n  return far(x);\n}\n';
    const far = `${'\n'.repeat(50)}exports.far = function far(x) {\n  return x;\n};\n`;
    const session = mapText(
      `near@/app/main.js:2:14 > far@/app/far.js:51:27 :52 1ms
       near@/app/main.js:2:14 :52 1ms`,
      { files: { '/app/main.js': main, '/app/far.js': far } },
    );
    assert.equal(printSelfTimes(session), 'far 2ms');
    assert.equal(printCallLines(session), 'near 3 > far 2ms');
  });

  it('is found without its text where it was seen to be called, though not on that line', () => {
    const text = 'function near(x) {\n  const y = x;\n  spin(y);\n  return spin(x);\n}\n';
    const [now, native] = ['now@node:internal/perf:137:15', 'now@native'];
    const session = mapText(
      `near@/app/main.js:1:14 :3:3 > ${now} > ${native} 3ms
       near@/app/main.js:1:14 :139 2ms
       near@/app/main.js:1:14 :450 1ms`,
      { files: { '/app/main.js': text } },
    );
    assert.equal(printSelfTimes(session), 'now 5ms\nnear 1ms');
    assert.equal(printLeafLines(session).split('\n').at(-1), 'near 0 1ms');
  });

  it('leaves its time undecided in the caller when nobody can tell what it is', () => {
    assert.equal(printLeafLines(mapLines('twice', 'x + 1|')), 'twice 0 1ms');
  });

  it('leaves its time on the only line that calls anything', () => {
    const text = 'function near(x) {\n  let y = 0;\n  y += far(x);\n  return y;\n}\n';
    const session = mapText('near@/app/main.js:1:14 :77 1ms', { files: { '/app/main.js': text } });
    assert.equal(printLeafLines(session), 'near 3 1ms');
  });
});
