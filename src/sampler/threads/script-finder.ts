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
}

/** Longer texts are not fetched: they are bundles, which have a file. In UTF-16 units. */
const MAX_SOURCE_LENGTH = 4_000_000;

/** Looks up the scripts of one thread as they turn up in its samples. */
export class ScriptFinder {
  private readonly wanted = new Set<string>();
  private readonly told = new Set<string>();
  private parsed = new Map<string, ParsedScript>();

  constructor(
    private readonly port: InspectorPort,
    private readonly emit: (message: ScriptMessage) => void,
    private readonly isWanted = isMadeInMemory,
  ) {
    port.on('Debugger.scriptParsed', params => {
      const scriptId = String(params['scriptId']);
      if (this.wanted.has(scriptId)) this.parsed.set(scriptId, parsedScript(scriptId, params));
    });
  }

  /** Notes the scripts of these samples that must be asked about. */
  note(profile: V8Profile): void {
    for (const { callFrame } of profile.nodes) {
      const { scriptId, url } = callFrame;
      if (!this.told.has(scriptId) && this.isWanted(url)) this.wanted.add(scriptId);
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
        for (const scriptId of this.wanted) this.told.add(scriptId);
        this.wanted.clear();
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
  const { url, sourceMapURL, length } = params;
  return {
    scriptId,
    url: typeof url === 'string' ? url : '',
    sourceMapUrl: typeof sourceMapURL === 'string' ? sourceMapURL : '',
    length: typeof length === 'number' ? length : 0,
  };
}

function scriptMessage(script: ParsedScript, source: unknown): ScriptMessage {
  return {
    type: 'script',
    url: script.url,
    ...(script.sourceMapUrl === '' ? {} : { sourceMapUrl: script.sourceMapUrl }),
    ...(typeof source === 'string' ? { source } : {}),
  };
}
