// Where an await of generated code stands in the original one.

import type { LinePosition } from '../model/lane-builder.ts';
import type { LoadedScript } from './loaded-script.ts';
import { UNDECIDED } from './map-line.ts';

/** The file and place of an await; undecided where the text does not fit the script that ran. */
export function mapAwait(
  script: LoadedScript,
  place: LinePosition,
): { readonly file: string; readonly place: LinePosition } {
  if (script.isMisfit) return { file: script.path, place: UNDECIDED };
  const map = script.hasOriginals ? script.map : undefined;
  const position =
    place.column > 0 ? map?.trace(place.line, place.column) : map?.positionsOn(place.line)[0];
  if (position === undefined)
    return { file: script.path, place: script.isOwnSource ? UNDECIDED : place };
  const { source, line, column } = position;
  return { file: source.path, place: { line, column } };
}
