// Every example in the documentation does what it is there for.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import typescript from 'typescript';
import { parseAttach } from '../../src/adapter/attach-configuration.ts';
import type { Attributes } from '../../src/adapter/attributes.ts';
import { parseLaunch } from '../../src/adapter/launch-configuration.ts';
import { commandsOf, examplesOf, listPages, makePlayground, ROOT, runInShell } from './examples.ts';
import type { Example } from './examples.ts';

/** What the scripts take for granted. */
const PRELUDE = `
import express from 'express';
import { writeFileSync } from 'node:fs';
import { Profiler, renderSession } from 'hotpath';
import { profileRequests } from 'hotpath/express';
const busy = () => { const end = performance.now() + 5; while (performance.now() < end); return []; };
const given = new Profiler({ description: 'given' }).start();
busy();
const session = await given.stop();
writeFileSync('before.hotpath', renderSession(session));
Object.assign(globalThis, {
  Profiler, profileRequests, profiler: given, session, app: express(),
  work: async () => busy(), first: async () => busy(), second: async () => busy(),
  query: async () => busy(), save: async () => busy(), findUsers: async () => busy(),
  renderPage: busy,
});
`;

const folder = makePlayground();
writeFileSync(join(folder, 'prelude.mjs'), PRELUDE);
after(() => {
  rmSync(folder, { recursive: true });
});

/** An example that begins with `// name.mjs` is that file, which others run. */
const NAMED_FILE = /^\/\/ (\S+\.mjs)\n/;

async function runScript({ code, line }: Example): Promise<void> {
  const [, name] = NAMED_FILE.exec(code) ?? [];
  if (name !== undefined) return;
  const script = transformSync(code, { loader: 'ts', target: 'node20', format: 'esm' }).code;
  const file = join(folder, `example-${line}.mjs`);
  writeFileSync(file, `import './prelude.mjs';\n${script}`);
  const { stderr } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  assert.equal(stderr, '');
}

/** Names of npm's own commands, of which not much can be tested here. */
const NPM = ['ci', 'cit', 'install', 'start'];

async function runCommands(example: Example): Promise<void> {
  for (const command of commandsOf(example)) {
    if (command.startsWith('npm ')) checkNpm(command);
    else await runCommand(command);
  }
}

function checkNpm(command: string): void {
  const { name, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const [, word = ''] of command.matchAll(/npm (?:run )?([\w:]+)/g))
    assert.ok(NPM.includes(word) || word in scripts, command);
  if (command.includes('install')) assert.match(command, new RegExp(` ${name}$`));
}

async function runCommand(command: string): Promise<void> {
  const program = command.includes('4711')
    ? spawn(process.execPath, ['-e', 'setInterval(() => {}, 5); console.log(1);'])
    : undefined;
  if (program !== undefined) await once(program.stdout, 'data');
  const real = command
    .replace('4711', String(program?.pid))
    .replace('--duration 10', '--duration 1');
  try {
    const { stdout, stderr } = await runInShell(real, folder);
    assert.equal(stderr, '', command);
    assert.ok(stdout !== '' || /-o |>/.test(command), `${command} prints nothing`);
  } finally {
    program?.kill();
  }
}

async function readJson({ code, line }: Example): Promise<void> {
  const value = JSON.parse(code) as { readonly format?: string };
  if (value.format === 'hotpath-report') {
    const { stdout } = await runInShell('hotpath --load run.hotpath -r json', folder);
    assert.deepEqual(shapeOf(value), shapeOf(JSON.parse(stdout)));
    return;
  }
  const place = join(folder, `json-${line}`);
  mkdirSync(place);
  const name = value.format === 'hotpath-session' ? 'example.hotpath' : 'hotpath.config.json';
  writeFileSync(join(place, name), code);
  const file = value.format === 'hotpath-session' ? name : '../run.hotpath';
  const { stderr } = await runInShell(`cd json-${line} && hotpath --load ${file}`, folder);
  assert.equal(stderr, '');
}

/** The names of a report's parts, those of the first row of each table. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return null;
  const parts = Object.entries(value).filter(([key]) => key !== 'children' && key !== 'awaits');
  return Object.fromEntries(parts.map(([key, part]) => [key, shapeOf(part)]));
}

/** A launch.json: each of its configurations can be carried out. */
function readLaunchJson({ code }: Example): Promise<void> {
  const read = typescript.parseConfigFileTextToJson('launch.json', code);
  assert.equal(read.error, undefined);
  const { configurations } = read.config as { readonly configurations: readonly Attributes[] };
  for (const { type, request, ...attributes } of configurations) {
    assert.equal(type, 'hotpath');
    const picked = { ...attributes, processId: 4711 };
    assert.ok(request === 'attach' ? parseAttach(picked) : parseLaunch(attributes));
  }
  return Promise.resolve();
}

const RUN: Readonly<Record<string, (example: Example) => Promise<void>>> = {
  js: runScript,
  ts: runScript,
  sh: runCommands,
  json: readJson,
  jsonc: readLaunchJson,
};

before(async () => {
  for (const { code } of listPages().flatMap(examplesOf)) {
    const [, name] = NAMED_FILE.exec(code) ?? [];
    if (name !== undefined) writeFileSync(join(folder, name), code);
  }
  for (const file of ['run.hotpath', 'profile.cpuprofile'])
    await runInShell(`hotpath -o ${file} server.js`, folder);
});

for (const page of listPages()) {
  describe(page, () => {
    for (const example of examplesOf(page).filter(({ language }) => language !== '')) {
      it(`has an example in line ${example.line} that does what it says`, async () => {
        const run = RUN[example.language];
        assert.ok(run !== undefined, `nothing runs ${example.language}`);
        await run(example);
      });
    }
  });
}
