// A script of a recording: its text, outline and source map, each read at most once and when it is asked for.

import type { TraceMap } from '@jridgewell/trace-mapping';
import type { FrameKind } from '../model/frame.ts';
import type { Script } from '../model/session.ts';
import { findMap } from './maps/find-map.ts';
import type { FoundMap } from './maps/find-map.ts';
import { frameKind, isCacheFile } from './origin.ts';
import { LineIndex } from './maps/line-index.ts';
import { buildOutline } from './syntax/outline.ts';
import type { Outline } from './syntax/outline.ts';
import type { OutlineFunction } from './syntax/outline-parts.ts';
import { resolveSource } from './maps/resolve-source.ts';
import { ScriptMap, decodeMap } from './maps/script-map.ts';
import { isAbsolutePath, scriptPath } from './maps/source-path.ts';

/** How the scripts' files are reached. */
export interface ScriptFiles {
  /** The text of a file; `undefined` where there is none or it cannot be read. */
  readonly readText: (path: string) => string | undefined;
  /** Folder to which the sources of bundles may be relative. */
  readonly cwd: string;
  /** Resolves symbolic links; a path that cannot be resolved stays as it is. */
  readonly realPath?: (path: string) => string;
  /** Takes the types out of TypeScript without moving anything, as Node.js does when it runs it. */
  readonly stripTypes?: (text: string) => string | undefined;
  /** Folders of Hotpath itself, whose code is a library to every program. */
  readonly ownFolders?: readonly string[];
  /** Folder of the package whose command is run. Default: as the recording's program tells. */
  readonly programFolder?: string;
}

const TYPESCRIPT = /\.[cm]?ts$/i;

/** One script: what V8 ran under one URL. */
export class LoadedScript {
  /** As V8 names it. */
  readonly url: string;
  /** Path of the file, or the name that stands for it. */
  readonly path: string;
  /** Whose code the script is as it was run. */
  readonly kind: FrameKind;
  /**
   * Whether its positions are mapped. What is installed stays where it is, since that is the file that is there to
   * open (the sources of packages seldom are); only names are taken from its map.
   */
  readonly hasOriginals: boolean;
  readonly #script: Script;
  readonly #files: ScriptFiles;
  #text: { readonly value: string | undefined } | null = null;
  #outline: { readonly value: Outline | undefined } | null = null;
  #map: { readonly value: ScriptMap | undefined } | null = null;
  #lines: { readonly value: LineIndex | undefined } | null = null;
  #wrapper: { readonly value: OutlineFunction | undefined } | null = null;
  /** Whether names and lines in it are worth parsing it for. Always so for application code. */
  isWanted: boolean;
  /**
   * Whether the file is not the text that ran: positions lie outside of it. Then no line of it is told. Loaders such as
   * tsx change the text in memory; a profile of another tool does not hold what they made of it.
   */
  isMisfit = false;
  /** What a reader should know about the script's text or its source map; empty when all is well. */
  note = '';

  constructor(script: Script, files: ScriptFiles) {
    this.#script = script;
    this.url = script.url;
    this.#files = files;
    const named = scriptPath(script.url);
    this.kind = frameKind(named, files);
    const real = files.realPath !== undefined && isAbsolutePath(named) ? files.realPath : undefined;
    const isLink = this.kind === 'application' && frameKind(named) === 'library';
    this.path = isLink && real !== undefined ? real(named) : named;
    this.isWanted = this.kind === 'application';
    this.hasOriginals = this.kind !== 'library' || isCacheFile(named);
  }

  /** Its outline; `undefined` when it is not wanted, there is no text, or it cannot be parsed. */
  get outline(): Outline | undefined {
    if (!this.isWanted || this.isMisfit) return undefined;
    this.#outline ??= { value: this.#buildOutline() };
    return this.#outline.value;
  }

  /** Its source map; `undefined` when it is not wanted, or has none that can be used. */
  get map(): ScriptMap | undefined {
    if ((!this.isWanted && !this.hasOriginals) || this.isMisfit) return undefined;
    this.#map ??= { value: this.#readMap() };
    return this.#map.value;
  }

