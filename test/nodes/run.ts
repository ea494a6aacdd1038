// Runs the sampler's tests against each Node.js that is supported: `npm run test:nodes [-- major …]`.
//
// The tests themselves run in the Node.js that is installed; the programs that they record run in the others. Those are
// packages of the npm registry, fetched when they are first needed and kept in node_modules/.cache.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_VARIABLE } from '../helpers/node-under-test.ts';

const MAJORS = ['18', '20', '22', '24', '26'];
const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'nodes');

const wanted = process.argv.slice(2);
const failed = (wanted.length > 0 ? wanted : MAJORS).filter(major => !passes(major));
if (failed.length > 0) {
  console.error(`Tests fail with Node.js ${failed.join(', ')}.`);
  process.exit(1);
}

function passes(major: string): boolean {
  const node = fetchNode(major);
  console.log(`\nNode.js ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}\n`);
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'test', 'run.ts'), join(ROOT, 'test', 'sampler')],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, [NODE_VARIABLE]: node } },
  );
  return status === 0;
}

/** Path of the newest Node.js of a major version that the registry has. */
function fetchNode(major: string): string {
  const folder = join(CACHE, major);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(folder, 'node_modules', name, 'bin', file);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--no-audit'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, [...args, `${name}@${major}`], { stdio: 'inherit' });
  return path;
}
