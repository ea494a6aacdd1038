// Where an await of generated code stands in the original one.

import type { LinePosition } from '../model/lane-builder.ts';
import type { LoadedScript } from './loaded-script.ts';
import { UNDECIDED } from './map-line.ts';

/**
 * The generated place of what is waited for, where that is known to V8 by the place of its `.then`:
 *
 *   load()             here
 *     .then(show)      as V8 says
 */
export function awaitedPlace(script: LoadedScript | undefined, place: LinePosition): LinePosition {
  const outline = place.column > 0 ? script?.outline : undefined;
  if (outline === undefined) return place;
  const at = outline.lines.offset(place.line, place.column);
  const offset = outline.promiseCallAt(at);
  if (offset === at) return place;
  return { line: outline.lines.line(offset), column: outline.lines.column(offset) };
}

/** The file and place of an await; undecided where the text does not fit the script that ran. */
export function mapAwait(
  script: LoadedScript,
  told: LinePosition,
): { readonly file: string; readonly place: LinePosition } {
  const place = awaitedPlace(script, told);
  if (script.isMisfit) return { file: script.path, place: UNDECIDED };
  const map = script.hasOriginals ? script.map : undefined;
  const position =
    place.column > 0 ? map?.trace(place.line, place.column) : map?.positionsOn(place.line)[0];
  if (position === undefined)
    return { file: script.path, place: script.isOwnSource ? UNDECIDED : place };
  const { source, line, column } = position;
  return { file: source.path, place: { line, column } };
}
