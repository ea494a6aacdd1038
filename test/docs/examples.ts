// The examples in the documentation, and a folder in which they can be run.

import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The folder of this project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 60_000;

/** A block of code in a page. */
export interface Example {
  /** What stands behind the backquotes; empty for pictures and outputs. */
  readonly language: string;
  readonly code: string;
  /** Number of its first line in the page. */
  readonly line: number;
}

/** Paths of the pages, from {@link ROOT}. */
export function listPages(): string[] {
  return ['README.md', ...readdirSync(join(ROOT, 'docs')).map(name => `docs/${name}`)];
}

/** The examples of a page, in its order. */
export function examplesOf(page: string): Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(({ 1: language, 2: code, index }) => ({
    language: language ?? '',
    code: code ?? '',
    line: text.slice(0, index).split('\n').length + 1,
  }));
}

/** The commands of a shell example, without comments. */
export function commandsOf({ code }: Example): string[] {
  return code
    .split('\n')
    .map(line => line.replace(/\s+# .*$/, '').trim())
    .filter(line => line !== '');
}

/** A program that works for a moment, whatever its arguments. */
const PROGRAM = `
const end = Date.now() + 60;
(function work() { while (Date.now() < end); })();
`;

/** What the shell examples take for granted. */
const FILES: Readonly<Record<string, string>> = {
  'server.js': PROGRAM,
  'server.test.mjs': "import test from 'node:test'; test('server', () => {});",
  'app.js': PROGRAM,
  'build.ts': `const times: number = 1;\n${PROGRAM}\nif (times !== 1) throw new Error();`,
  'hooks.mjs': '',
  'setup.cjs': '',
  'bin/hotpath': `#!/bin/sh\nexec node "${join(ROOT, 'dist/cli.mjs')}" "$@"\n`,
  'node_modules/.bin/vitest': '#!/usr/bin/env node\nconsole.log("passed");\n',
};

/** A folder with all that, inside the project, so that `hotpath` can be imported there. */
export function makePlayground(): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', 'docs-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  for (const name of ['bin/hotpath', 'node_modules/.bin/vitest'])
    chmodSync(join(folder, name), 0o755);
  return folder;
}

/** Runs a command in a shell. Rejects when it fails. */
export function runInShell(
  command: string,
  folder: string,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const own = [join(folder, 'bin'), join(ROOT, 'node_modules', '.bin')];
  return promisify(execFile)('sh', ['-c', command], {
    cwd: folder,
    timeout: LIMIT_MS,
    env: {
      HOME: folder,
      XDG_DATA_HOME: join(folder, 'data'),
      PATH: [...own, process.env['PATH']].join(delimiter),
    },
  });
}
