// Where a function is in its original source.

import type { Frame } from '../model/frame.ts';
import type { LoadedScript } from './loaded-script.ts';
import type { Outline } from './syntax/outline.ts';
import type { OutlineFunction } from './syntax/outline-parts.ts';
import type { MappedSource, OriginalPosition } from './maps/script-map.ts';

/** A place in a source. */
export type SourcePosition = Pick<OriginalPosition, 'source' | 'line' | 'column'>;

/**
 * The place of the function that V8 says to be at this line and column, the beginning of its source for a file's top
 * level. Where nothing of its head is mapped, it is where its inside begins. `undefined` when it is in no source.
 */
export function findOriginal(
  { line, column }: Frame,
  script: LoadedScript,
  fn: OutlineFunction | undefined,
): SourcePosition | undefined {
  const { map, outline } = script;
  if (map === undefined || line === null) return undefined;
  const isTop = fn === undefined ? line === 1 && column === 1 : fn.kind === 'module';
  if (isTop || (fn !== undefined && script.wrapper === fn)) {
    return map.onlySource === undefined ? undefined : startOf(map.onlySource);
  }
  const position = map.trace(line, column ?? 1);
  if (position !== undefined && !isBeforeFunction(position, { line, outline, fn })) return position;
  const first = fn === undefined ? undefined : firstWithin(script, fn);
  if (fn === undefined || first === undefined) return undefined;
  const isModule = isModuleFunction(fn) || holdsAll(script, fn, first.source);
  return isModule ? startOf(first.source) : first;
}

/** Whether all that is mapped to the source begins in the function. */
function holdsAll(
  { map, outline }: LoadedScript,
  fn: OutlineFunction,
  source: MappedSource,
): boolean {
  const first = map?.firstOf(source);
  if (first === undefined || outline === undefined) return false;
  const offset = outline.lines.offset(first.line, first.column);
  return offset >= fn.start && offset < fn.end;
}

function startOf(source: MappedSource): SourcePosition {
  return { source, line: 1, column: 1 };
}

/**
 * Whether the mapping belongs to what stands before the function on its line: then nothing of the function's head is
 * mapped, it is a compiler's own. A mapping that begins with the line covers all of it.
 */
function isBeforeFunction(
  { generatedColumn }: OriginalPosition,
  at: {
    readonly line: number;
    readonly outline: Outline | undefined;
    readonly fn: OutlineFunction | undefined;
  },
): boolean {
  const { outline, fn } = at;
  if (outline === undefined || fn === undefined || generatedColumn === 1) return false;
  const head = fn.nameOffset >= 0 ? Math.min(fn.nameOffset, fn.start) : fn.start;
  return outline.lines.offset(at.line, generatedColumn) < head;
}

/** Bundlers run a file as a function under the file's name or number: `"src/a.js"(exports) { … }`. */
function isModuleFunction(fn: OutlineFunction): boolean {
  return /[./\\]|^\d+$/.test(fn.name);
}

/** Whether this is a file's top level, which a bundler runs as a function of that name. */
export function isModuleStart({ line, column }: SourcePosition, name: string): boolean {
  return line === 1 && column === 1 && (name === '<anonymous>' || /[/\\]|^\d+$/.test(name));
}

/** The first place within the function that is mapped, when all are mapped to one source. */
function firstWithin(
  { map, outline }: LoadedScript,
  fn: OutlineFunction,
): SourcePosition | undefined {
  if (map === undefined || outline === undefined) return undefined;
  const { lines } = outline;
  let first: SourcePosition | undefined;
  for (let line = lines.line(fn.start); line <= lines.line(fn.end); line++) {
    for (const position of map.positionsOn(line)) {
      const offset = lines.offset(line, position.generatedColumn);
      if (offset < fn.start || offset >= fn.end) continue;
      if (first !== undefined && first.source !== position.source) return undefined;
      first ??= position;
    }
  }
  return first;
}
