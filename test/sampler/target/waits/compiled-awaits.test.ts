// Async functions that were compiled to generators, as for engines without `await`: their waits are on the lines of the
// functions, and not where the compilers' helper waits. The truth is that of the same text when it is not compiled.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import type { LineTime } from '../../../../src/model/line-times.ts';
import { record, timesOf, writeProgram } from '../../run-program.ts';

const SOURCE = `
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const spin = ms => { for (const end = performance.now() + ms; performance.now() < end; ); };
async function fetch(ms) {
  await sleep(ms + 1);
  spin(6);
}
async function load() {
  await fetch(20);
  spin(9);
  await Promise.race([sleep(30), new Promise(() => {})]);
}
async function main() {
  for (let i = 0; i < 12; i++) {
    await load();
    await fetch(40);
    await sleep(5).then(() => spin(7));
  }
}
main().catch(console.error);
`;

/** What is awaited was not made by who awaits it. */
const MADE_ELSEWHERE = `
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const spin = ms => { for (const end = performance.now() + ms; performance.now() < end; ); };
const ready = sleep(80);
async function value() {
  for (let i = 0; i < 10; i++) { await i; spin(8); }
}
async function shared() {
  await ready;
  spin(40);
  await ready;
  spin(40);
}
async function chained() {
  await [50, 50].reduce(async (before, ms) => { await before; await sleep(ms); }, undefined);
}
async function main() {
  await value();
  await shared();
  await chained();
}
main().catch(console.error);
`;

const COMPILERS = {
  TypeScript: (text: string) =>
    ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2016 } }).outputText,
  esbuild: (text: string) => transformSync(text, { target: 'es2016' }).code,
};

/** Waits, and what they take of the run. */
const WAITING = ['sleep(ms + 1)', 'fetch(20)', 'race(', ' load()', 'fetch(40)', 'sleep(5)'];
/** Work, and calls of it. */
const RUNNING = ['spin(6)', 'spin(9)', ' load()', 'main().catch'];

async function linesOf(text: string): Promise<(part: string) => LineTime | undefined> {
  const run = await record(writeProgram(text));
  const lines = text.replace(/^\n/, '').split('\n');
  return part => {
    const line = lines.findLastIndex(each => each.includes(part)) + 1;
    assert.ok(line > 0, `no line with ${part}`);
    return timesOf(run)?.lines.get(line);
  };
}

describe('An async function that was compiled to a generator', () => {
  for (const [name, compile] of Object.entries(COMPILERS))
    it(`waits on its own lines, and is called by who awaits it: ${name}`, async () => {
      const [plain, compiled] = [await linesOf(SOURCE), await linesOf(compile(SOURCE))];
      const whole = (of: typeof plain): number => of('main().catch')?.total ?? 0;
      const isClose = (part: string, name: 'total' | 'waiting'): void => {
        const [truth, found] = [plain, compiled].map(of => (of(part)?.[name] ?? 0) / whole(of));
        assert.ok(Math.abs(found! - truth!) < 0.05, `${part}: ${name} ${found} is not ${truth}`);
      };
      for (const part of WAITING) {
        isClose(part, 'waiting');
        assert.equal(compiled(part)?.awaits?.count, plain(part)?.awaits?.count, part);
      }
      for (const part of RUNNING) isClose(part, 'total');
      assert.ok(whole(compiled) > 1_300_000, 'all of the run is below what called it');
    });

  for (const [name, compile] of Object.entries(COMPILERS))
    it(`keeps its callers whatever it awaits: ${name}`, async () => {
      const lines = await linesOf(compile(MADE_ELSEWHERE));
      const whole = lines('main().catch')?.total ?? 0;
      for (const [part, ms] of [
        [' value()', 80],
        [' shared()', 80],
        [' chained()', 100],
      ] as const) {
        const found = (lines(part)?.total ?? 0) / whole;
        assert.ok(Math.abs(found - ms / 260) < 0.06, `${part}: ${found} is not ${ms / 260}`);
      }
    });
});
