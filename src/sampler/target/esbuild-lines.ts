// esbuild as tsx gets it: it is asked for code without white space, and gives code with its line breaks.

interface TransformOptions {
  readonly minifyWhitespace?: boolean;
  readonly keepNames?: boolean;
}

type Transform = (input: unknown, options?: TransformOptions) => unknown;

/** What tsx uses of esbuild. */
export interface Esbuild {
  readonly version: string;
  readonly transform: Transform;
  readonly transformSync: Transform;
}

/**
 * An esbuild whose output keeps its line breaks. tsx keeps results on disk by the version of esbuild, among others: with
 * one of its own, those with lines and those without are kept apart.
 */
export function withLines(esbuild: Esbuild): Esbuild {
  const { version, transform, transformSync } = esbuild;
  const transformWithLines: Transform = (input, options) => transform(input, keepLines(options));
  const transformSyncWithLines: Transform = (input, options) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = stackTraceLimit + 1;
    try {
      return transformSync(input, keepLines(options));
    } catch (error) {
      throw withoutOwnFrame(error, stackTraceLimit);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return Object.defineProperties({} as Esbuild, {
    ...Object.getOwnPropertyDescriptors(esbuild),
    version: { value: `${version}+lines`, enumerable: true },
    transform: { value: transformWithLines, enumerable: true },
    transformSync: { value: transformSyncWithLines, enumerable: true },
  });
}

function keepLines(options: TransformOptions = {}): TransformOptions {
  return options.minifyWhitespace === true ? { ...options, minifyWhitespace: false } : options;
}

/** What esbuild says of a program that it cannot read, with the stack that it has without us. */
function withoutOwnFrame(error: unknown, limit: number): unknown {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return error;
  const lines = error.stack.split('\n').filter(line => !isOwnFrame(line));
  const first = lines.findIndex(line => /^ {4}at /.test(line));
  if (first >= 0) error.stack = lines.slice(0, first + limit).join('\n');
  return error;
}

/** As it runs, or as its source map names it. */
function isOwnFrame(line: string): boolean {
  return line.includes(__filename) || /[\\/]esbuild-lines\.ts:/.test(line);
}
