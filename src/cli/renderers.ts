// The renderers that the command knows, one line each.

import { encodeCpuProfile } from '../formats/encode-cpuprofile.ts';
import { encodeFolded } from '../formats/folded.ts';
import { sessionText } from '../formats/session.ts';
import type { SessionData } from '../model/session.ts';
import { renderConsole } from '../renderers/console.ts';
import type { ConsoleOptions } from '../renderers/console.ts';
import { renderJson } from '../renderers/json.ts';
import { renderMarkdown } from '../renderers/markdown.ts';
import { htmlReport } from '../renderer.ts';
import { renderGzippedPprof, renderSpeedscope } from '../format-renderers.ts';
import type { FileContent } from '../write-file.ts';
import type { OptionTypes } from './renderer-options.ts';

/** All options that any renderer takes. */
export type RendererOptions = ConsoleOptions;

/** A way to write a session. */
export interface RendererEntry {
  /** What `-r` calls it; the first is its proper name. */
  readonly names: readonly string[];
  /** Endings of file names that choose it. */
  readonly extensions: readonly string[];
  /** What `-p` can tell it. */
  readonly options: OptionTypes;
  readonly render: (
    session: SessionData,
    options: RendererOptions,
  ) => FileContent | Promise<FileContent>;
  /** Its output is no text: not for terminals. */
  readonly binary?: boolean;
}

const PROCESSORS: OptionTypes = {
  filterThreshold: 'number',
  hideRegex: 'regex',
  showRegex: 'regex',
};
const LANE: OptionTypes = { lane: 'number' };
const TREE: OptionTypes = {
  ...LANE,
  timeline: 'boolean',
  showAll: 'boolean',
  processorOptions: { object: PROCESSORS },
};
const TIME: OptionTypes = {
  time: { oneOf: { seconds: 'seconds', percent: 'percent', percent_of_total: 'percent' } },
};
const HTML: OptionTypes = { ...TREE, ...TIME };
const TEXT: OptionTypes = {
  ...TREE,
  ...TIME,
  unicode: 'boolean',
  color: 'boolean',
  flat: 'boolean',
  flatTime: { oneOf: { self: 'self', total: 'total' } },
  short: 'boolean',
  shortMode: 'boolean',
  merge: 'boolean',
  lines: 'boolean',
};

/** The console report: what is used when nothing else is asked for. */
export const TEXT_RENDERER: RendererEntry = {
  names: ['text', 'console'],
  extensions: ['.txt'],
  options: TEXT,
  render: renderConsole,
};

/** A page, which a terminal cannot show. */
export const HTML_RENDERER: RendererEntry = {
  names: ['html'],
  extensions: ['.html', '.htm'],
  options: HTML,
  render: renderReport,
};

// prettier-ignore
/** Every renderer; where endings overlap, the longest that fits counts. */
export const RENDERERS: readonly RendererEntry[] = [
  TEXT_RENDERER,
  HTML_RENDERER,
  { names: ['json'], extensions: ['.json'], options: TREE, render: renderJson },
  { names: ['markdown', 'md'], extensions: ['.md', '.markdown'], options: TREE, render: renderMarkdown },
  { names: ['speedscope'], extensions: ['.speedscope.json'], options: TREE, render: renderSpeedscope },
  { names: ['cpuprofile'], extensions: ['.cpuprofile'], options: LANE, render: (session, { lane }) => encodeCpuProfile(session, lane) },
  { names: ['folded', 'collapsed'], extensions: ['.folded', '.collapsed'], options: LANE, render: encodeFolded },
  { names: ['pprof'], extensions: ['.pb.gz', '.pb', '.pprof'], options: LANE, render: renderGzippedPprof, binary: true },
  { names: ['session', 'hotpath'], extensions: ['.hotpath'], options: {}, render: sessionText },
];

/** The renderer that `-r` calls so. */
export function findRenderer(name: string): RendererEntry | undefined {
  return RENDERERS.find(({ names }) => names.includes(name.toLowerCase()));
}

/** The renderer for a file of this name, in upper or lower case. */
export function findRendererFor(file: string): RendererEntry | undefined {
  const name = file.toLowerCase();
  let found: RendererEntry | undefined;
  let longest = 0;
  for (const entry of RENDERERS) {
    for (const extension of entry.extensions) {
      if (!name.endsWith(extension) || extension.length <= longest) continue;
      longest = extension.length;
      found = entry;
    }
  }
  return found;
}

/** The HTML report, with the source lines that are on disk. */
function renderReport(session: SessionData, { time, ...options }: RendererOptions): string {
  const units = time === undefined ? {} : ({ units: time === 'percent' ? time : 'time' } as const);
  return htmlReport(session, { ...options, ...units }).html;
}
