// Finds out about scripts that no file on disk can tell about: code that a loader made in memory (tsx, ts-node, type
// stripping), and its source maps. V8 tells about all scripts when its Debugger domain is switched on, which makes
// promises slower for as long as it is on: so it is on for a moment only, and rarely.

import type { V8Profile } from '../../formats/v8-profile.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { isOwnScript } from '../own-scripts.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { ScriptMessage } from '../messages.ts';

interface ParsedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapUrl: string;
  readonly length: number;
  /** Where V8 was told that its text begins, from 0: a tool that wraps a file's text says so, to have its places right. */
  readonly startLine: number;
  readonly startColumn: number;
}

/** Longer texts are not fetched: they are bundles, which have a file. In UTF-16 units. */
const MAX_SOURCE_LENGTH = 4_000_000;
/** A text that is said to begin further down or to the right is no wrapped file. */
const MAX_START = 100_000;

/** Looks up the scripts of one thread as they turn up in its samples. */
export class ScriptFinder {
  private readonly wanted = new Set<string>();
  /** What else is in the samples. */
  private readonly seen = new Set<string>();
  private readonly told = new Set<string>();
  private parsed = new Map<string, ParsedScript>();

  constructor(
    private readonly port: InspectorPort,
    private readonly emit: (message: ScriptMessage) => void,
    private readonly isWanted = isMadeInMemory,
  ) {
    port.on('Debugger.scriptParsed', params => {
      const scriptId = String(params['scriptId']);
      const script = parsedScript(scriptId, params);
      if (this.wanted.has(scriptId) || (isMoved(script) && this.seen.has(scriptId)))
        this.parsed.set(scriptId, script);
    });
  }

  /** Notes the scripts of these samples that must be asked about. */
  note(profile: V8Profile): void {
    for (const { callFrame } of profile.nodes) {
      const { scriptId, url } = callFrame;
      if (this.told.has(scriptId)) continue;
      if (this.isWanted(url)) this.wanted.add(scriptId);
      else if (url.startsWith('file:')) this.seen.add(scriptId);
    }
  }

  /** Asks about what was noted; `done` is called when every answer has been sent on. */
  find(done: () => void): void {
    if (this.wanted.size === 0) {
      done();
      return;
    }
    const { port } = this;
    this.parsed = new Map();
    // Nor would anybody resume a program that has a `debugger` statement.
    port.post('Debugger.setSkipAllPauses', { skip: true }, ignoreReply);
    port.post('Debugger.enable', {}, () => {
      this.fetchSources(() => {
        port.post('Debugger.disable', {}, ignoreReply);
        for (const scriptId of [...this.wanted, ...this.parsed.keys()]) this.told.add(scriptId);
        this.wanted.clear();
        this.seen.clear();
        done();
      });
    });
  }

  private fetchSources(done: () => void): void {
    let open = 1;
    const close = (): void => {
      if (--open === 0) done();
    };
    for (const script of this.parsed.values()) {
      if (script.length > MAX_SOURCE_LENGTH) continue;
      open++;
      this.port.post(
        'Debugger.getScriptSource',
        { scriptId: script.scriptId },
        (_error, result) => {
          this.emit(scriptMessage(script, result['scriptSource']));
          close();
        },
      );
    }
    close();
  }
}

/**
 * Whether the text that V8 ran may differ from the file: by its extension, since loaders leave plain JavaScript alone
 * for the most part, or because there is no file, as where a bundler has it evaluated (`webpack-internal:///app.js`).
 */
export function isMadeInMemory(url: string): boolean {
  if (url === '' || url.startsWith('node:') || url.startsWith('hotpath:')) return false;
  if (/^(?!file:)[a-z][a-z\d+.-]+:/i.test(url)) return true;
  const path = url.replace(/[?#].*$/, '');
  return !/\.[cm]?js$/.test(path);
}

/**
 * As {@link isMadeInMemory}, for a program that a tool runs, such as a test runner: these compile plain JavaScript as
 * well. The tool itself, and what else is installed, they leave alone.
 */
export function isMadeByTool(url: string): boolean {
  return (
    isMadeInMemory(url) || (url.startsWith('file:') && !INSTALLED.test(url) && !isOwnScript(url))
  );
}

/** Whether a program is a tool: it is installed. */
export function isTool(script: string): boolean {
  return INSTALLED.test(script);
}

const INSTALLED = /[\\/]node_modules[\\/]/;

function parsedScript(scriptId: string, params: Record<string, unknown>): ParsedScript {
  const { url, sourceMapURL, length, startLine, startColumn } = params;
  return {
    scriptId,
    url: typeof url === 'string' ? url : '',
    sourceMapUrl: typeof sourceMapURL === 'string' ? sourceMapURL : '',
    length: typeof length === 'number' ? length : 0,
    startLine: typeof startLine === 'number' ? startLine : 0,
    startColumn: typeof startColumn === 'number' ? startColumn : 0,
  };
}

/** Whether its places are not those of its text. */
function isMoved({ startLine, startColumn }: ParsedScript): boolean {
  return startLine > 0 || startColumn > 0;
}

/** The text with as much before it as its places say. */
function movedText(text: string, { startLine, startColumn }: ParsedScript): string {
  if (Math.max(startLine, startColumn) > MAX_START) return text;
  return '\n'.repeat(Math.max(0, startLine)) + ' '.repeat(Math.max(0, startColumn)) + text;
}

function scriptMessage(script: ParsedScript, source: unknown): ScriptMessage {
  return {
    type: 'script',
    url: script.url,
    ...(script.sourceMapUrl === '' ? {} : { sourceMapUrl: script.sourceMapUrl }),
    ...(typeof source === 'string' ? { source: movedText(source, script) } : {}),
  };
}
