// The hover of an annotated line, as Markdown: its times, its awaits, and its heaviest callers and callees, each a link.
// Names come from the program: they are escaped, so that none of them can become markup or a link.

import { displayName } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import type { LineTime } from '../model/line-times.ts';
import { formatCount, formatShare, formatTime } from './figure-text.ts';
import type { LineRelations, Relation } from './line-relations.ts';

/** What a hover tells. */
export interface HoverFacts {
  readonly time: LineTime;
  readonly runUs: Micros;
  readonly relations: LineRelations;
  readonly isStale: boolean;
  /** The session's notes about its numbers. */
  readonly notes: readonly string[];
}

/** The command that a link of a hover runs; its argument is a `Place`. */
export const GO_TO_COMMAND = 'hotpath.goTo';

/** The argument of {@link GO_TO_COMMAND}: line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The hover's Markdown. */
export function renderHover(facts: HoverFacts): string {
  const { time, relations } = facts;
  const parts = [renderHead(facts), renderFigures(facts)];
  if (time.awaits !== null) parts.push(renderAwaits(time.awaits));
  parts.push(renderRelations('Called from', relations.callers));
  parts.push(renderRelations('Calls', relations.callees));
  if (facts.isStale) parts.push('*Stale: this code was changed after the run.*');
  for (const note of facts.notes) parts.push(`*${escapeMarkdown(note)}*`);
  return parts.filter(part => part !== '').join('\n\n');
}

/** Makes text of any origin mean nothing but itself in Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|~<>$:&]/g, '\\$&').replace(/\s+/g, ' ');
}

function renderHead({ time, runUs, notes }: HoverFacts): string {
  const estimate = notes.length > 0 ? ' (see note)' : '';
  const share = escapeLess(formatShare(time.total, runUs));
  const total = escapeLess(formatTime(time.total));
  const samples = formatCount(time.samples, 'sample');
  return `**Hotpath** line ${time.line}: **${total}**, **${share}** of the run${estimate}, ${samples}`;
}

function renderFigures({ time, runUs }: HoverFacts): string {
  const figure = (name: string, us: Micros): string =>
    escapeLess(`${name} ${formatTime(us)} (${formatShare(us, runUs)})`);
  const figures = [figure('self', time.self), figure('calls', time.calls)];
  if (time.waiting > 0) figures.push(figure('waiting', time.waiting));
  return figures.join(', ');
}

function renderAwaits(awaits: NonNullable<LineTime['awaits']>): string {
  const longest = escapeLess(formatTime(awaits.max));
  const sum = escapeLess(formatTime(awaits.total));
  return `${formatCount(awaits.count, 'await')}: ${sum} in sum, the longest ${longest}`;
}

function renderRelations(title: string, relations: readonly Relation[]): string {
  if (relations.length === 0) return '';
  const items = relations.map(({ frame, us }) => {
    return `${renderFrame(frame)} ${escapeLess(formatTime(us))}`;
  });
  return `${title} ${items.join(', ')}`;
}

/** The one character of figures that could be taken for markup: `<0.1 ms`. */
function escapeLess(figure: string): string {
  return figure.replaceAll('<', '&lt;');
}

function renderFrame(frame: Frame): string {
  const name = escapeMarkdown(displayName(frame));
  const place = placeOf(frame);
  if (place === undefined) return name;
  const args = encodeURIComponent(JSON.stringify([place])).replace(/[()]/g, escapeParenthesis);
  return `[${name}](command:${GO_TO_COMMAND}?${args})`;
}

/** Where a frame's source can be opened; `undefined` for what has none on disk. */
export function placeOf(frame: Frame): Place | undefined {
  const { file, line, column, kind } = frame;
  if (file === null || line === null || kind === 'node' || kind === 'synthetic') return undefined;
  return { file, line, column: column ?? 1 };
}

function escapeParenthesis(char: string): string {
  return char === '(' ? '%28' : '%29';
}
