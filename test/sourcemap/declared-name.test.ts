import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { declaredName } from '../../src/sourcemap/syntax/declared-name.ts';
import { dedent, mapText, printStacks } from './map-text.ts';

/** The name at the `|`. */
function nameAt(text: string): string | undefined {
  return declaredName(text.replace('|', ''), text.indexOf('|') + 1);
}

describe('the name that a source has for a function', () => {
  const NAMED = [
    '|function load(id) {',
    'export| function load(id) {',
    '|export default async function load(id: number) {',
    '|async function* load(id) {',
    'const load = |(id: number): number => {',
    'const load: (id: number) => void = |async id => {',
    '  private load = async |(id) => {',
    'const load = async (|id: number): Promise<void> => {',
    'this.load = |function (id) {',
    'let a = 1, load = |(id) => {',
    'load: (id: number) => void = |id => {',
  ];
  for (const text of NAMED) {
    it(`is found: ${text}`, () => {
      assert.equal(nameAt(text), 'load');
    });
  }

  const NAMELESS = [
    'ids.map(|id => id + 1)',
    'const load = make(|() => 1)',
    'const load = make(|id)',
    'const load = |((id) => id)(1)',
    'export default |function () {',
    'if (load == |(id)) {',
    'load += |(id)',
    '',
  ];
  for (const text of NAMELESS) {
    it(`is not made up: ${text}`, () => {
      assert.equal(nameAt(text), undefined);
    });
  }
});

describe('a function that a minifier put where it is called', () => {
  const source = '\nfunction load(id) {\n  return id;\n}\n[1].map(x => load(x));\n';
  const code = '[1].map(n=>(function(n){return n})(n));';
  // At `n=>` to 5:9, at `function` to 2:1.
  const plain = { version: 3, names: [], sources: ['/app/a.js'], mappings: 'QAIQ,IAHR' };

  for (const [where, map] of [
    ['in the map', { ...plain, sourcesContent: [source] }],
    ['beside it', plain],
  ] as const) {
    it(`has the name that it has in the text ${where}, and no other one has it`, () => {
      const sourceMapUrl = `data:application/json,${JSON.stringify(map)}`;
      const session = mapText('<anonymous>@/app/out.js:1:9 > <anonymous>@/app/out.js:1:21 1ms', {
        scripts: [{ url: '/app/out.js', source: code, sourceMapUrl }],
        files: { '/app/a.js': map === plain ? source : 'something else' },
      });
      assert.equal(
        printStacks(session),
        dedent(`
          <anonymous>@/app/a.js:5:9 application
            load@/app/a.js:2:1 application
        `),
      );
    });
  }
});
