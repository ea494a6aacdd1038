// V8's functions as frames of a session.

import { syntheticFrame } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { PairIndex } from '../model/pair-index.ts';
import type { SessionBuilder } from '../model/session-builder.ts';
import { PSEUDO_FRAMES } from './pseudo-frames.ts';
import type { V8CallFrame } from './v8-profile.ts';

/**
 * Names the frames of a profile. A profile repeats its functions ten times over, in every node their whole URL; so what
 * was last seen at a place is remembered, and compared instead of being looked up.
 */
export class V8Frames {
  readonly #builder: SessionBuilder;
  readonly #places = new PairIndex();
  readonly #seen: { readonly callFrame: V8CallFrame; readonly frame: number }[] = [];

  constructor(builder: SessionBuilder) {
    this.#builder = builder;
  }

  /** Index of the function's frame. */
  intern(callFrame: V8CallFrame): number {
    const { scriptId, lineNumber, columnNumber } = callFrame;
    const place = this.#places.intern(
      Number(scriptId) | 0,
      (lineNumber * COLUMNS + columnNumber) | 0,
    );
    const seen = this.#seen[place];
    if (seen !== undefined && isSame(seen.callFrame, callFrame)) return seen.frame;
    const frame = this.#builder.frame(frameOf(callFrame));
    this.#seen[place] = { callFrame, frame };
    return frame;
  }
}

/** Places are cut down to 32 bits; two that fall on each other are only slower. */
const COLUMNS = 4096;

function isSame(a: V8CallFrame, b: V8CallFrame): boolean {
  return (
    a.lineNumber === b.lineNumber &&
    a.columnNumber === b.columnNumber &&
    a.functionName === b.functionName &&
    a.url === b.url
  );
}

/** Code of `eval` and `new Function` has no URL, but positions; built-in functions have neither. */
function frameOf(callFrame: V8CallFrame): Frame {
  const { functionName, url, lineNumber, columnNumber } = callFrame;
  const pseudo = url === '' && lineNumber <= 0 ? PSEUDO_FRAMES.get(functionName) : undefined;
  if (pseudo !== undefined) return syntheticFrame(pseudo);
  const hasFile = url !== '' && !url.startsWith('wasm:');
  const kind = kindOf(url, lineNumber);
  if (hasFile && isModule(callFrame))
    return { name: '<module>', className: null, file: url, line: 1, column: 1, kind };
  return {
    name: ANONYMOUS.has(functionName) ? '<anonymous>' : functionName,
    className: null,
    file: hasFile ? url : null,
    line: lineNumber < 0 ? null : lineNumber + 1,
    column: columnNumber < 0 ? null : columnNumber + 1,
    kind,
  };
}

function kindOf(url: string, lineNumber: number): Frame['kind'] {
  if (url.startsWith('node:') || url.startsWith('internal/')) return 'node';
  if (url.startsWith('wasm:') || (url === '' && lineNumber < 0)) return 'native';
  return 'application';
}

/** A file's top level. V8 gives it no place where it was compiled before the profile began. */
function isModule({ functionName, lineNumber, columnNumber }: V8CallFrame): boolean {
  return ANONYMOUS.has(functionName) && lineNumber <= 0 && columnNumber <= 0;
}

/** How V8 and its viewers write a function without a name. */
const ANONYMOUS: ReadonlySet<string> = new Set(['', '(anonymous)', '(anonymous function)']);
