// Several things at a time, by callbacks: inside a target, promises may not settle any more.

/** Does something for each, and calls `done` when all have called back. */
export function whenAll<T>(
  items: readonly T[],
  each: (item: T, next: () => void) => void,
  done: () => void,
): void {
  let open = items.length;
  if (open === 0) done();
  for (const item of items)
    each(item, () => {
      if (--open === 0) done();
    });
}
