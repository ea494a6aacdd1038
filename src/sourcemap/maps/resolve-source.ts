// Finds out which file a source map means by one of its `sources`. Compilers write relative paths; bundlers write URLs
// of their own making, whose path may be relative to the project, to the bundle, or to nothing at all.

import {
  decodePercent,
  fileUrlPath,
  isAbsolutePath,
  isUrl,
  joinPath,
  normalizePath,
  parentFolder,
  withoutQuery,
} from './source-path.ts';

/** Where a source map was found, and how to look for files. */
export interface SourceContext {
  /** Folder of the source map, or of the script whose text holds it. */
  readonly folder: string;
  readonly cwd: string;
  /** Whether there is such a file. */
  readonly exists: (path: string) => boolean;
}

/**
 * The absolute path of a source, or a readable name such as `webpack://app/src/x.ts` where no such file exists.
 * A relative path is always taken for a path: the file may have been left out of what was installed.
 */
export function resolveSource(source: string, sourceRoot: string, context: SourceContext): string {
  const name = isAnchored(source) ? source : joinRoot(sourceRoot, source);
  if (name.startsWith('file:')) return fileUrlPath(name);
  if (isUrl(name)) return resolveUrl(name, context);
  const path = decodePercent(withoutQuery(name));
  if (isAbsolutePath(path)) return resolveAbsolute(normalizePath(path), context);
  return isUrl(context.folder)
    ? `${context.folder}/${normalizePath(path)}`
    : joinPath(context.folder, path);
}

function isAnchored(source: string): boolean {
  return isUrl(source) || isAbsolutePath(source);
}

function joinRoot(root: string, source: string): string {
  return root === '' ? source : `${root.replace(/\/$/, '')}/${source}`;
}

/** `webpack://app/./src/x.ts?1a2b`: looks for `src/x.ts` from the bundle's folder upward, then in the project. */
function resolveUrl(url: string, context: SourceContext): string {
  const [, scheme = '', host = '', rest = ''] =
    /^([^:]+:)(?:\/\/([^/]*)\/?)?(.*)$/.exec(url) ?? ([] as string[]);
  const path = decodePercent(withoutQuery(rest)).replace(/^\([\w-]+\)\/(?=\.)/, '');
  if (isAbsolutePath(path) && context.exists(path)) return normalizePath(path);
  const relative = normalizePath(path.replace(/^[/\\]+/, ''));
  for (const folder of [...ancestors(context.folder), context.cwd]) {
    const candidate = joinPath(folder, relative);
    if (relative !== '' && context.exists(candidate)) return candidate;
  }
  return `${scheme}//${host === '' ? '' : `${host}/`}${relative}`;
}

/** A path such as `/src/x.ts` is relative to the project for some bundlers. */
function resolveAbsolute(path: string, { cwd, exists }: SourceContext): string {
  if (!path.startsWith('/') || exists(path)) return path;
  const inProject = joinPath(cwd, path.slice(1));
  return exists(inProject) ? inProject : path;
}

/** The folder and those around it, innermost first; not the root, where nobody keeps sources. */
function ancestors(folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; isAbsolutePath(at) && at !== parentFolder(at); at = parentFolder(at)) {
    found.push(at);
  }
  return found;
}
