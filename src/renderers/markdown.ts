// The report as Markdown, short enough to paste into an issue or a chat: the hot path, the hot lines with their source
// text, and the hot functions with their callers.

import { buildCallTree } from '../model/call-tree.ts';
import { isEmpty } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { displayName } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import { findHotPath } from '../model/hot-path.ts';
import { laneDurationUs, sampleCount } from '../model/lane.ts';
import { countSamples } from '../model/sample-rows.ts';
import type { SessionData } from '../model/session.ts';
import { defaultProcessors } from '../processors/default-processors.ts';
import type { TreeOptions } from '../processors/default-processors.ts';
import { applyProcessors } from '../processors/processor.ts';
import type { Processor } from '../processors/processor.ts';
import { describeFailure } from './console-header.ts';
import { findHotFunctions } from './hot-functions.ts';
import type { HotFunction } from './hot-functions.ts';
import { findHotLines } from './hot-lines.ts';
import type { ReadLine } from './hot-lines.ts';
import { codeSpan, plainText, table } from './markdown-text.ts';
import { shortPath } from './short-path.ts';
import { formatPercent, formatSeconds } from './time-format.ts';

/** What the Markdown report is to hold. */
export interface MarkdownOptions extends Omit<TreeOptions, 'timeline'> {
  /** Instead of the default processors, for the hot path. They get a tree with `[self]` nodes. */
  readonly processors?: readonly Processor[];
  /** Index of the only lane to report on. Default: all lanes together. */
  readonly lane?: number;
  /** Source text for the hot lines. */
  readonly readLine?: ReadLine;
}

const DECIMALS = 3;
const LINES = 10;
const FUNCTIONS = 5;
const CALLERS = 3;

/** Renders the session as Markdown. Throws a `RangeError` when there is no such lane. */
export function renderMarkdown(session: SessionData, options: MarkdownOptions = {}): string {
  const which = options.lane === undefined ? {} : { lane: options.lane };
  const raw = buildCallTree(session, { ...which, selfNodes: true });
  const context: Context = { session, options, whole: raw.total };
  const sections = [renderSummary(context)];
  if (isEmpty(raw)) sections.push('No samples were recorded.\n');
  else {
    const tree = applyProcessors(raw, options.processors ?? defaultProcessors(options));
    sections.push(
      renderHotPath(tree, context),
      renderLines(context),
      renderFunctions(raw, context),
    );
  }
  return sections.filter(section => section !== '').join('\n');
}

interface Context {
  readonly session: SessionData;
  readonly options: MarkdownOptions;
  /** The time that shares are of. */
  readonly whole: Micros;
}

function renderSummary({ session }: Context): string {
  const { meta, lanes } = session;
  const where = [meta.nodeVersion && `Node.js ${meta.nodeVersion}`, meta.platform]
    .filter(Boolean)
    .join(', ');
  const cpu = meta.cpuTimeUs === null ? '' : `, CPU time ${seconds(meta.cpuTimeUs)}`;
  const failure = describeFailure(meta.exit);
  const lines = [
    `## Profile of ${codeSpan(meta.program)}`,
    '',
    `${seconds(meta.durationUs)}${cpu}, ${sampleCount(session)} samples${where === '' ? '' : ` (${plainText(where)})`}, ${meta.startTime}`,
    ...(failure === undefined ? [] : ['', `**${failure}**`]),
    ...meta.notes.flatMap(note => ['', `> ${plainText(note)}`]),
  ];
  if (lanes.length > 1) {
    const rows = lanes.map(lane => [
      plainText(lane.name),
      seconds(laneDurationUs(lane)),
      String(countSamples(lane.samples)),
    ]);
    lines.push('', ...table(['lane', '>time', '>samples'], rows));
  }
  return `${lines.join('\n')}\n`;
}

function renderHotPath(tree: CallNode, context: Context): string {
  const rows = findHotPath(tree).map(({ frame, total, waiting }) => [
    ...timeCells(total, context),
    waiting > 0 ? seconds(waiting) : '',
    codeSpan(displayName(frame)),
    place(frame, context),
  ]);
  return section(
    'Hot path',
    table(['>time', '>share', '>waiting', 'function', 'defined at'], rows),
  );
}

function renderLines(context: Context): string {
  const { session, options } = context;
  const rows = findHotLines(session, { ...laneOf(options), limit: LINES }).map(({ file, time }) => [
    ...timeCells(time.total, context),
    seconds(time.self),
    time.waiting > 0 ? seconds(time.waiting) : '',
    codeSpan(`${shortPath(file, session.meta)}:${time.line}`),
    codeSpan(options.readLine?.(file, time.line)?.trim() ?? ''),
  ]);
  if (rows.length === 0) return '';
  return section(
    'Hot lines',
    table(['>total', '>share', '>self', '>waiting', 'line', 'source'], rows),
  );
}

function renderFunctions(tree: CallNode, context: Context): string {
  const rows = findHotFunctions(tree, FUNCTIONS).map(hot => [
    seconds(hot.self),
    ...timeCells(hot.total, context),
    codeSpan(displayName(hot.frame)),
    place(hot.frame, context),
    callersCell(hot),
  ]);
  if (rows.length === 0) return '';
  const head = ['>self + awaits', '>total', '>share', 'function', 'defined at', 'called by'];
  return section('Hot functions', table(head, rows));
}

function callersCell({ callers, total }: HotFunction): string {
  const shown = callers
    .slice(0, CALLERS)
    .map(({ frame, time }) => `${codeSpan(displayName(frame))} ${formatPercent(time / total)}`);
  const others = callers.length - shown.length;
  return [...shown, ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

function timeCells(us: Micros, { whole }: Context): string[] {
  return [seconds(us), formatPercent(us / whole)];
}

function place({ file, line }: Frame, { session }: Context): string {
  if (file === null) return '';
  return codeSpan(shortPath(file, session.meta) + (line === null ? '' : `:${line}`));
}

function laneOf({ lane }: MarkdownOptions): { readonly lane?: number } {
  return lane === undefined ? {} : { lane };
}

function section(title: string, lines: readonly string[]): string {
  return `### ${title}\n\n${lines.join('\n')}\n`;
}

function seconds(us: Micros): string {
  return `${formatSeconds(us, DECIMALS)} s`;
}
