// Which frames do nothing for a program but load its modules.

import type { Frame } from '../model/frame.ts';

/** Node.js' own: the CommonJS and ES module loaders, and the scripts that start the program. */
const NODE_LOADERS =
  /^node:internal\/(?:(?:modules|main|bootstrap)\/|process\/(?:pre_execution|execution|esm_loader)$)/;

/** Packages that hook into module loading. Their `node_modules` folder may itself be in a store such as pnpm's. */
const HOOK_PACKAGES = new RegExp(
  '/node_modules/(?:' +
    [
      'tsx',
      'ts-node',
      'ts-node-dev',
      'vite-node',
      'esbuild-register',
      'esbuild-runner',
      '@esbuild-kit/[^/]+',
      '@swc-node/[^/]+',
      '@swc/register',
      '@babel/register',
      'pirates',
      'jiti',
      'v8-compile-cache',
    ].join('|') +
    ')/',
);

/** What Hotpath itself loads before the program. */
const OWN_PRELOAD = /\/dist\/target\/(?:preload|program-thread|worker-thread|relay)\.cjs$/;

/** Whether the frame belongs to a module loader, a loader hook, or Hotpath itself. */
export function isLoaderFrame(frame: Frame): boolean {
  const { file, kind } = frame;
  if (file === null || kind === 'synthetic') return false;
  if (kind === 'node') return NODE_LOADERS.test(file);
  return HOOK_PACKAGES.test(file.replaceAll('\\', '/')) || isRecorderFrame(frame);
}

/** Whether the frame is Hotpath's own, within the program that it records. */
export function isRecorderFrame({ file, kind }: Frame): boolean {
  return file !== null && kind !== 'synthetic' && OWN_PRELOAD.test(file.replaceAll('\\', '/'));
}

/** Whether the frame is V8's own step from the loader that called it into a module, such as `evaluate`. */
export function isLoaderPassage(frame: Frame, caller: Frame): boolean {
  if (frame.kind !== 'native' || frame.file !== null || !PASSAGES.has(frame.name)) return false;
  return isLoaderFrame(caller);
}

const PASSAGES = new Set(['evaluate', 'instantiate', 'link']);
