// The source files on disk, as far as they can be read.

import { readFileSync } from 'node:fs';

/** The file's text; `undefined` for what is no file or cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Moved, deleted or never a file: then there is nothing to quote or to map.
  }
}

/** Gives lines (from 1) of files; each file is read once, when it is first asked for. */
export function openSourceLines(): (file: string, line: number) => string | undefined {
  const files = new Map<string, LinesOfFile | undefined>();
  return (file, line) => {
    if (!files.has(file)) files.set(file, openLines(file));
    return files.get(file)?.line(line);
  };
}

function openLines(file: string): LinesOfFile | undefined {
  try {
    return new LinesOfFile(readFileSync(file));
  } catch {
    return undefined; // As in `readText`.
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A file of which a few lines are wanted: the others are not decoded. */
class LinesOfFile {
  readonly #bytes: Buffer;
  /** Of every line, and of what would be the one after the last. */
  readonly #starts = [0];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === LINE_FEED) this.#starts.push(i + 1);
    this.#starts.push(bytes.length + 1);
  }

  line(number: number): string | undefined {
    const [start, next] = [this.#starts[number - 1], this.#starts[number]];
    if (start === undefined || next === undefined) return undefined;
    const isLast = next > this.#bytes.length;
    const hasReturn = !isLast && next - 2 >= start && this.#bytes[next - 2] === CARRIAGE_RETURN;
    return this.#bytes.toString('utf8', start, hasReturn ? next - 2 : next - 1);
  }
}
