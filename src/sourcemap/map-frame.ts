// One function as V8 named and placed it → the function in its original source.

import type { Frame } from '../model/frame.ts';
import { frameKind, isFile } from './origin.ts';
import type { Outline } from './outline.ts';
import type { OutlineFunction } from './outline-parts.ts';
import type { MappedSource, OriginalPosition } from './script-map.ts';
import type { LoadedScript, ScriptFiles } from './loaded-script.ts';

/** A function of the recording, and what is known about it. */
export interface MappedFrame {
  /** In original positions. Its kind is right when application code called it. */
  readonly frame: Frame;
  /** The script that holds it; `undefined` for code without one: built-ins, and what `eval` ran. */
  readonly script: LoadedScript | undefined;
  /** The function in the script's outline, where there is one. */
  readonly fn: OutlineFunction | undefined;
  /** The source that its lines are in; `undefined`: they are lines of the script as it ran. */
  readonly source: MappedSource | undefined;
  /** Whether it is the code of its caller, made at run time: its kind is then the caller's. */
  readonly goesByCaller: boolean;
}

const NAMELESS = new Set(['', '<anonymous>', '(anonymous)', '<module>']);

/** Maps the frame of a script; `generated` has V8's name and place. */
export function mapFrame(
  generated: Frame,
  script: LoadedScript | undefined,
  files: ScriptFiles,
): MappedFrame {
  const named = { ...generated, name: NAMELESS.has(generated.name) ? '' : generated.name };
  if (script === undefined || generated.kind === 'synthetic') return withoutScript(named);
  const fn = findFunction(named, script);
  const frame = { ...named, ...nameFrame(named, script, fn), file: script.path };
  const position = script.hasOriginals ? findOriginal(named, script, fn) : undefined;
  if (position === undefined) {
    const goesByCaller = !isFile(script.path) && script.kind !== 'node' && script.kind !== 'native';
    const isPlaced = script.kind !== 'native' && !script.isMisfit;
    const place = isPlaced ? {} : { line: null, column: null };
    const own = { ...frame, ...place, kind: script.kind };
    return { frame: own, script, fn, source: undefined, goesByCaller };
  }
  const { source, line, column } = position;
  const kind = frameKind(source.path, { ...files, ignored: source.isIgnored });
  const name = isModuleStart(position, frame.name) ? '<module>' : frame.name;
  const mapped = { ...frame, name, file: source.path, line, column, kind };
  return { frame: mapped, script, fn, source, goesByCaller: false };
}

/** Built-ins stay as they are; what `eval` ran has a place, but no file. */
function withoutScript(named: Frame): MappedFrame {
  const goesByCaller = named.line !== null && named.file === null && named.kind !== 'synthetic';
  const name = named.name === '' ? '<anonymous>' : named.name;
  const kind = goesByCaller ? 'application' : named.kind;
  const frame = { ...named, name, kind };
  return { frame, script: undefined, fn: undefined, source: undefined, goesByCaller };
}

function findFunction(named: Frame, { outline }: LoadedScript): OutlineFunction | undefined {
  const { name, line, column } = named;
  return line === null ? undefined : outline?.findFunction({ name, line, column });
}

function nameFrame(
  { name, line, column }: Frame,
  script: LoadedScript,
  fn: OutlineFunction | undefined,
): Pick<Frame, 'name' | 'className'> {
  const { outline, map } = script;
  if (fn?.kind === 'module' || (name === '' && line === 1 && column === 1)) {
    return { name: '<module>', className: null };
  }
  if (fn === undefined || outline === undefined || line === null) {
    const place = script.isMisfit ? ` ${line}:${column}` : '';
    return { name: name === '' ? `<anonymous${place}>` : name, className: null };
  }
  const className = originalName(script, outline, fn.classNameOffset) ?? fn.className;
  if (fn.kind === 'constructor') return { name: 'constructor', className };
  if (fn.kind === 'class') {
    return { name: outline.classCodeName(fn, { name, line, column }), className };
  }
  const original = originalName(script, outline, fn.nameOffset);
  if (original !== undefined) return { name: accessorPrefix(fn) + original, className };
  // V8 makes up `exports.load` and `Users.load` for functions that are assigned there.
  const isMadeUp = name.includes('.') && (map !== undefined || className !== null);
  const own = name === '' || (isMadeUp && fn.name !== '') ? fn.name : name;
  return { name: own === '' ? '<anonymous>' : own, className };
}

function originalName(script: LoadedScript, outline: Outline, offset: number): string | undefined {
  if (offset < 0) return undefined;
  const { lines } = outline;
  return script.map?.nameAt(lines.line(offset), lines.column(offset));
}

function accessorPrefix({ kind }: OutlineFunction): string {
  if (kind === 'getter') return 'get ';
  return kind === 'setter' ? 'set ' : '';
}

type SourcePosition = Pick<OriginalPosition, 'source' | 'line' | 'column'>;

function findOriginal(
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
  const source = isModuleFunction(fn) ? onlySourceWithin(script, fn) : undefined;
  return source === undefined ? undefined : startOf(source);
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
function isModuleFunction(fn: OutlineFunction | undefined): fn is OutlineFunction {
  return fn !== undefined && /[./\\]|^\d+$/.test(fn.name);
}

function isModuleStart({ line, column }: SourcePosition, name: string): boolean {
  return line === 1 && column === 1 && (name === '<anonymous>' || /[/\\]|^\d+$/.test(name));
}

function onlySourceWithin(
  { map, outline }: LoadedScript,
  fn: OutlineFunction,
): MappedSource | undefined {
  if (map === undefined || outline === undefined) return undefined;
  const { lines } = outline;
  const sources = new Set<MappedSource>();
  for (let line = lines.line(fn.start); line <= lines.line(fn.end); line++) {
    for (const { source, generatedColumn } of map.positionsOn(line)) {
      const offset = lines.offset(line, generatedColumn);
      if (offset >= fn.start && offset < fn.end) sources.add(source);
    }
  }
  const [only, ...others] = sources;
  return others.length === 0 ? only : undefined;
}
