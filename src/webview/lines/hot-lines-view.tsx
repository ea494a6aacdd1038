// The hot lines: the slowest lines of the program, and each file's lines with their source.

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { FileTimes } from '../../model/line-times.ts';
import { countOf } from '../figures.ts';
import { buildTextMatcher } from '../frame-matcher.ts';
import { FileList } from './file-list.tsx';
import { LineTable } from './line-table.tsx';
import { listFileLines, listSlowest } from './line-rows.ts';
import type { GapRow, HotFile, LineRow, SourceLines } from './line-rows.ts';
import { useReport } from '../report-context.ts';
import { useSearchTarget } from '../search-target.ts';

const MOST_LINES = 500;

/** The view. */
export function HotLinesView({ isShown }: { readonly isShown: boolean }): JSX.Element {
  const { model, settings, lane, query } = useReport();
  const [chosen, choose] = useState<string>();
  const times = model.lineTimes(lane);
  const files = model.hotFiles(times, settings.loaders);
  const file = chosen === undefined ? undefined : times.get(chosen);
  const rows = useMemo(
    () => listRows({ files, times, sources: model.sources }, file),
    [files, times, file],
  );
  const matches = useMemo(() => buildTextMatcher(query), [query]);
  const shown = matches === undefined ? rows : rows.filter(row => isFound(row, matches));
  const status = matches === undefined ? '' : countOf(shown.length, 'line');
  useSearchTarget(isShown, { status });
  return (
    <div class="split lines-view">
      <FileList files={files} chosen={file?.path} onChoose={choose} />
      <LineTable
        key={file?.path ?? ''}
        rows={shown}
        file={file?.path}
        onChoose={file === undefined ? choose : undefined}
      />
    </div>
  );
}

interface LineSource {
  readonly files: readonly HotFile[];
  readonly times: ReadonlyMap<string, FileTimes>;
  readonly sources: SourceLines;
}

/** The lines of one file, or the slowest of the application's, or of all where it has none. */
function listRows(
  { files, times, sources }: LineSource,
  file: FileTimes | undefined,
): readonly (LineRow | GapRow)[] {
  if (file !== undefined) return listFileLines(file, sources);
  const own = files.filter(({ isApplication }) => isApplication);
  const paths = (own.length > 0 ? own : files).map(({ path }) => path);
  const picked = paths.flatMap(path => times.get(path) ?? []);
  return listSlowest(picked, sources, MOST_LINES);
}

function isFound(row: LineRow | GapRow, matches: (text: string) => boolean): boolean {
  return row.kind === 'line' && (matches(row.file) || matches(row.text ?? ''));
}
