// Loads `v8-profiler-next`, which is an optional dependency, as quickly as it goes.

import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { ProfilerAddon } from './addon.ts';
import { OWN_FOLDER } from './own-code.ts';

let loaded: ProfilerAddon | null | undefined;

/** The addon, where it was compiled for this Node.js. In worker threads it is not used: it serves one isolate alone. */
export function findAddon(): ProfilerAddon | undefined {
  if (!isMainThread) return undefined;
  if (loaded === undefined) loaded = loadAddon();
  return loaded ?? undefined;
}

function loadAddon(): ProfilerAddon | null {
  const previous = Object.getOwnPropertyDescriptor(process, 'profiler');
  const require = createRequire(join(OWN_FOLDER, 'index.js'));
  try {
    provideBinding(require);
    return require('v8-profiler-next') as ProfilerAddon;
  } catch {
    // It was not installed, or could not be compiled. The inspector does the same work.
    return null;
  } finally {
    // It makes itself known there; the program must not see it.
    if (previous === undefined) Reflect.deleteProperty(process, 'profiler');
  }
}

/** The package's own module that gives its compiled part. */
const BINDING = 'lib/binding.js';

/**
 * Puts the compiled part where the package would: it looks for it with a tool for installing, which starts other programs
 * to learn of the system, and takes longer than all else of a first recording. What is not where it usually is, the
 * package finds itself.
 */
function provideBinding(require: NodeJS.Require): void {
  const manifest = require.resolve('v8-profiler-next/package.json');
  const path = join(dirname(manifest), BINDING);
  if (require.cache[path] !== undefined) return;
  const module = new Module(path);
  try {
    module.exports = require(usualPlace(dirname(manifest))) as unknown;
  } catch {
    return;
  }
  Object.assign(module, { filename: path, loaded: true });
  require.cache[path] = module;
}

function usualPlace(folder: string): string {
  const { platform, arch, versions } = process;
  const built = `node-v${versions.modules}-${platform}-${arch}`;
  return join(folder, 'build/binding/Release', built, 'profiler.node');
}
