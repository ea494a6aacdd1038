// One row of the console report: `0.868 UserService.load  src/service.js:30`.

import { secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { displayName } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { inkOfShare, paint } from './console-style.ts';
import type { StyleOptions } from './console-style.ts';
import { shortPath } from './short-path.ts';
import type { PathFolders } from './short-path.ts';
import { formatFixed, formatPercent } from './time-format.ts';
import { visibleText } from './visible-text.ts';

/** What all rows of one tree have in common. */
export interface RowContext {
  readonly style: StyleOptions;
  /** The whole that shares are of. */
  readonly rootSeconds: number;
  readonly time: 'seconds' | 'percent';
  /** Decimals of a second. */
  readonly decimals: number;
  readonly folders: PathFolders;
}

/** What a row shows. */
export interface Row {
  readonly frame: Frame;
  readonly seconds: number;
  /** The frame above, whose file stands for that of a synthetic frame. */
  readonly parent?: Frame | undefined;
}

/** The row's text, without indentation and line break. */
export function renderRow(row: Row, context: RowContext): string {
  const share = shareOf(row.seconds, context);
  const time =
    context.time === 'percent' ? formatPercent(share) : formatFixed(row.seconds, context.decimals);
  const ink = row.frame.kind === 'application' ? 'application' : 'plain';
  const place = shortPlace(row, context.folders);
  return [
    `${paint(context.style, inkOfShare(share), time)} `,
    `${paint(context.style, ink, visibleText(displayName(row.frame)))}  `,
    place === '' ? '' : paint(context.style, 'faint', place),
  ].join('');
}

/** The time as a share of the whole, from 0 to 1; 1 where the whole took no time at all. */
export function shareOf(seconds: number, { rootSeconds }: Pick<RowContext, 'rootSeconds'>): number {
  return rootSeconds > 0 ? seconds / rootSeconds : 1;
}

/** The file that a node counts to, shortened: its own, or its parent's for a synthetic one; empty without a file. */
export function shortFile({ frame, parent }: Omit<Row, 'seconds'>, folders: PathFolders): string {
  const file = frame.kind === 'synthetic' ? (frame.file ?? parent?.file) : frame.file;
  return file === null || file === undefined ? '' : visibleText(shortPath(file, folders));
}

/** The part of a node's time that no function below it accounts for: its own code, waiting and collecting garbage. */
export function ownSeconds(node: CallNode): number {
  let own = secondsOf(node);
  for (const child of node.children) if (child.frame.kind !== 'synthetic') own -= secondsOf(child);
  return own;
}

function shortPlace(row: Row, folders: PathFolders): string {
  const file = shortFile(row, folders);
  const { kind, line } = row.frame;
  return file === '' || kind === 'synthetic' || line === null ? file : `${file}:${line}`;
}
