// A row of the call tree view, and how it reads: `render   812 ms · 38 % · report.ts:12`.

import { basename } from 'node:path';
import type { CallNode } from '../../model/call-tree.ts';
import { displayName, SYNTHETIC } from '../../model/frame.ts';
import type { Frame, Micros } from '../../model/frame.ts';
import { findPackageName } from '../../model/package-name.ts';
import type { FigureFormat } from '../figure-text.ts';
import { formatCount, formatFigure, formatShare, formatTime } from '../figure-text.ts';

/** A function; the same function called back along several ways through a library is one row. */
export interface FrameRow extends RowBase {
  readonly kind: 'frame';
  readonly frame: Frame;
  readonly self: Micros;
  readonly samples: number;
}

/** What a library does inside of itself. */
export interface HiddenRow extends RowBase {
  readonly kind: 'hidden';
  readonly count: number;
  /** Names of packages, and `node` for what is Node.js' own. */
  readonly libraries: readonly string[];
}

/** What is too small to matter, of one parent. */
export interface RestRow extends RowBase {
  readonly kind: 'rest';
  readonly count: number;
}

export type Row = FrameRow | HiddenRow | RestRow;

/** Rows with a smaller share of the run are folded into one, unless they are on the hot path. */
export const REST_SHARE = 0.005;

interface RowBase {
  /** Stays the same for the same path when the tree is built anew from more samples. */
  readonly id: string;
  readonly parent: Row | undefined;
  readonly total: Micros;
  readonly waiting: Micros;
  readonly isHot: boolean;
  readonly hasChildren: boolean;
  /** The nodes that the row stands for. */
  readonly sources: readonly CallNode[];
  /** The row is inside a folded group: its group is shown frame by frame. */
  readonly isInside: boolean;
}

/** Numbers for paths, kept over the rebuilds of a live tree. */
export class RowIds {
  readonly #ids = new Map<string, number>();

  /** The same text for the same path. */
  idOf(parent: string, key: string): string {
    const path = `${parent}/${key}`;
    const id = this.#ids.get(path) ?? this.#ids.size;
    this.#ids.set(path, id);
    return String(id);
  }
}

/** What the texts of a row depend on besides the row. */
export interface RowTextOptions {
  readonly runUs: Micros;
  readonly format: FigureFormat;
}

/** The texts of a row. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
}

/** The texts of a row, of either kind. */
export function describeRow(row: Row, options: RowTextOptions): RowText {
  const label = nameRow(row);
  const place = row.kind === 'frame' ? describePlace(row.frame) : '';
  return {
    label,
    description: [describeFigures(row, options), place].filter(part => part !== '').join(' · '),
    tooltip: describeInFull(row, options),
    spoken: describeAloud(row, label, options),
  };
}

/** The hourglass stands before the part of the time that is waiting, or before all of it. */
function describeFigures(row: Row, { runUs, format }: RowTextOptions): string {
  const figure = formatFigure(row.total, runUs, format);
  // The name of an `[await]` says already what its time is.
  if (isSyntheticRow(row) || !waits(row, runUs)) return figure;
  const waiting = format === 'percent' ? formatShare(row.waiting, runUs) : formatTime(row.waiting);
  const isAll = formatTime(row.waiting) === formatTime(row.total);
  return isAll ? `⏳ ${figure}` : `${figure} · ⏳ ${waiting}`;
}

function isSyntheticRow(row: Row): boolean {
  return row.kind === 'frame' && row.frame.kind === 'synthetic';
}

/** File and line of where a function is defined, with its package; empty for what has no file. */
export function describePlace({ file, line }: Frame): string {
  if (file === null) return '';
  const name = nameFile(file);
  const place = line === null ? name : `${name}:${line}`;
  const library = findPackageName(file);
  return library === undefined ? place : `${library} · ${place}`;
}

/** The base name; of Node.js' own modules the whole name, since it says which module. */
function nameFile(file: string): string {
  return file.startsWith('node:') ? file : basename(file);
}

function nameRow(row: Row): string {
  if (row.kind === 'frame') return displayName(row.frame);
  if (row.kind === 'rest') return `${row.count} more below ${formatShare(REST_SHARE, 1)}`;
  const { count, libraries } = row;
  const names = libraries.length === 0 ? '' : ` · ${libraries.join(', ')}`;
  return `${formatCount(count, 'frame')} hidden${names}`;
}

function describeInFull(row: Row, { runUs }: RowTextOptions): string {
  const figure = (name: string, us: Micros): string =>
    `${name} ${formatTime(us)}, ${formatShare(us, runUs)}`;
  const lines = [figure('total', row.total)];
  if (row.kind === 'frame') {
    lines.unshift(displayName(row.frame), ...explainSynthetic(row.frame));
    lines.push(figure('self', row.self));
  } else lines.unshift(nameRow(row), 'Expand to see them.');
  lines.push(figure('waiting', row.waiting));
  if (row.kind === 'frame') {
    lines.push(formatCount(row.samples, 'sample'));
    if (row.frame.file !== null) lines.push(`${row.frame.file}:${row.frame.line ?? 1}`);
  }
  return lines.join('\n');
}

function explainSynthetic(frame: Frame): string[] {
  const text = frame.kind === 'synthetic' ? EXPLANATIONS[frame.name] : undefined;
  return text === undefined ? [] : [text];
}

const EXPLANATIONS: Readonly<Partial<Record<string, string>>> = {
  [SYNTHETIC.await]: 'An await that was pending while the program had nothing to run.',
  [SYNTHETIC.idle]: 'Nothing to run, and no await pending.',
  [SYNTHETIC.gc]: 'Garbage collection.',
  [SYNTHETIC.native]: 'Code of Node.js and V8 that is not JavaScript.',
};

function describeAloud(row: Row, label: string, { runUs }: RowTextOptions): string {
  const parts = [
    label,
    formatTime(row.total),
    formatShare(row.total, runUs).replace(' %', ' percent'),
  ];
  if (row.waiting > 0) parts.push(`${formatTime(row.waiting)} of it waiting`);
  if (row.isHot) parts.push('on the hot path');
  if (row.kind === 'frame' && row.frame.file !== null) {
    parts.push(`${nameFile(row.frame.file)} line ${row.frame.line ?? 1}`);
  }
  return parts.join(', ');
}

/** Whether a row waits so long that it is told. */
export function waits(row: Row, runUs: Micros): boolean {
  return row.waiting > 0 && row.waiting >= LEAST_WAITING * runUs;
}

/** Share of the run. */
const LEAST_WAITING = 0.005;
