// Numbers functions, so that two frames can be told to be the same one quickly.

import type { Frame } from '../model/frame.ts';

/** Equal frames have equal numbers. */
export class FrameIds {
  readonly #byFrame = new Map<Frame, number>();
  readonly #byKey = new Map<string, number>();

  /** The function's number, from 0 in the order in which functions were first asked for. */
  idOf(frame: Frame): number {
    const known = this.#byFrame.get(frame);
    if (known !== undefined) return known;
    const key = keyOf(frame);
    const id = this.#byKey.get(key) ?? this.#byKey.size;
    this.#byKey.set(key, id);
    this.#byFrame.set(frame, id);
    return id;
  }
}

/** A file says which function it is, whichever class has inherited it; without one, the class has to. */
function keyOf({ name, className, file, line, column }: Frame): string {
  return [name, file === null ? className : '', file, line, column].join('\0');
}
