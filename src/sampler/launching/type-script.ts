// How a TypeScript file is run: with the loader that its project has, else with Node.js' own type stripping.

import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProfileError } from '../../model/errors.ts';
import type { NodeBinary } from './node-binary.ts';

/**
 * The flags with which `node` runs this file; none for JavaScript.
 * Throws `no-loader` when nothing on this machine runs it.
 */
export function loaderFlags(path: string, node: NodeBinary): readonly string[] {
  if (!isTypeScript(path)) return [];
  const require = createRequire(path);
  const tsx = find(require, 'tsx');
  if (tsx !== undefined) return tsxFlags(tsx, require, node);
  const tsNode = find(require, 'ts-node/register');
  if (tsNode !== undefined) return tsNodeFlags(path, tsNode, require);
  if (stripsTypes(node)) return [];
  if (node.major === 22 && node.minor >= 6) return ['--experimental-strip-types'];
  throw new ProfileError(
    'no-loader',
    `Node.js ${node.major}.${node.minor} cannot run TypeScript by itself: install tsx in the project (npm install --save-dev tsx), or use Node.js 22.18 or later.`,
  );
}

/** Whether these options of Node.js, or its NODE_OPTIONS, load something that runs TypeScript. */
export function bringsLoader(flags: readonly string[], env: Readonly<NodeJS.ProcessEnv>): boolean {
  const all = [env['NODE_OPTIONS'] ?? '', ...flags].join(' ');
  return (
    /(?:^|\s)--experimental-(?:strip|transform)-types\b/.test(all) ||
    /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[\s=]\S*(?:tsx|ts-node|tsimp|swc|esbuild|jiti|sucrase|babel|tsm)/.test(
      all,
    )
  );
}

function isTypeScript(path: string): boolean {
  return ['.ts', '.mts', '.cts', '.tsx'].includes(extname(path).toLowerCase());
}

function find(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** `--import` came with Node.js 20.6 and 18.19; before that tsx had to be a loader and a preload. */
function tsxFlags(tsx: string, require: NodeJS.Require, node: NodeBinary): readonly string[] {
  const hasImport = node.major > 20 || (node.major === 20 ? node.minor >= 6 : node.minor >= 19);
  if (hasImport) return ['--import', pathToFileURL(tsx).href];
  const preflight = find(require, 'tsx/cjs') ?? tsx;
  return ['--require', preflight, '--loader', pathToFileURL(tsx).href];
}

function tsNodeFlags(path: string, register: string, require: NodeJS.Require): readonly string[] {
  const esm = find(require, 'ts-node/esm');
  if (extname(path) === '.mts' && esm !== undefined) return ['--loader', pathToFileURL(esm).href];
  return ['--require', register];
}

/** Without a flag since 22.18 and 23.6. */
function stripsTypes(node: NodeBinary): boolean {
  if (node.major === 22) return node.minor >= 18;
  if (node.major === 23) return node.minor >= 6;
  return node.major > 23;
}
