// Paths and URLs of scripts and sources, for POSIX and Windows alike: a profile may be read on another system than
// the one that it was recorded on, so the shape of the name decides, not the system that runs this.

const DRIVE = /^[A-Za-z]:[\\/]/;
const SCHEME = /^[A-Za-z][A-Za-z\d+.-]+:/;

/** Whether the name is an absolute path: `/a`, `C:\a`, `\\server\share`. */
export function isAbsolutePath(name: string): boolean {
  return name.startsWith('/') || name.startsWith('\\\\') || DRIVE.test(name);
}

/** Whether the name is a URL with a scheme: `file:`, `node:`, `webpack:`. A drive letter is none. */
export function isUrl(name: string): boolean {
  return SCHEME.test(name);
}

/**
 * The path or name by which a script's URL is shown: `file:` URLs become absolute paths, `node:` and other URLs and
 * names such as `[eval]` stay, `data:` URLs lose their data. A query that a loader added (`?t=123`) is left out.
 */
export function scriptPath(url: string): string {
  if (url.startsWith('file:')) return fileUrlPath(url);
  if (url.startsWith('data:')) return url.split(/[;,]/, 1)[0] ?? url;
  if (isUrl(url)) return withoutQuery(url);
  return normalizePath(isAbsolutePath(url) ? withoutQuery(url) : url);
}

/** The absolute path that a `file:` URL names, without its query. Broken percent signs stay as they are. */
export function fileUrlPath(url: string): string {
  const [, host = '', encoded = ''] =
    /^file:(?:\/\/([^/?#\\]*))?([^?#]*)/.exec(url) ?? ([] as string[]);
  const path = decodePercent(encoded);
  if (host !== '' && host !== 'localhost') {
    return DRIVE.test(`${host}/`)
      ? normalizePath(`${host}${path}`)
      : `\\\\${host}${path.replaceAll('/', '\\')}`;
  }
  return normalizePath(path.replace(/^\/(?=[A-Za-z]:)/, ''));
}

/** Joins a folder and a path below, beside or above it; an absolute path stands for itself. */
export function joinPath(folder: string, path: string): string {
  return normalizePath(isAbsolutePath(path) ? path : `${folder}/${path}`);
}

/** The folder that holds this path. */
export function parentFolder(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  if (end < 0) return '.';
  if (end === 0) return path.slice(0, 1);
  return DRIVE.test(path) && end === 2 ? path.slice(0, 3) : path.slice(0, end);
}

/** The path without `.`, `..` and doubled separators; Windows paths get backslashes. */
export function normalizePath(path: string): string {
  const windows = DRIVE.test(path) || path.startsWith('\\\\');
  if (!windows && !/(^|\/)\.{0,2}(\/|$)/.test(path.slice(1))) return path;
  const root = /^(?:[A-Za-z]:[\\/]|\\\\|\/)?/.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.slice(root.length).split(windows ? /[\\/]+/ : '/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (root === '') parts.push('..');
  }
  return windows ? root.replaceAll('/', '\\') + parts.join('\\') : root + parts.join('/');
}

/** The name without its `?query`. A `#` may well be part of a file's name. */
export function withoutQuery(name: string): string {
  return name.replace(/\?[^/\\]*$/, '');
}

/** Undoes percent-encoding; a text that is not properly encoded stays as it is. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
