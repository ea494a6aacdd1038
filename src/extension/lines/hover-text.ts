// The hover of an annotated line, as Markdown: its times, its awaits, and its heaviest callers and callees, each a link.
// Names come from the program: they are escaped, so that none of them can become markup or a link.

import { displayName } from '../../model/frame.ts';
import type { Frame, Micros } from '../../model/frame.ts';
import type { FunctionTime, LineTime } from '../../model/line-times.ts';
import { formatCount, formatShare, formatTime } from '../figure-text.ts';
import { tellsUndecided } from './lens-model.ts';
import type { LineRelations, Relation } from './line-relations.ts';

/** What a hover tells. */
export interface HoverFacts {
  readonly time: LineTime;
  readonly runUs: Micros;
  readonly relations: LineRelations;
  readonly isStale: boolean;
  /** The function around the line; `undefined` at a file's top level. */
  readonly owner: FunctionTime | undefined;
  /** Waiting times and numbers of awaits are an estimate. */
  readonly isEstimate: boolean;
  /** The lane whose times these are; `undefined`: all of them. */
  readonly lane: string | undefined;
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
  const { relations } = facts;
  const parts = [renderHead(facts), renderFigures(facts), renderAwaits(facts)];
  parts.push(renderRelations('Called from', relations.callers));
  parts.push(renderRelations('Calls', relations.callees));
  parts.push(renderUndecided(facts));
  if (facts.isStale) parts.push('*Stale: this code was changed after the run.*');
  for (const note of facts.notes) parts.push(`*${escapeMarkdown(note)}*`);
  return parts.filter(part => part !== '').join('\n\n');
}

/** Makes text of any origin mean nothing but itself in Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|~<>$:&]/g, '\\$&').replace(/\s+/g, ' ');
}

function renderHead({ time, runUs, lane }: HoverFacts): string {
  const share = escapeLess(formatShare(time.total, runUs));
  const total = escapeLess(formatTime(time.total));
  const samples = formatCount(time.samples, 'sample');
  const whole = lane === undefined ? 'the run' : escapeMarkdown(lane);
  return `**Hotpath** line ${time.line}: **${total}**, **${share}** of ${whole}, ${samples}`;
}

function renderFigures({ time, runUs, isEstimate }: HoverFacts): string {
  const figure = (name: string, us: Micros): string =>
    escapeLess(`${name} ${formatTime(us)} (${formatShare(us, runUs)})`);
  // Functions that stand on one line and call one another have a part of their calls each.
  const calls = Math.min(time.calls, Math.max(0, time.total - time.self));
  const figures = [figure('self', time.self), figure('calls', calls)];
  if (time.waiting > 0) figures.push(`${figure('waiting', time.waiting)}${mark(isEstimate)}`);
  return figures.join(', ');
}

function renderAwaits({ time: { awaits }, isEstimate }: HoverFacts): string {
  if (awaits === null) return '';
  const longest = escapeLess(formatTime(awaits.max));
  const sum = escapeLess(formatTime(awaits.total));
  const count = `${formatCount(awaits.count, 'await')}${mark(isEstimate)}`;
  return `${count}: ${sum} in sum, the longest ${longest}`;
}

/** What is marked is told of in the notes below. */
function mark(isEstimate: boolean): string {
  return isEstimate ? ' *(estimate)*' : '';
}

/** Some of the time of the line's function may belong to this line, and nobody knows. */
function renderUndecided({ owner, runUs }: HoverFacts): string {
  if (owner === undefined || !tellsUndecided(owner, runUs)) return '';
  const time = escapeLess(formatTime(owner.undecided));
  const name = escapeMarkdown(displayName(owner));
  return `*Undecided: ${time} of ${name} may belong to any of its lines, and are shown on none.*`;
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
