// A row of the call tree.

import type { JSX } from 'preact';
import type { Micros } from '../../model/frame.ts';
import { libraryLabel } from '../../renderers/library-label.ts';
import { countOf, formatShare } from '../figures.ts';
import { explainFrame, findSource, frameName, placeText } from '../frame-text.ts';
import { heatOf } from '../heat.ts';
import { ArrowIcon, FlameIcon } from '../icons.tsx';
import { useReport } from '../report-context.ts';
import type { ReportState } from '../report-context.ts';
import { SourceLink } from '../source-link.tsx';
import { timeKindOf } from '../time-kinds.ts';
import type { TreeRow } from './tree-rows.ts';

/** Deeper rows are indented less, and from some level on not further: then a number tells their level. */
const WIDE_LEVELS = 12;
const MAX_LEVEL = 40;

interface TreeRowProps {
  readonly row: TreeRow;
  readonly id: string;
  /** Class names that tell what is special about the row. */
  readonly marks: readonly string[];
  readonly onSelect: () => void;
  readonly onToggle: (depth: 'one' | 'all') => void;
  readonly onUnfold: () => void;
}

/** The row's element. */
export function TreeRowView(props: TreeRowProps): JSX.Element {
  const { row, id, marks, onSelect, onToggle } = props;
  const { node } = row;
  const isActive = marks.includes('active');
  return (
    <div
      role="row"
      id={id}
      class={['row', ...marks].join(' ')}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isActive}
      aria-expanded={row.isExpandable ? row.isExpanded : undefined}
      onClick={onSelect}
      onDblClick={() => {
        if (row.isExpandable) onToggle('one');
      }}
    >
      <TimeCell us={node.total} column="total" />
      <TimeCell us={row.self} column="self" />
      <TimeCell us={node.waiting} column="waiting" />
      <NameCell {...props} />
    </div>
  );
}

interface TimeCellProps {
  readonly us: Micros;
  readonly column: 'total' | 'self' | 'waiting';
}

/** A time, or a share, with a bar as long as its share. */
export function TimeCell({ us, column }: TimeCellProps): JSX.Element {
  const report = useReport();
  const share = report.whole > 0 ? us / report.whole : 0;
  const heat = column === 'waiting' ? 'waiting' : `heat${heatOf(share)}`;
  return (
    <span role="gridcell" class={`cell ${column} ${heat}`}>
      {us > 0 && <span class="bar" style={{ width: `${Math.min(100, share * 100)}%` }} />}
      <span class="figure">{us > 0 ? figureText(us, report) : ''}</span>
    </span>
  );
}

/** A time or a share, as the reader wants it. */
function figureText(
  us: Micros,
  { settings, write, whole }: Pick<ReportState, 'settings' | 'write' | 'whole'>,
): string {
  return settings.units === 'time' ? write(us) : formatShare(us, whole);
}

function NameCell({ row, marks, onToggle, onUnfold }: TreeRowProps): JSX.Element {
  const { model } = useReport();
  const folders = model.session.meta;
  const { frame } = row.node;
  const above = row.level - 1;
  const narrow = Math.max(0, Math.min(above, MAX_LEVEL) - WIDE_LEVELS);
  const indent = Math.min(above, WIDE_LEVELS) * 14 + narrow * 5;
  return (
    <span role="rowheader" class="cell name" style={{ '--indent': `${indent}px` }}>
      <Toggle row={row} onToggle={onToggle} />
      {above > MAX_LEVEL && <span class="level">{row.level}</span>}
      {marks.includes('hot') && <FlameIcon label="on the hot path" />}
      <bdi class={`function ${timeKindOf(frame)}`} title={explainFrame(frame)}>
        {frameName(frame)}
      </bdi>
      {row.group !== undefined && <FoldButton row={row} onUnfold={onUnfold} />}
      <SourceLink place={findSource(frame)} inList="inList">
        <bdi>{placeText(frame, folders)}</bdi>
      </SourceLink>
    </span>
  );
}

function Toggle({ row, onToggle }: Pick<TreeRowProps, 'row' | 'onToggle'>): JSX.Element {
  if (!row.isExpandable) return <span class="toggle" />;
  return (
    <span
      class={`toggle ${row.isExpanded ? 'open' : ''}`}
      onClick={event => {
        onToggle(event.altKey ? 'all' : 'one');
      }}
      onDblClick={event => {
        event.stopPropagation();
      }}
    >
      <ArrowIcon />
    </span>
  );
}

function FoldButton({ row, onUnfold }: Pick<TreeRowProps, 'row' | 'onUnfold'>): JSX.Element {
  const { model } = useReport();
  const hidden = row.group ?? [];
  const libraries = libraryLabel(hidden, model.session.meta);
  const text = `${countOf(hidden.length, 'frame')}${libraries === '' ? '' : ` · ${libraries}`}`;
  return (
    <button
      type="button"
      class="fold"
      tabIndex={-1}
      aria-pressed={row.isUnfolded}
      title={row.isUnfolded ? 'Fold these frames' : 'Show these frames'}
      onClick={onUnfold}
      onDblClick={event => {
        event.stopPropagation();
      }}
    >
      <bdi>{row.isUnfolded ? `fold ${text}` : `${text} folded`}</bdi>
    </button>
  );
}
