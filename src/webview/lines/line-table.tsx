// The lines of the hot lines view, with their times and their source.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { visibleText } from '../../renderers/visible-text.ts';
import { countOf, formatTime } from '../figures.ts';
import { fileText, isPath } from '../frame-text.ts';
import { heatOf } from '../heat.ts';
import type { GapRow, LineRow } from './line-rows.ts';
import { useReport } from '../report-context.ts';
import { SourceLink, useOpenSource } from '../source-link.tsx';
import { ColumnHeads } from '../tree/column-heads.tsx';
import { TimeCell } from '../tree/tree-row.tsx';
import { pageRows, VirtualRows } from '../virtual-rows.tsx';

interface LineTableProps {
  readonly rows: readonly (LineRow | GapRow)[];
  /** The file whose lines these are; `undefined`: of several files. */
  readonly file: string | undefined;
  /** Shows all lines of a file. */
  readonly onChoose: ((path: string) => void) | undefined;
}

const HEADS = (
  <ColumnHeads
    total="Time of all stacks through this line"
    self="Time in which this line itself ran"
    last={{ style: 'source', text: 'Line' }}
  />
);

/** The table. */
export function LineTable(props: LineTableProps): JSX.Element {
  const { rows, file } = props;
  const [active, setActive] = useState(() => slowest(rows));
  const open = useOpenRow(props);
  if (rows.length === 0) return <p class="nothing">There is no such line.</p>;
  return (
    <VirtualRows
      count={rows.length}
      active={active}
      head={HEADS}
      row={index => (
        <TableRow
          row={rows[index]}
          isIn={file === undefined ? 'files' : 'file'}
          id={`line-${index}`}
          isActive={index === active}
          onSelect={() => {
            setActive(index);
          }}
          onOpen={() => {
            open(rows[index]);
          }}
        />
      )}
      list={{
        class: `main grid lines ${file === undefined ? 'of-files' : 'of-file'}`,
        role: 'grid',
        tabIndex: 0,
        'aria-label': 'Lines',
        'aria-rowcount': rows.length + 1,
        'aria-activedescendant': `line-${active}`,
        onKeyDown: keysOf({ count: rows.length, active }, setActive, () => {
          open(rows[active]);
        }),
      }}
    />
  );
}

function useOpenRow({ onChoose }: LineTableProps): (row: LineRow | GapRow | undefined) => void {
  const { go } = useOpenSource();
  return row => {
    if (row?.kind !== 'line') return;
    if (onChoose !== undefined) onChoose(row.file);
    else if (isPath(row.file)) go(row);
  };
}

/** What keys do in the table. */
function keysOf(
  { count, active }: { readonly count: number; readonly active: number },
  setActive: (row: number) => void,
  open: () => void,
): (event: KeyboardEvent) => void {
  return event => {
    if (!(event.currentTarget instanceof Element) || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key]?.(pageRows(event.currentTarget), count);
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === undefined) open();
    else setActive(Math.min(Math.max(0, active + step), count - 1));
  };
}

/** Key → by how many rows it moves, given the rows in a page and in all. */
const STEPS: Readonly<Partial<Record<string, (page: number, count: number) => number>>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: page => page,
  PageUp: page => -page,
  Home: (_, count) => -count,
  End: (_, count) => count,
};

interface TableRowProps {
  readonly row: LineRow | GapRow | undefined;
  readonly isIn: 'file' | 'files';
  readonly id: string;
  readonly isActive: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

function TableRow({ row, isIn, id, isActive, onSelect, onOpen }: TableRowProps) {
  const { whole } = useReport();
  if (row === undefined) return null;
  if (row.kind === 'gap')
    return (
      <div role="row" id={id} class="row gap">
        <span role="gridcell">⋯</span>
      </div>
    );
  const { time } = row;
  return (
    <div
      role="row"
      id={id}
      aria-selected={isActive}
      class={`row ${isActive ? 'active' : ''} ${time === undefined ? 'around' : ''}`}
      onClick={onSelect}
      onDblClick={onOpen}
    >
      <TimeCell us={time?.total ?? 0} column="total" />
      <TimeCell us={time?.self ?? 0} column="self" />
      <TimeCell us={time?.waiting ?? 0} column="waiting" />
      <SourceCell row={row} isIn={isIn} heat={heatOf((time?.total ?? 0) / Math.max(1, whole))} />
    </div>
  );
}

interface SourceCellProps {
  readonly row: LineRow;
  readonly isIn: 'file' | 'files';
  readonly heat: number;
}

function SourceCell({ row, isIn, heat }: SourceCellProps): JSX.Element {
  const { model } = useReport();
  const { file, line, text, time } = row;
  const short = isIn === 'file' ? '' : `${fileText(file, model.session.meta)}:`;
  const shade = time === undefined ? '' : `heat${heat}`;
  return (
    <span role="rowheader" class={`cell source ${shade}`}>
      <SourceLink place={isPath(file) ? { file, line } : undefined} inList="inList">
        <bdi>
          {short}
          {line}
        </bdi>
      </SourceLink>
      {text !== undefined && <code>{visibleText(isIn === 'file' ? text : text.trim())}</code>}
      {time?.awaits && (
        <small class="awaits" title={`longest ${formatTime(time.awaits.max)}`}>
          {countOf(time.awaits.count, 'await')}, together {formatTime(time.awaits.total)}
        </small>
      )}
    </span>
  );
}

/** Where a file is worth looking at first. */
function slowest(rows: readonly (LineRow | GapRow)[]): number {
  let found = 0;
  let most = 0;
  rows.forEach((row, index) => {
    const total = row.kind === 'line' ? (row.time?.total ?? 0) : 0;
    if (total > most) [found, most] = [index, total];
  });
  return found;
}
