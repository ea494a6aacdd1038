// A function of a script's outline as a frame, as V8 would have named and placed it.

import type { Frame } from '../model/frame.ts';
import type { LoadedScript } from './loaded-script.ts';
import type { OutlineFunction } from './syntax/outline-parts.ts';

/** The frame in generated positions. */
export function generatedFrame(fn: OutlineFunction, script: LoadedScript): Frame {
  const lines = script.outline?.lines;
  const isClass = fn.kind === 'constructor' || fn.kind === 'class';
  return {
    name: isClass ? (fn.className ?? '') : accessorName(fn),
    className: null,
    file: script.url,
    line: lines?.line(fn.position) ?? null,
    column: lines?.column(fn.position) ?? null,
    kind: 'application',
  };
}

function accessorName({ kind, name }: OutlineFunction): string {
  if (kind === 'getter') return `get ${name}`;
  return kind === 'setter' ? `set ${name}` : name;
}
