// Lets a recording begin with the function that started it: who called that is no part of what was to be seen.
//
//   main > load > read       load started the profiler      →   load > read
//   main > load > parse                                         load > parse
//
// What is cut off has no time of its own and calls nothing else, as in pyinstrument: where the function that started
// has returned, and its caller did more, the recording begins with the caller.

import { pathOfUrl } from '../../formats/file-url.ts';
import { mergeEqualRows } from '../../formats/merge-equal-rows.ts';
import { rowsOf } from '../../model/sample-rows.ts';
import type { LineShares, SessionData } from '../../model/session.ts';
import type { StackFunction } from './frames.ts';

/** The session without what is below the stem's last function; `stem` from the outermost function to the one that started. */
export function trimStem(session: SessionData, stem: readonly StackFunction[]): SessionData {
  const path = new UsedStacks(session).findStem(stem.filter(isTelling));
  const first = path.at(-1);
  if (first === undefined || (session.stacks.parent[first] ?? -1) < 0) return session;
  const parent = session.stacks.parent.map((of, stack) => (stack === first ? -1 : of));
  const cut = new Set(path);
  const lanes = session.lanes.map(({ callLines, waitLines, ...lane }) => ({
    ...lane,
    callLines: withoutStacks(callLines, cut),
    ...(waitLines !== undefined && { waitLines: withoutStacks(waitLines, cut) }),
  }));
  return mergeEqualRows({ ...session, stacks: { ...session.stacks, parent }, lanes });
}

/** Built-in functions may be missing in samples, and so may what of Node.js' own waits for modules and tasks. */
function isTelling({ url }: Pick<StackFunction, 'url'>): boolean {
  return url !== '' && !url.startsWith('node:internal/');
}

function withoutStacks(rows: LineShares, stacks: ReadonlySet<number>): LineShares {
  const keep = (_: number, row: number): boolean => !stacks.has(rows.stack[row] ?? -1);
  return {
    stack: rows.stack.filter(keep),
    line: rows.line.filter(keep),
    column: rows.column.filter(keep),
    us: rows.us.filter(keep),
  };
}

/** The stacks that occur in samples, with those below them. */
class UsedStacks {
  readonly #session: SessionData;
  readonly #children = new Map<number, number[]>();
  /** Those that are whole samples. */
  readonly #leaves = new Set<number>();

  constructor(session: SessionData) {
    this.#session = session;
    for (const { samples } of session.lanes)
      for (const rows = rowsOf(samples); rows.next();) this.#leaves.add(rows.stack);
    const used = new Set<number>();
    for (const leaf of this.#leaves)
      for (let at = leaf; at >= 0 && !used.has(at); at = this.#below(at)) used.add(at);
    for (const stack of [...used].sort((a, b) => a - b)) {
      const siblings = this.#children.get(this.#below(stack));
      if (siblings === undefined) this.#children.set(this.#below(stack), [stack]);
      else siblings.push(stack);
    }
  }

  /** The stacks that stand for the stem, as far as there is one way only. */
  findStem(stem: readonly StackFunction[]): readonly number[] {
    const roots = this.#children.get(-1) ?? [];
    const [path = [], other] = roots
      .map(root => this.#follow(root, stem))
      .filter(found => found.length > 0);
    return other === undefined ? path : [];
  }

  /** From a root on; empty where it is another's. */
  #follow(root: number, stem: readonly StackFunction[]): readonly number[] {
    const path: number[] = [];
    let depth = 0;
    let at: number | undefined = root;
    for (let i = 0; at !== undefined && depth < stem.length; i++) {
      if (this.#is(at, stem[depth])) {
        depth++;
        path.push(at);
      } else if (this.#isTelling(at)) break;
      const [only, other]: number[] = this.#children.get(at) ?? [];
      at = other !== undefined || this.#leaves.has(at) ? undefined : only;
    }
    return path;
  }

  #is(stack: number, called: StackFunction | undefined): boolean {
    const { frames, stacks } = this.#session;
    if (called?.functionLine !== frames.line[stacks.frame[stack] ?? -1]) return false;
    // V8 names CommonJS modules by their path, the inspector by their URL.
    return called !== undefined && pathOfUrl(called.url) === pathOfUrl(this.#urlOf(stack));
  }

  #isTelling(stack: number): boolean {
    return isTelling({ url: this.#urlOf(stack) });
  }

  #urlOf(stack: number): string {
    const { frames, stacks, strings } = this.#session;
    return strings[frames.file[stacks.frame[stack] ?? -1] ?? -1] ?? '';
  }

  #below(stack: number): number {
    return this.#session.stacks.parent[stack] ?? -1;
  }
}
