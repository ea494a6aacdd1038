// The console report: what `hotpath script.js` prints.

import { buildCallTree } from '../model/call-tree.ts';
import { isEmpty, secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { ProfileError } from '../model/errors.ts';
import { laneDurationUs } from '../model/lane.ts';
import { countSamples } from '../model/sample-rows.ts';
import type { SessionData } from '../model/session.ts';
import { defaultProcessors } from '../processors/default-processors.ts';
import type { TreeOptions } from '../processors/default-processors.ts';
import { applyProcessors } from '../processors/processor.ts';
import type { Processor } from '../processors/processor.ts';
import { renderFlat } from './console-flat.ts';
import { programLines, renderHeader } from './console-header.ts';
import { renderSlowestLines } from './console-lines.ts';
import type { ReadLine } from './hot-lines.ts';
import type { RowContext } from './console-row.ts';
import type { StyleOptions } from './console-style.ts';
import { renderTree } from './console-tree.ts';
import { decimalsFor, formatSeconds } from './time-format.ts';
import { visibleText } from './visible-text.ts';

/** How the console report is to be. */
export interface ConsoleOptions extends StyleOptions, TreeOptions {
  /** A row for each function instead of the tree. */
  readonly flat?: boolean;
  /** What the rows of a flat report are sorted by. Default `self`. */
  readonly flatTime?: 'self' | 'total';
  /** Default `seconds`. */
  readonly time?: 'seconds' | 'percent';
  /** Without the head: for a report among a program's own output. */
  readonly short?: boolean;
  /** Instead of the default processors. They get a tree with `[self]` nodes. */
  readonly processors?: readonly Processor[];
  /** Index of the only lane to show. Default: every lane, one after the other. */
  readonly lane?: number;
  /** One tree of all lanes together. */
  readonly merge?: boolean;
  /** Adds the slowest lines after the tree. */
  readonly lines?: boolean;
  /** Source text for the slowest lines. */
  readonly readLine?: ReadLine;
}

const SHORT_WIDTH = 53;
const SHORT_MARGIN = '.  ';

/**
 * Renders the session as text for a terminal. Throws a `ProfileError` (`bad-option`) when a timeline is to be flat, and
 * a `RangeError` when there is no such lane.
 */
export function renderConsole(session: SessionData, options: ConsoleOptions = {}): string {
  if (options.flat === true && options.timeline === true) {
    throw new ProfileError('bad-option', 'A flat report has no timeline: choose one of the two.');
  }
  const body = renderBody(session, options);
  return options.short === true ? frameShort(session, body) : renderHeader(session, options) + body;
}

function renderBody(session: SessionData, options: ConsoleOptions): string {
  const margin = options.short === true ? SHORT_MARGIN : '';
  const picked = pickLane(session, options);
  const parts =
    picked === 'each'
      ? session.lanes.map((_, lane) => renderTitledLane(session, options, lane))
      : [renderLane(session, options, picked)];
  const lines = options.lines === true ? [renderSlowestLines(session, options)] : [];
  const notes = session.meta.notes.map(note => `${margin}Note: ${visibleText(note)}\n`);
  const extras = [
    ...lines.filter(text => text !== ''),
    ...(notes.length > 0 ? [notes.join('')] : []),
  ];
  return [...parts, ...extras].map(part => `${part}${margin}\n`).join('');
}

/** The lane that is the report, `undefined` for all of them as one, or `each`. */
function pickLane(session: SessionData, options: ConsoleOptions): number | undefined | 'each' {
  if (options.merge === true || session.lanes.length === 0) return undefined;
  return options.lane ?? (session.lanes.length === 1 ? 0 : 'each');
}

function renderTitledLane(session: SessionData, options: ConsoleOptions, index: number): string {
  const margin = options.short === true ? SHORT_MARGIN : '';
  const lane = session.lanes[index];
  if (lane === undefined) throw new RangeError(`No lane ${index}`);
  const seconds = formatSeconds(laneDurationUs(lane), 3);
  const count = countSamples(lane.samples);
  const title = `${visibleText(lane.name)}: ${seconds} s, ${count} sample${count === 1 ? '' : 's'}`;
  return `${margin}${title}\n${margin}\n${renderLane(session, options, index)}`;
}

function renderLane(
  session: SessionData,
  options: ConsoleOptions,
  lane: number | undefined,
): string {
  const margin = options.short === true ? SHORT_MARGIN : '';
  const tree = buildTree(session, options, lane);
  if (isEmpty(tree)) return `${margin}No samples were recorded.\n`;
  const context: RowContext = {
    style: options,
    rootSeconds: secondsOf(tree),
    time: options.time ?? 'seconds',
    decimals: decimalsFor(session.meta.intervalUs),
    folders: session.meta,
  };
  if (options.flat !== true) return renderTree(tree, context, margin);
  const { flatTime = 'self', showAll = false } = options;
  return renderFlat(tree, context, { flatTime, showAll, margin });
}

function buildTree(
  session: SessionData,
  options: ConsoleOptions,
  lane: number | undefined,
): CallNode {
  const { timeline = false } = options;
  const which = lane === undefined ? {} : { lane };
  const tree = buildCallTree(session, { ...which, timeline, selfNodes: true });
  return applyProcessors(tree, options.processors ?? defaultProcessors(treeOptions(options)));
}

/** A flat report drops small functions by their sums, not by their nodes: those would be added to their callers. */
function treeOptions(options: ConsoleOptions): TreeOptions {
  if (options.flat !== true) return options;
  return { ...options, processorOptions: { ...options.processorOptions, filterThreshold: 0 } };
}

function frameShort(session: SessionData, body: string): string {
  const title = 'hotpath ';
  const program = programLines(session).map(line => `${SHORT_MARGIN}${line}\n`);
  return [
    `\n${title}${'.'.repeat(SHORT_WIDTH - title.length)}\n.\n`,
    ...program,
    `.\n${body}${'.'.repeat(SHORT_WIDTH)}\n\n`,
  ].join('');
}
