// Knows for which file stream Node.js begins to read or write: it looks up the stream's method for that, and starts the
// operation in it, long after the program has made the stream.

import type * as fs from 'node:fs';
import { createRequire } from 'node:module';
import type { CallbackNotes } from './callback-notes.ts';
import { onFirstSet, onLookUp } from './property-traps.ts';
import type { Undo } from './property-traps.ts';
import type { Origin } from '../waits/wait-sites.ts';

/** What a stream's constructor sets, and the methods that start operations. */
const STREAMS = [
  ['ReadStream', 'bytesRead', ['_construct', '_read', '_destroy']],
  ['WriteStream', 'bytesWritten', ['_construct', '_write', '_writev', '_destroy']],
] as const;

/** From its making on, notes where file streams are made. */
export class FileStreams {
  private readonly origins = new WeakMap<object, Origin>();
  /** The stream that is about to start an operation. */
  private active: object | null = null;
  private readonly undos: Undo[] = [];

  constructor(notes: CallbackNotes) {
    const classes = createRequire(process.execPath)('node:fs') as typeof fs;
    const onMade = (stream: object, above: unknown): void => {
      this.origins.set(stream, notes.origin(above));
    };
    const onStart = (stream: object): void => {
      this.active = stream;
    };
    for (const [name, property, methods] of STREAMS) {
      const prototype = classes[name].prototype as object;
      this.undos.push(onFirstSet(prototype, property, onMade));
      for (const method of methods)
        if (Object.hasOwn(prototype, method)) this.undos.push(onLookUp(prototype, method, onStart));
    }
  }

  /** Where the stream was made that starts an operation now. */
  readonly takeOrigin = (): Origin | undefined => {
    const origin = this.active === null ? undefined : this.origins.get(this.active);
    this.active = null;
    return origin;
  };

  remove(): void {
    for (const undo of this.undos) undo();
  }
}
