// The bundle as it ships, in a process of its own with a stand-in for the editor: what a start of it costs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const BUNDLE = fileURLToPath(new URL('../../dist/extension.cjs', import.meta.url));

/** Everything of the stand-in can be called, constructed and looked into, and gives the same again. */
const SCRIPT = `
  const Module = require('node:module');
  const any = new Proxy(function () {}, {
    set: () => true,
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : any),
    apply: () => any,
    construct: () => any,
  });
  const commands = [];
  const registerCommand = id => (commands.push(id), any);
  const names = { get: (_, name) => (name === 'commands' ? { registerCommand } : any) };
  // The bundle copies a module's own names, and keeps its prototype.
  const vscode = Object.create(new Proxy({}, names));
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
  const context = {
    subscriptions: [],
    storageUri: { fsPath: '/nowhere' },
    asAbsolutePath: path => path,
    extensionPath: '/nowhere',
    extensionUri: any,
    extension: any,
  };
  // The extension host has these long before it starts an extension.
  for (const name of ['child_process', 'crypto', 'fs/promises', 'net', 'readline', 'stream', 'worker_threads'])
    require('node:' + name);
  const start = performance.now();
  require(process.argv[1]).activate(context);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ ms, commands, subscriptions: context.subscriptions.length }));
  process.exit();
`;

interface Start {
  readonly ms: number;
  readonly commands: readonly string[];
  readonly subscriptions: number;
}

const folder = mkdtempSync(join(tmpdir(), 'activation-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** What is packed is minified, which halves what there is to parse. */
function minified(): string {
  const outfile = join(folder, 'extension.cjs');
  buildSync({ entryPoints: [BUNDLE], outfile, minify: true, platform: 'node', logLevel: 'error' });
  return outfile;
}

function activate(bundle: string): Start {
  const args = ['--eval', SCRIPT, '--', bundle];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(output) as Start;
}

test('activation takes less than 50 ms', { skip: !existsSync(BUNDLE) && 'not built' }, () => {
  const bundle = minified();
  const starts = Array.from({ length: 10 }, () => activate(bundle));
  const times = starts.map(({ ms }) => ms);
  assert.ok(starts[0]?.commands.includes('hotpath.profileFile'));
  assert.ok(Math.min(...times) < 50, `took ${times.map(Math.round).join(', ')} ms`);
});
