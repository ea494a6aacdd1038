// Makes tsx put each statement on a line of its own.
//
// tsx has esbuild leave out all white space, so that a whole program is one line, and V8 tells no more about where a
// function was interrupted than the line. So tsx gets an esbuild here that keeps its line breaks; the source map that
// esbuild writes fits them. No one else gets it: once tsx has what it needs, the module is as it was.
//
//   preload        puts the other esbuild in place       (in each thread that loads tsx, and in that of its hooks)
//   tsx is loaded  `require`s it, and `import`s it
//   tsx registers  its hooks: esbuild is put back        (before the program's first line)

import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as threads from 'node:worker_threads';
import { withLines } from './esbuild-lines.ts';
import type { Esbuild } from './esbuild-lines.ts';

const { isMainThread } = threads;
const { isInternalThread } = threads as { isInternalThread?: boolean };

type Extensions = Record<string, ((module: NodeJS.Module, filename: string) => void) | undefined>;

interface ResolveContext {
  readonly conditions: readonly string[];
  readonly parentURL?: string;
}

type Resolve = (specifier: string, context: ResolveContext) => unknown;

type RegisterHooks = (hooks: {
  readonly resolve: (specifier: string, context: ResolveContext, next: Resolve) => unknown;
}) => { deregister: () => void };

/** Has the tsx that this process is told to import keep statements on lines of their own; without tsx, does nothing. */
export function separateStatements(): void {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  const require = requireOfTsx(flags);
  if (require === undefined) return;
  const esbuild = loadEsbuild(require);
  if (esbuild === undefined) return;
  const { module, original } = esbuild;
  module.exports = withLines(original);
  const unhook = redirectImport(require);
  afterRegistration(() => {
    unhook();
    module.exports = original;
  });
}

interface LoadedEsbuild {
  readonly module: NodeJS.Module;
  readonly original: Esbuild;
}

/**
 * What `import` gives of a CommonJS module is decided when the module is loaded, and stays. So in the thread of the hooks,
 * where only they run, its exports are replaced at that moment; Node.js 20 does not tell which thread that is.
 */
function loadEsbuild(require: NodeJS.Require): LoadedEsbuild | undefined {
  const path = require.resolve('esbuild');
  const { _extensions: extensions } = Module as unknown as { _extensions: Extensions };
  const load = extensions['.js'];
  if (load === undefined || path in require.cache) return undefined;
  let loaded: LoadedEsbuild | undefined;
  extensions['.js'] = (module, filename) => {
    load(module, filename);
    if (filename !== path) return;
    loaded = { module, original: module.exports as Esbuild };
    if (!isMainThread && isInternalThread !== false) module.exports = withLines(loaded.original);
  };
  try {
    require(path);
  } finally {
    extensions['.js'] = load;
  }
  return loaded;
}

/** Where hooks run in the program's own thread, `import` of esbuild by tsx leads to the module that is in place now. */
function redirectImport(require: NodeJS.Require): () => void {
  const { registerHooks } = Module as unknown as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined) return () => undefined;
  const path = JSON.stringify(require.resolve('esbuild'));
  const code = `import { createRequire } from 'node:module';
export const { version, transform, transformSync } = createRequire(${path})(${path});`;
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const isTsx = /\/tsx\/dist\//.test(context.parentURL ?? '');
      const isImport = context.conditions.includes('import');
      if (specifier !== 'esbuild' || !isTsx || !isImport) return next(specifier, context);
      return { url, format: 'module', shortCircuit: true };
    },
  });
  return () => {
    hooks.deregister();
  };
}

/** What `require` is to tsx; `undefined` where it is not imported, or is not there. */
function requireOfTsx(flags: readonly string[]): NodeJS.Require | undefined {
  const names = flags.map((flag, i) => (flag === '--import' ? flags[i + 1] : flag.slice(9)) ?? '');
  const imports = names.filter((_, i) => /^--import(?:=|$)/.test(flags[i] ?? ''));
  const tsx = imports.find(name => /^tsx(?:\/esm)?$|[\\/]tsx[\\/]dist[\\/]/.test(name));
  if (tsx === undefined) return undefined;
  try {
    const here = createRequire(join(process.cwd(), 'index.js'));
    const require = createRequire(tsx.startsWith('file:') ? fileURLToPath(tsx) : here.resolve(tsx));
    require.resolve('esbuild');
    return require;
  } catch {
    // Node.js will say itself that it does not find tsx.
    return undefined;
  }
}

/**
 * Calls `done` when tsx registers the last of its hooks: before that it switches source maps on. It does so for `require`
 * and for `import`, but in a worker thread for `require` alone where the hooks of `import` have a thread of their own.
 */
function afterRegistration(done: () => void): void {
  const name = 'setSourceMapsEnabled';
  const descriptor = Object.getOwnPropertyDescriptor(process, name);
  if (descriptor === undefined) return;
  const original = descriptor.value as (value: boolean) => void;
  let open = isMainThread || 'registerHooks' in Module ? 2 : 1;
  const value = (enabled: boolean): void => {
    if (--open === 0) {
      Object.defineProperty(process, name, descriptor);
      done();
    }
    original.call(process, enabled);
  };
  Object.defineProperty(process, name, { ...descriptor, value });
}
