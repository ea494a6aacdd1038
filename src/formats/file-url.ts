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
