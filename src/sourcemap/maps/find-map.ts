// Finds the text of a script's source map: in the URL that V8 reported, in the comment at the end of the script, or
// in the file that either of them names.

import { decodePercent, isUrl, joinPath, parentFolder, scriptPath } from './source-path.ts';

/** The text of a source map, or the `data:` URL that holds it, and the folder to which its sources are relative. */
export interface FoundMap {
  readonly text: string;
  readonly folder: string;
}

/** What is known about a script whose map is looked for. */
export interface MapSearch {
  readonly path: string;
  /** What V8 reported, `undefined` when it was not asked: then the text tells. */
  readonly sourceMapUrl: string | undefined;
  readonly text: string | undefined;
  readonly readText: (path: string) => string | undefined;
}

/** The script's source map; `undefined` when it has none; the path of the missing file when it is not there. */
export function findMap(search: MapSearch): FoundMap | { readonly missing: string } | undefined {
  const url = search.sourceMapUrl ?? findMapUrl(search.text ?? '');
  if (url === undefined || url === '') return undefined;
  const folder = parentFolder(search.path);
  if (url.startsWith('data:')) return { text: url, folder };
  if (isUrl(url) && !url.startsWith('file:')) return undefined;
  const path = isUrl(url) ? scriptPath(url) : joinPath(folder, decodePercent(url));
  const text = search.readText(path);
  return text === undefined ? { missing: path } : { text, folder: parentFolder(path) };
}

/** The URL in the last `//# sourceMappingURL=` comment, when only comments and empty lines follow it. */
export function findMapUrl(text: string): string | undefined {
  const mark = text.lastIndexOf('# sourceMappingURL=');
  if (mark < 2 || !/^\/[/*]$/.test(text.slice(mark - 2, mark))) return undefined;
  const lineEnd = /[\r\n]|$/.exec(text.slice(mark))?.index ?? 0;
  const rest = text.slice(mark + lineEnd);
  if (rest.length > 10_000 || /^\s*[^\s/*]/m.test(rest)) return undefined;
  return /^# sourceMappingURL=([^\s'"`]+)\s*(?:\*\/)?\s*$/.exec(
    text.slice(mark, mark + lineEnd),
  )?.[1];
}
