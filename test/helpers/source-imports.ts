// The files of src, and what they import.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder src. */
export const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** A file imports something, by the text between the quotes. */
export interface Import {
  readonly file: string;
  readonly from: string;
}

/** All files of code in a folder. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** What a file imports. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /^(?:import|export)\b[^'";]*? from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(pattern)].map(match => ({
    file,
    from: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

/** The folder of src that a file is in; `.` for the top. */
export function folderOf(path: string): string {
  const parts = relative(SOURCE, path).split(sep);
  return parts.length === 1 ? '.' : (parts[0] ?? '');
}

/** The folder within the folder; `.` for what stands beside the rooms. */
export function roomOf(path: string): string {
  const parts = relative(SOURCE, path).split(sep);
  return parts.length < 3 ? '.' : (parts[1] ?? '');
}

/** The files of one cycle, or none. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const open: { readonly file: string; readonly leave: boolean }[] = [
      { file: start, leave: false },
    ];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.leave) {
        path.pop();
        done.add(next.file);
        continue;
      }
      const at = path.indexOf(next.file);
      if (at >= 0) return path.slice(at).map(file => relative(SOURCE, file));
      if (done.has(next.file)) continue;
      path.push(next.file);
      open.push({ file: next.file, leave: true });
      for (const to of graph.get(next.file) ?? []) open.push({ file: to, leave: false });
    }
  }
  return [];
}
