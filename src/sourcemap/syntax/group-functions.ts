// Functions of a text by what they have in common.

import type { OutlineFunction } from './outline-parts.ts';

/** The functions with each key, in their order. */
export function groupBy<K>(
  functions: readonly OutlineFunction[],
  key: (fn: OutlineFunction) => K,
): Map<K, OutlineFunction[]> {
  const groups = new Map<K, OutlineFunction[]>();
  for (const fn of functions) {
    const group = groups.get(key(fn));
    if (group === undefined) groups.set(key(fn), [fn]);
    else group.push(fn);
  }
  return groups;
}
