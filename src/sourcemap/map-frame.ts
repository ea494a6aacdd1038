// One function as V8 named and placed it → the function in its original source.

import type { Frame } from '../model/frame.ts';
import { frameKind, isFile } from './origin.ts';
import { declaredName } from './syntax/declared-name.ts';
import { findOriginal, isModuleStart } from './find-original.ts';
import type { SourcePosition } from './find-original.ts';
import { generatedFrame } from './generated-frame.ts';
import type { OutlineFunction } from './syntax/outline-parts.ts';
import type { MappedSource } from './maps/script-map.ts';
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
  const whole = fn === undefined ? undefined : script.outline?.wholeOf(fn);
  if (whole !== undefined && whole !== fn) {
    const mapped = mapFunction(generatedFrame(whole, script), { script, fn: whole, files });
    if (mapped.source !== undefined || script.map === undefined) return { ...mapped, fn };
  }
  return mapFunction(named, { script, fn, files });
}

interface FunctionContext {
  readonly script: LoadedScript;
  readonly fn: OutlineFunction | undefined;
  readonly files: ScriptFiles;
}

function mapFunction(named: Frame, { script, fn, files }: FunctionContext): MappedFrame {
  const frame = { ...named, ...nameFrame(named, script, fn), file: script.path };
  const position = script.hasOriginals ? findOriginal(named, script, fn) : undefined;
  if (position === undefined) {
    const goesByCaller = !isFile(script.path) && script.kind !== 'node' && script.kind !== 'native';
    const isPlaced = script.kind !== 'native' && !script.isMisfit && !script.isOwnSource;
    const place = isPlaced ? {} : { line: null, column: null };
    const own = { ...frame, ...place, kind: script.kind };
    return { frame: own, script, fn, source: undefined, goesByCaller };
  }
  const { source, line, column } = position;
  const kind = frameKind(source.path, { ...files, ignored: source.isIgnored });
  const name = isModuleStart(position, frame.name)
    ? '<module>'
    : sourceName(frame, position, script);
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
  const className = originalName(script, fn.classNameOffset, fn.className ?? '') ?? fn.className;
  if (fn.kind === 'constructor') return { name: 'constructor', className };
  if (fn.kind === 'class') {
    return { name: outline.classCodeName(fn, { name, line, column }), className };
  }
  const original = originalName(script, fn.nameOffset, fn.name);
  if (original !== undefined) return { name: accessorPrefix(fn) + original, className };
  const own = name === '' || isMadeUp(name, fn, map !== undefined || className !== null);
  const text = own && fn.name !== '' ? accessorPrefix(fn) + fn.name : name;
  const isNameless = text === '' || isGuess(text, fn);
  return { name: isNameless ? '<anonymous>' : text, className };
}

/** V8 names an argument after the call and the key of another argument: `retry.times` in `retry(() => {}, { times: 3 })`. */
function isGuess(name: string, { name: own, passedTo, isCallee }: OutlineFunction): boolean {
  return own === '' && passedTo >= 0 && !isCallee && name.includes('.');
}

/**
 * Whether V8 made the name up where the text has a better one: `exports.load` and `Users.load` for functions that are
 * assigned there, that of the object for a method under a computed key, `get` for an accessor that is defined by a call.
 */
function isMadeUp(name: string, fn: OutlineFunction, isKnown: boolean): boolean {
  return fn.nameOffset < 0 || (name.includes('.') && isKnown);
}

/** The frame's name, or that which the source has for a function from which it was taken. */
function sourceName(
  { name }: Pick<Frame, 'name'>,
  { source, line, column }: SourcePosition,
  { map }: LoadedScript,
): string {
  if (name !== '<anonymous>') return name;
  return declaredName(map?.lineOf(source, line) ?? '', column) ?? name;
}

/** The name in the source where the identifier `generated` stands. */
function originalName(
  { map, outline }: LoadedScript,
  offset: number,
  generated: string,
): string | undefined {
  if (offset < 0 || outline === undefined) return undefined;
  const { lines } = outline;
  return map?.nameAt(lines.line(offset), lines.column(offset), generated);
}

function accessorPrefix({ kind }: OutlineFunction): string {
  if (kind === 'getter') return 'get ';
  return kind === 'setter' ? 'set ' : '';
}
