// Whose code a file is: the user's own, a library's, or Node.js' itself.

import type { FrameKind } from '../model/frame.ts';
import { findPackageName } from '../model/package-name.ts';
import { isAbsolutePath } from './maps/source-path.ts';

/** What a file's name alone does not tell. */
export interface OriginContext {
  /** Kind of the nearest caller that is application or library code. Code that has no file of its own takes it over. */
  readonly caller?: FrameKind;
  /** Whether the source map lists the file in its `ignoreList`. */
  readonly ignored?: boolean;
  /** Resolves symbolic links, so that a workspace package linked into `node_modules` is known for what it is. */
  readonly realPath?: (path: string) => string;
  /** Folders of Hotpath itself. */
  readonly ownFolders?: readonly string[];
  /** Folder of the package whose command is run: what is run is the application, wherever it is installed. */
  readonly programFolder?: string;
}

/** Names under which Node.js (and Electron) load their own JavaScript. */
const RUNTIME = /^(?:node|electron|extensions|internal):/;
/** Where packages are installed: npm and pnpm, Yarn's zip cache and unplugged packages, and Yarn's own loader. */
const PACKAGE_STORE =
  /(?:^|[\\/])(?:node_modules[\\/]|\.yarn[\\/](?:cache[\\/][^\\/]+\.zip|unplugged)[\\/]|\.pnp\.(?:c|loader\.m)?js$)/;
/** Electron applications and the editor's own files and extensions, which may be preloaded into a program. */
const EDITOR =
  /\.asar[\\/]|[\\/]resources[\\/]app[\\/](?:out|extensions)[\\/]|[\\/]\.(?:vscode|vscode-insiders|vscode-server|cursor)[\\/](?:extensions|bin|cli)[\\/]/i;
/** What bundlers add of their own, as their source maps call it. */
const BUNDLER =
  /^(?:webpack:\/\/[^/]*\/)?(?:\(webpack\)|webpack\/(?:bootstrap|runtime|startup|before-startup|after-startup|universalModuleDefinition))|^(?:webpack:\/\/[^/]*\/)?external /;

/**
 * Whose code this file is. `file` is a path or name as `scriptPath` gives it, an original source where there is a
 * source map; `null` and names that are no files (`[eval]`, `evalmachine.<anonymous>`) go by the caller.
 */
export function frameKind(file: string | null, context: OriginContext = {}): FrameKind {
  if (file === null || file === '') return callerKind(context);
  if (RUNTIME.test(file)) return 'node';
  if (file.startsWith('wasm:')) return 'native';
  if (context.ignored === true || BUNDLER.test(file) || isEditorFile(file)) return 'library';
  if (context.ownFolders?.some(folder => isBelow(file, folder)) === true) return 'library';
  if (isInstalled(file))
    return isLinked(file, context) || isOfProgram(file, context) ? 'application' : 'library';
  return isFile(file) ? 'application' : callerKind(context);
}

/**
 * The library that the file belongs to, as a reader calls it: `express`, `@scope/name`, `node:fs`, `node:internal`.
 * `null` for application code and for libraries whose name the path does not tell.
 */
export function libraryName(file: string): string | null {
  if (RUNTIME.test(file)) return file.split('/', 1)[0] ?? file;
  return findPackageName(file) ?? null;
}

/** Folder of the package that a program is installed in; `undefined` for a program that is in no package store. */
export function findProgramFolder(program: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(program)?.[0];
}

/** Whether the path lies in a place where packages are installed. */
export function isInstalled(path: string): boolean {
  return PACKAGE_STORE.test(path);
}

/** Whether a tool keeps its output here, which is made of other code: `node_modules/.vite`, `node_modules/.cache`. */
export function isCacheFile(path: string): boolean {
  return /[\\/]node_modules[\\/]\.(?!pnpm|store|bun|deno)[^\\/]+[\\/](?!.*[\\/]node_modules[\\/])/.test(
    path,
  );
}

/** Whether the name is that of a file; else the code was made at run time and is part of what made it. */
export function isFile(name: string): boolean {
  return isAbsolutePath(name) || /^[a-z][a-z\d+.-]+:\/\//i.test(name);
}

function callerKind({ caller }: OriginContext): FrameKind {
  return caller === 'library' ? 'library' : 'application';
}

function isEditorFile(path: string): boolean {
  return EDITOR.test(path);
}

/** Packages below the program's own are libraries to it. */
function isOfProgram(path: string, { programFolder }: OriginContext): boolean {
  return (
    programFolder !== undefined &&
    isBelow(path, programFolder) &&
    findProgramFolder(path) === programFolder
  );
}

function isLinked(path: string, { realPath }: OriginContext): boolean {
  return realPath !== undefined && !isInstalled(realPath(path));
}

function isBelow(path: string, folder: string): boolean {
  return (
    path.startsWith(folder) && /^[\\/]|^$/.test(path.slice(folder.replace(/[\\/]$/, '').length))
  );
}
