// One script's source map, ready to be asked. Lines and columns count from 1 here.

import { FlattenMap, decodedMappings, traceSegment } from '@jridgewell/trace-mapping';
import type { SourceMapInput, SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import { decodePercent } from './source-path.ts';
import { SourceTexts } from './source-texts.ts';

/** An original source of a script. There is one object for each source of a map: compare them by identity. */
export interface MappedSource {
  /** Absolute path, or a readable name where there is no such file. */
  readonly path: string;
  /** Whether the map's author wants it treated as a library. */
  readonly isIgnored: boolean;
}

/** A place in an original source. */
export interface OriginalPosition {
  readonly source: MappedSource;
  readonly line: number;
  readonly column: number;
  /** Column in the generated line at which the mapping begins. */
  readonly generatedColumn: number;
}

/**
 * Decodes the whole of a source map or of a `data:` URL that holds one, indexed maps (with `sections`) included.
 * Throws what JSON and the source-map library throw at a map that is broken.
 */
export function decodeMap(text: string): TraceMap {
  // The first line may be a guard against being run as a script.
  const content = text.startsWith('data:') ? decodeDataUrl(text) : text;
  const json = JSON.parse(content.replace(/^\)\]\}'[^\n]*\n/, '')) as SourceMapInput;
  const map = FlattenMap(json);
  decodedMappings(map);
  return map;
}

/** How sources are found. */
export interface SourceFiles {
  /** The path of a source; called once for each, with its name and the map's `sourceRoot`. */
  readonly resolve: (source: string, sourceRoot: string) => string;
  /** The text of a source that the map does not hold; `undefined` where there is no such file. */
  readonly read: (path: string) => string | undefined;
}

/** Maps places of one script to its sources. */
export class ScriptMap {
  readonly #map: TraceMap;
  readonly #sources: readonly (MappedSource | null)[];
  readonly #texts: SourceTexts;
  readonly #isOfLines: boolean;
  #firsts: ReadonlyMap<MappedSource, GeneratedPlace> | null = null;

  constructor(map: TraceMap, files: SourceFiles) {
    this.#map = map;
    const ignored = new Set(map.ignoreList ?? []);
    this.#sources = map.sources.map((source, index) =>
      source === null
        ? null
        : { path: files.resolve(source, map.sourceRoot ?? ''), isIgnored: ignored.has(index) },
    );
    this.#texts = new SourceTexts(index => {
      const path = this.#sources[index]?.path;
      return map.sourcesContent?.[index] ?? (path === undefined ? undefined : files.read(path));
    });
    this.#isOfLines = decodedMappings(map).every(segments => segments.every(isWholeLine));
  }

  /** Whether this file is one of the sources. */
  isOf(path: string): boolean {
    return this.#sources.some(source => source?.path === path);
  }

  /** The source when the map has no other: then all of the script is that source's. */
  get onlySource(): MappedSource | undefined {
    return this.#sources.length === 1 ? (this.#sources[0] ?? undefined) : undefined;
  }

  /** Where the mapping that covers this place points; `undefined` when nothing on the line up to it is mapped. */
  trace(line: number, column: number): OriginalPosition | undefined {
    const segment = traceSegment(this.#map, line - 1, column - 1);
    return this.#isStretched(segment, line - 1) ? undefined : this.#position(segment);
  }

  /** The original name of the identifier `generated` that begins exactly here. */
  nameAt(line: number, column: number, generated: string): string | undefined {
    const segment = traceSegment(this.#map, line - 1, column - 1);
    if (segment === null || segment.length === 1 || segment[0] !== column - 1) return undefined;
    const name = segment.length === 5 ? this.#map.names[segment[4]] : undefined;
    const written = this.#texts.word(segment[1], segment[2], segment[3]);
    if (generated.startsWith('#') && written.startsWith('#')) return written;
    // esbuild puts `_` before a class's name while it rewrites it, and notes the result as the original, or nothing.
    return written !== '' && withoutUnderscores(name ?? generated) === withoutUnderscores(written)
      ? written
      : name;
  }

  /** The mappings of a generated line, in order of column. */
  positionsOn(line: number): OriginalPosition[] {
    const segments = decodedMappings(this.#map)[line - 1] ?? [];
    return segments.flatMap(segment =>
      this.#isStretched(segment, line - 1) ? [] : (this.#position(segment) ?? []),
    );
  }

  /** Where the first and the last mapping of the script stand; `undefined` for a map without any. */
  get extent(): { readonly first: GeneratedPlace; readonly last: GeneratedPlace } | undefined {
    const lines = decodedMappings(this.#map);
    const firstLine = lines.findIndex(segments => segments.length > 0);
    const lastLine = lines.findLastIndex(segments => segments.length > 0);
    const first = lines[firstLine]?.[0];
    const last = lines[lastLine]?.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return {
      first: { line: firstLine + 1, column: first[0] + 1 },
      last: { line: lastLine + 1, column: last[0] + 1 },
    };
  }

  /** Where the first mapping to this source stands. */
  firstOf(source: MappedSource): GeneratedPlace | undefined {
    this.#firsts ??= this.#findFirsts();
    return this.#firsts.get(source);
  }

  #findFirsts(): ReadonlyMap<MappedSource, GeneratedPlace> {
    const firsts = new Map<MappedSource, GeneratedPlace>();
    for (const [line, segments] of decodedMappings(this.#map).entries()) {
      for (const segment of segments) {
        const position = this.#position(segment);
        if (position === undefined || firsts.has(position.source)) continue;
        firsts.set(position.source, { line: line + 1, column: position.generatedColumn });
      }
    }
    return firsts;
  }

  /** The text of a line of a source, from 1; empty where it cannot be had. A long line is cut. */
  lineOf(source: MappedSource, line: number): string {
    return this.#texts.line(this.#sources.indexOf(source), line);
  }

  /**
   * Whether the mapping only repeats, at the beginning of a line, the last one before it. esbuild writes these for lines
   * that it made itself and for indentation: they say nothing about the line.
   */
  #isStretched(segment: Readonly<SourceMapSegment> | null, line: number): boolean {
    if (segment?.[0] !== 0 || segment.length === 1 || this.#isOfLines) return false;
    const lines = decodedMappings(this.#map);
    let before = line - 1;
    while (before >= 0 && lines[before]?.length === 0) before--;
    const last = lines[before]?.at(-1);
    return last !== undefined && [1, 2, 3].every(part => last[part] === segment[part]);
  }

  #position(segment: Readonly<SourceMapSegment> | null): OriginalPosition | undefined {
    if (segment === null || segment.length === 1) return undefined;
    const source = this.#sources[segment[1]];
    if (source === null || source === undefined) return undefined;
    const [generatedColumn, , line, column] = segment;
    return { source, line: line + 1, column: column + 1, generatedColumn: generatedColumn + 1 };
  }
}

/** A place in a generated text; from 1. */
export interface GeneratedPlace {
  readonly line: number;
  readonly column: number;
}

/** As in maps without columns, which bundlers write to save time: each line as a whole. */
function isWholeLine(segment: Readonly<SourceMapSegment>): boolean {
  return segment[0] === 0 && (segment.length === 1 || segment[3] === 0);
}

function withoutUnderscores(name: string): string {
  return name.replace(/^_+/, '');
}

function decodeDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  if (!/;base64$/i.test(url.slice(0, comma))) return decodePercent(data);
  const bytes = Uint8Array.from(atob(decodePercent(data)), char => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
