// TypeScript that tsx runs: its statements are told apart, and the program sees and prints what it does without us.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { withLines } from '../../../src/sampler/target/esbuild-lines.ts';
import { record, runPlainly, timesOf } from '../run-program.ts';
import type { Outcome, Recorded } from '../run-program.ts';

const { resolve } = createRequire(import.meta.url);
// tsx itself cannot map a path with letters beyond ASCII.
const folder = mkdtempSync(join(tmpdir(), 'typed programs-'));
process.once('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
symlinkSync(join(dirname(resolve('tsx')), '../..'), join(folder, 'node_modules'), 'junction');
const tsx = pathToFileURL(resolve('tsx')).href;
for (const kind of ['commonjs', 'module']) {
  mkdirSync(join(folder, kind));
  writeFileSync(join(folder, kind, 'package.json'), JSON.stringify({ type: kind }));
}
let lastProgram = 0;

type Kind = 'commonjs' | 'module';
const KINDS: readonly Kind[] = ['commonjs', 'module'];

/** Lines count from 1 after `\n`. */
function writeTyped(code: string, kind: Kind): string {
  const path = join(folder, kind, `typed-${++lastProgram}.ts`);
  writeFileSync(path, code.replace(/^\n/, ''));
  return path;
}

async function runBothWays(path: string): Promise<[Outcome, Recorded]> {
  const plain = await runPlainly(path, { nodeArgs: ['--import', tsx] });
  return [plain, await record(path)];
}

const TWO_LOOPS = `
interface Size { readonly count: number }

function work({ count }: Size): number {
  let sum = 0;
  for (let i = 0; i < 3 * count; i++) sum += Math.sqrt(i % 7);
  for (let i = 0; i < count; i++) sum += Math.sqrt(i % 7);
  return sum;
}

if (work({ count: 1e8 }) < 0) throw new Error('no sum');
`;

function partOfFirstLoop(run: Recorded): number {
  const self = (line: number): number => timesOf(run)?.lines.get(line)?.self ?? 0;
  return self(5) / (self(5) + self(6));
}

describe('a function with two loops on lines of their own, the first three times as long', () => {
  for (const kind of KINDS) {
    it(`has three quarters of its time on the first one (${kind})`, async () => {
      const run = await record(writeTyped(TWO_LOOPS, kind));
      assert.deepEqual(run.exit, { code: 0, signal: null });
      const part = partOfFirstLoop(run);
      assert.ok(Math.abs(part - 0.75) < 0.12, `${part} of the time is on the first loop`);
    });
  }
});

const SURROUNDINGS = `
import * as esbuild from 'esbuild';
import * as modules from 'node:module';
interface Shown { readonly value: unknown }
const { code } = esbuild.transformSync('let a = 1;\\nlet b = 2;', { minifyWhitespace: true });
const shown: Shown = { value: [esbuild.version, code, process.execArgv, process.env.NODE_OPTIONS] };
console.log(JSON.stringify(shown.value), Object.keys(modules).length);
console.log(process.setSourceMapsEnabled.name, String(process.setSourceMapsEnabled).length);
`;

describe('a TypeScript program', () => {
  for (const kind of KINDS) {
    it(`sees esbuild, its flags and its process as they are without us (${kind})`, async () => {
      const [plain, run] = await runBothWays(writeTyped(SURROUNDINGS, kind));
      assert.equal(plain.exit.code, 0, plain.stderr);
      assert.equal(run.stdout, plain.stdout);
    });

    it(`prints the stack of an error as it does without us (${kind})`, async () => {
      const [plain, run] = await runBothWays(
        writeTyped(
          `
class Account {
  pay(cents: number): void {
    const rest = 10 - cents; if (rest < 0) throw new Error('too little');
  }
}
[1, 20].forEach(cents => { new Account().pay(cents); });
`,
          kind,
        ),
      );
      assert.match(plain.stderr, /too little[\s\S]*typed-\d+\.ts:3:/);
      assert.deepEqual([run.stderr, run.exit], [plain.stderr, plain.exit]);
    });
  }

  it('prints what esbuild says of a module that it cannot read as it does without us', async () => {
    const broken = JSON.stringify(writeTyped('const a: number = ;', 'commonjs'));
    const [plain, run] = await runBothWays(
      writeTyped(
        `try { require(${broken}); } catch (error) { console.log((error as Error).stack); }`,
        'commonjs',
      ),
    );
    assert.match(plain.stdout, /Unexpected ";"/);
    assert.equal(run.stdout, plain.stdout);
  });
});

describe('esbuild as tsx gets it', () => {
  const original = {
    version: '1.2.3',
    transform: (_input: unknown, options?: object) => options,
    transformSync: (_input: unknown, options?: object) => options,
  };

  it('keeps line breaks, and everything else that is asked for', () => {
    const options = { minifyWhitespace: true, keepNames: true };
    const expected = { minifyWhitespace: false, keepNames: true };
    assert.deepEqual(withLines(original).transform('', options), expected);
    assert.deepEqual(withLines(original).transformSync('', options), expected);
    assert.deepEqual(options, { minifyWhitespace: true, keepNames: true });
  });

  it('has a version of its own, so that results with lines and without are not mixed', () => {
    assert.notEqual(withLines(original).version, original.version);
  });
});
