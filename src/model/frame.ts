// A frame is a function as it stands in a stack: what it is called, where it is defined, and whose code it is.

/** Time in microseconds. Everything inside Hotpath counts in these; only formats and faces convert. */
export type Micros = number;

/**
 * Whose code a frame is.
 * - `application`: the user's own code
 * - `library`: below `node_modules` (or another package store), or listed in a source map's `ignoreList`
 * - `node`: Node.js' own JavaScript (`node:fs`)
 * - `native`: code without JavaScript source: built-ins, WebAssembly, `(program)`
 * - `synthetic`: not a function at all: `<program>`, `[await]`, `[idle]`, `[gc]`, `[native]`, `[self]`, and in recordings
 *   of one async context `[out-of-context]`
 */
export type FrameKind = 'application' | 'library' | 'node' | 'native' | 'synthetic';

/** Every {@link FrameKind}, in the order in which session files number them. */
export const FRAME_KINDS: readonly FrameKind[] = [
  'application',
  'library',
  'node',
  'native',
  'synthetic',
];

/**
 * A function in a stack. Two frames are the same function when name, file, line and column agree: a method that several
 * classes inherit is one function. Without a file, the class has to agree too.
 */
export interface Frame {
  /** The function's own name; `<anonymous>` where it has none, `<module>` for a file's top level. */
  readonly name: string;
  /** The class whose method this is, or `null`. */
  readonly className: string | null;
  /** Absolute path of the source file, a `node:` URL, or `null` where there is none. */
  readonly file: string | null;
  /** Line on which the function is defined, counted from 1; `null` where there is none. */
  readonly line: number | null;
  /** Column at which the function is defined, counted from 1; `null` where there is none. */
  readonly column: number | null;
  readonly kind: FrameKind;
}

/** Names of the synthetic frames, as every face shows them. */
export const SYNTHETIC = {
  program: '<program>',
  await: '[await]',
  idle: '[idle]',
  gc: '[gc]',
  native: '[native]',
  self: '[self]',
  /** Others ran: their time is not shown. */
  outOfContext: '[out-of-context]',
} as const;

/** The name of a synthetic frame. */
export type SyntheticName = (typeof SYNTHETIC)[keyof typeof SYNTHETIC];

/** The name that a reader sees: `Class.method`, or the bare function name. */
export function displayName(frame: Pick<Frame, 'name' | 'className'>): string {
  return frame.className === null ? frame.name : `${frame.className}.${frame.name}`;
}

/** A frame that is no function, such as `[await]`; `name` is one of {@link SYNTHETIC}. */
export function syntheticFrame(name: SyntheticName): Frame {
  return { name, className: null, file: null, line: null, column: null, kind: 'synthetic' };
}

/** Whether this is the synthetic frame of that name, and not a function that happens to be called so. */
export function isSynthetic(frame: Pick<Frame, 'name' | 'kind'>, name: SyntheticName): boolean {
  return frame.kind === 'synthetic' && frame.name === name;
}

/** V8's name for a regular expression that runs begins so; its source follows. */
export const REG_EXP = 'RegExp: ';

/** Whether V8 names a regular expression so. */
export function isRegExpName(name: string): boolean {
  return name.startsWith(REG_EXP);
}
