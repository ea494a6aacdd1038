// A listener list. The store and the other models tell views of changes through it without knowing the editor.

/** Ends what it was returned for. */
export interface Disposable {
  dispose(): void;
}

/** Something that happens again and again, with a value each time. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls the listener each time, until the result is disposed of. */
  on(listener: (value: T) => void): Disposable {
    // Wrapped, so that a listener that is given twice is called twice.
    const entry = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  }

  /** Calls all listeners now, in the order in which they came. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
