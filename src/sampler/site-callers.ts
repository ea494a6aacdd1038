// Who called the functions that wait, where the stack no longer tells.
//
// A function that was resumed has nothing below it but those who await it, and nobody may: `main()`, or the handler of
// a request. But it was called before it first awaited, and that await has its callers:
//
//   await a()      a  main  <module>          known from the stack
//   await b()      b  main                    main was resumed: its callers are those of above

import type { AwaitFrame, AwaitSite } from './messages.ts';

/** The callers of functions, as the sites of a lane tell them. */
export class SiteCallers {
  /** Function → its callers, innermost first, as they were first seen. */
  private readonly known = new Map<string, readonly AwaitFrame[]>();

  constructor(sites: readonly AwaitSite[]) {
    for (const { frames } of sites) {
      // Of a function that calls itself, the outermost call has the callers.
      for (let i = frames.length - 2; i >= 0; i--) {
        const key = keyOf(frames[i]);
        if (!this.known.has(key)) this.known.set(key, frames.slice(i + 1));
      }
    }
  }

  /** The frames of a site, innermost first, continued by the callers of the outermost one. */
  complete(frames: readonly AwaitFrame[]): readonly AwaitFrame[] {
    const all = [...frames];
    const seen = new Set(frames.map(keyOf));
    for (;;) {
      const callers = this.known.get(keyOf(all.at(-1))) ?? [];
      // Functions that start one another have no outermost call.
      if (callers.length === 0 || callers.some(frame => seen.has(keyOf(frame)))) return all;
      for (const frame of callers) seen.add(keyOf(frame));
      all.push(...callers);
    }
  }
}

function keyOf(frame: AwaitFrame | undefined): string {
  if (frame === undefined) return '';
  const { url, functionLine, functionColumn, name } = frame;
  return `${functionLine}:${functionColumn} ${name} ${url}`;
}
