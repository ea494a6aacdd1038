import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFunctionEnd } from '../../src/extension/tracking/function-extent.ts';

/** The end of the function whose start is marked by `^`: the mark stands right before it and is taken out. */
function endOf(text: string): number {
  const lines = text.replace(/^\n/, '').split('\n');
  const at = lines.findIndex(line => line.includes('^'));
  const column = (lines[at] ?? '').indexOf('^') + 1;
  lines[at] = (lines[at] ?? '').replace('^', '');
  return findFunctionEnd(lines, at + 1, column);
}

test('a function ends with the brace that closes it', () => {
  assert.equal(endOf('^function f() {\n  if (a) {\n    b();\n  }\n}\nmore();'), 5);
});

test('a function on one line ends there', () => {
  assert.equal(endOf('const f = ^x => x + 1;\nmore();'), 1);
});

test('parameters and types on several lines belong to the function', () => {
  assert.equal(endOf('f^(\n  a: { b: number },\n): { c: string } {\n  return a;\n}\nmore();'), 5);
});

test('a return type in braces is not taken for the body', () => {
  assert.equal(endOf('f^(a: number): { c: string } {\n  return g(a);\n}\nmore();'), 3);
});

test('a brace on a line of its own opens the body', () => {
  assert.equal(endOf('function f^()\n{\n  a();\n}\nmore();'), 4);
});

test('a callback ends where the call that it is passed to is closed', () => {
  assert.equal(endOf('items.map(^item => {\n  return item;\n});\nmore();'), 3);
  assert.equal(endOf('items.map(^item => item.size).filter(Boolean);\nmore();'), 1);
});

test('an arrow whose expression is on the next lines goes on to its end', () => {
  assert.equal(endOf('const f = ^x =>\n  x.a ||\n  x.b;\nmore();'), 3);
  assert.equal(endOf('const f = ^x =>\n  list\n    .map(y => y)\n    .join();\nmore();'), 4);
});

test('an arrow in a list ends before the comma', () => {
  assert.equal(endOf('const o = {\n  a: ^x => x,\n  b: 2,\n};'), 2);
});

test('brackets in strings, templates, comments and regular expressions do not count', () => {
  const body = [
    "  a = '{ \\' {';",
    '  b = `{ ${c ? `}` : "{"} { \\` `;',
    '  // {',
    '  /* { ',
    '     { */',
    '  d = /[/{]{2}/.test(e) ? f / g : "";',
  ];
  assert.equal(endOf(`^function f() {\n${body.join('\n')}\n}\nmore();`), 8);
});

test('an apostrophe in running text ends with its line', () => {
  assert.equal(endOf("^function F() {\n  return <p>don't</p>;\n}\nmore();"), 3);
});

test('a function that is never closed ends with the text', () => {
  assert.equal(endOf('^function f() {\n  a();\n'), 3);
});

test('a very long function is walked through in one pass', () => {
  const lines = ['function f() {', ...Array.from({ length: 100_000 }, () => '  g({});'), '}', ''];
  assert.equal(findFunctionEnd(lines, 1, 1), 100_002);
});

test('the functions of a minified file, all on one line, are found without a noticeable wait', () => {
  const one = (i: number): string => `function f${i}(a,b){return a/b+b/a/2+(a.replace(/}/g,"y"))}`;
  const line = `(()=>{${Array.from({ length: 4_000 }, (_, i) => one(i)).join('')}})();`;
  const starts = [...line.matchAll(/function f/g)].map(({ index }) => index + 1);
  const start = performance.now();
  const ends = [2, ...starts].map(column => findFunctionEnd([line, 'more();'], 1, column));
  const ms = performance.now() - start;
  assert.deepEqual([...new Set(ends)], [1]);
  assert.ok(ms < 2_000, `took ${Math.round(ms)} ms`);
});

test('a function over several long lines ends where its brace is closed', () => {
  const filler = `"${'x'.repeat(2_000)}"`;
  const lines = [`function a(){return[{},${filler},`, `${filler}]}function b(){`, '}more()'];
  assert.equal(findFunctionEnd(lines, 1, 1), 2);
  assert.equal(findFunctionEnd(lines, 2, (lines[1] ?? '').indexOf('function') + 1), 3);
});