  /** Whether it bears the name of its own source, as with loaders: its lines are not those of the file. */
  get isOwnSource(): boolean {
    return this.hasOriginals && this.map?.isOf(this.path) === true;
  }

  /** The function that a loader or bundler put around all that is mapped in the script. */
  get wrapper(): OutlineFunction | undefined {
    this.#wrapper ??= { value: this.#findWrapper() };
    return this.#wrapper.value;
  }

  /** Notes that V8 has told of this place: a text that has no such place is not the one that ran. */
  checkPlace(line: number, column: number): void {
    if (!this.isWanted || this.isMisfit || this.kind === 'node') return;
    if (this.#index?.holds(line, column) !== false) return;
    this.isMisfit = true;
    this.note = `${this.path} is not the text that ran, so times in it are shown without their lines.`;
  }

  /** Column at which the text of a line begins, after its indentation; 1 where that is not known. */
  firstColumn(line: number): number {
    const start = this.#index?.offset(line, 1) ?? 0;
    const text = this.#source?.slice(start, start + 1000) ?? '';
    return (/^[ \t]*/.exec(text)?.[0].length ?? 0) + 1;
  }

  get #index(): LineIndex | undefined {
    if (this.#lines === null) {
      const text = this.#source;
      this.#lines = { value: text === undefined ? undefined : new LineIndex(text) };
    }
    return this.#lines.value;
  }

  get #source(): string | undefined {
    this.#text ??= { value: this.#script.source ?? this.#readFile() };
    return this.#text.value;
  }

  #readFile(): string | undefined {
    return isAbsolutePath(this.path) ? this.#files.readText(this.path) : undefined;
  }

  #buildOutline(): Outline | undefined {
    const text = this.#source;
    if (text === undefined || this.kind === 'node') return undefined;
    const isTypes = this.#script.source === undefined && TYPESCRIPT.test(this.path);
    const code = isTypes ? this.#files.stripTypes?.(text) : text;
    return code === undefined ? undefined : buildOutline(code);
  }

  #readMap(): ScriptMap | undefined {
    const { path } = this;
    if (this.kind === 'node' || this.kind === 'native') return undefined;
    const { readText } = this.#files;
    const { sourceMapUrl } = this.#script;
    const found = findMap({ path, sourceMapUrl, text: this.#source, readText });
    if (found === undefined) return undefined;
    if ('missing' in found) {
      this.#noteMap(`was not found at ${found.missing}`);
      return undefined;
    }
    const map = this.#decode(found);
    return map === undefined ? undefined : this.#openMap(map, found.folder);
  }

  #decode({ text }: FoundMap): TraceMap | undefined {
    try {
      return decodeMap(text);
    } catch (error) {
      this.#noteMap(`is broken (${error instanceof Error ? error.message : String(error)})`);
      return undefined;
    }
  }

  #openMap(map: TraceMap, folder: string): ScriptMap {
    const { cwd, readText } = this.#files;
    const context = { cwd, folder, exists: (path: string) => readText(path) !== undefined };
    return new ScriptMap(map, {
      resolve: (source, root) => resolveSource(source, root, context),
      read: path => (isAbsolutePath(path) ? readText(path) : undefined),
    });
  }

  #findWrapper(): OutlineFunction | undefined {
    const { map, outline } = this;
    const wrapper = outline?.findWrapper();
    const extent = map?.extent;
    if (outline === undefined || wrapper === undefined || extent === undefined) return undefined;
    const first = outline.lines.offset(extent.first.line, extent.first.column);
    const last = outline.lines.offset(extent.last.line, extent.last.column);
    return first >= wrapper.position && last <= wrapper.end ? wrapper : undefined;
  }

  #noteMap(problem: string): void {
    if (!this.hasOriginals) return;
    this.note = `The source map of ${this.path} ${problem}; times in it are shown on the lines that Node.js ran.`;
  }
}
