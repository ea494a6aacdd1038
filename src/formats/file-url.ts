// Paths as URLs, without Node.js: formats are read and written in the editor's web view, too.

/** The `file:` URL of an absolute path, of POSIX or Windows; other names (`node:fs`, `evalmachine.<anonymous>`) stay. */
export function urlOfPath(path: string): string {
  if (/^[A-Za-z]:[\\/]/.test(path)) return `file:///${escapePath(path.replaceAll('\\', '/'))}`;
  if (path.startsWith('\\\\')) return `file:${escapePath(path.replaceAll('\\', '/'))}`;
  return path.startsWith('/') ? `file://${escapePath(path)}` : path;
}

function escapePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** The path that a `file:` URL names, the inverse of {@link urlOfPath}; all else stays as it is. */
export function pathOfUrl(url: string): string {
  if (!url.startsWith('file://')) return url;
  const [, host = '', encoded = ''] = /^file:\/\/([^/]*)(.*)$/s.exec(url) ?? [];
  const path = decodePath(encoded);
  if (host !== '' && host !== 'localhost') return `\\\\${host}${path.replaceAll('/', '\\')}`;
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}

/** What is not properly encoded stays. */
function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
