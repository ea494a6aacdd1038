// The stacks of a session for the places where its program waits.

import { SYNTHETIC } from '../../model/frame.ts';
import type { Frame } from '../../model/frame.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import type { SessionTables } from '../../model/session.ts';
import { isTaskQueue } from './await-log.ts';
import { ofProgram } from './site-callers.ts';
import type { AwaitFrame, AwaitSite } from '../messages.ts';

/** The way from the outermost caller to a site: stacks, and for each the place in it from which the next is called. */
export interface SitePath {
  readonly stacks: readonly number[];
  readonly places: readonly { readonly line: number; readonly column: number }[];
}

/** The frames that are known so far. */
export interface KnownFrames {
  readonly session: SessionTables;
  /** Those of them that no sample has shown, only awaits; grows. */
  readonly unsampled: Set<number>;
}

/** Interns each site's stacks once. Frames that have samples are recognised, so that both meet in one call tree. */
export class SiteStacks {
  private readonly session: SessionTables;
  private readonly unsampled: Set<number>;
  private readonly known = new Map<string, number>();
  private readonly paths = new Map<string, SitePath>();
  private readonly awaits = new Map<string, number>();
  private readonly joined = new Map<string, readonly number[] | undefined>();
  private readonly likely = new Map<number, number | undefined>();
  private readonly awaitFrame: number;

  constructor(
    private readonly builder: SessionBuilder,
    { session, unsampled }: KnownFrames,
    private readonly sites: readonly AwaitSite[],
  ) {
    this.session = session;
    this.unsampled = unsampled;
    this.awaitFrame = builder.frame({
      name: SYNTHETIC.await,
      className: null,
      file: null,
      line: null,
      column: null,
      kind: 'synthetic',
    });
    this.recogniseFrames();
  }

  private recogniseFrames(): void {
    const { frames, strings } = this.session;
    frames.name.forEach((name, frame) => {
      if (this.unsampled.has(frame)) return;
      const url = strings[frames.file[frame] ?? -1] ?? '';
      const [line = 0, column = 0] = [frames.line[frame], frames.column[frame]];
      for (const key of [placeKey(url, line, column), nameKey(url, line, strings[name] ?? '')])
        if (!this.known.has(key)) this.known.set(key, frame);
    });
  }

  /** The stack of the site's `[await]`; `below`: see `WaitingShare`. */
  awaitStack(site: number, below = -1): number {
    const key = `${site} ${below}`;
    let stack = this.awaits.get(key);
    if (stack === undefined) {
      stack = this.builder.stack(this.path(site, below).stacks.at(-1) ?? -1, this.awaitFrame);
      this.awaits.set(key, stack);
    }
    return stack;
  }

  /** The site's callers, outermost first, itself last; on top of another site's where it waits below that. */
  path(site: number, below = -1): SitePath {
    const key = `${site} ${below}`;
    let path = this.paths.get(key);
    if (path === undefined) {
      const own = this.sites[site]?.frames ?? [];
      const outer = this.sites[below]?.frames;
      path = this.build(outer === undefined ? own : [...ofProgram(own), ...outer]);
      this.paths.set(key, path);
    }
    return path;
  }

  /**
   * The stack of what runs after an await at `site`, put on the site's callers: the part of `stack` from the function
   * that awaited on, as the stacks from its leaf down to that function. `undefined` when that function is not on it.
   */
  continued(stack: number, site: number): readonly number[] | undefined {
    const key = `${stack} ${site}`;
    if (this.joined.has(key)) return this.joined.get(key);
    const joined = this.join(stack, this.path(site).stacks);
    this.joined.set(key, joined);
    return joined;
  }

  /**
   * For a stack of which it was not noted after which await it ran: a site of the function that the task queue
   * resumed, if it has any. `undefined` for other stacks.
   */
  likelySite(stack: number): number | undefined {
    if (!this.likely.has(stack)) this.likely.set(stack, this.findLikelySite(stack));
    return this.likely.get(stack);
  }

  private findLikelySite(stack: number): number | undefined {
    const { frames, stacks, strings } = this.session;
    let resumed = -1;
    for (let at = stack; at >= 0; at = stacks.parent[at] ?? -1) {
      const frame = stacks.frame[at] ?? -1;
      const url = strings[frames.file[frame] ?? -1] ?? '';
      if (isTaskQueue(url)) break;
      if ((stacks.parent[at] ?? -1) < 0 && url === '') return undefined;
      if (url !== '') resumed = frame;
    }
    const site = this.sites.findIndex(
      (_site, index) => this.builder.frameOf(this.path(index).stacks.at(-1) ?? -1) === resumed,
    );
    return site < 0 || resumed < 0 ? undefined : site;
  }

  private join(stack: number, path: readonly number[]): readonly number[] | undefined {
    const { stacks } = this.session;
    const awaiting = path.at(-1);
    if (awaiting === undefined) return undefined;
    const frame = this.builder.frameOf(awaiting);
    const above: number[] = [];
    let at = stack;
    let base: number[] | undefined;
    for (; at >= 0; at = stacks.parent[at] ?? -1) {
      if (stacks.frame[at] === frame) base = [...above];
      above.push(stacks.frame[at] ?? -1);
    }
    if (base === undefined) return undefined;
    const joined = [awaiting];
    for (const next of base.reverse()) joined.unshift(this.builder.stack(joined[0] ?? -1, next));
    return joined;
  }

  private build(frames: readonly AwaitFrame[]): SitePath {
    const stacks: number[] = [];
    const places: SitePath['places'][number][] = [];
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i];
      if (frame === undefined) continue;
      stacks.push(this.builder.stack(stacks.at(-1) ?? -1, this.frame(frame)));
      places.push({ line: frame.line, column: frame.column });
    }
    return { stacks, places };
  }

  private frame(frame: AwaitFrame): number {
    const { name, url, functionLine, functionColumn } = frame;
    return (
      this.known.get(placeKey(url, functionLine, functionColumn)) ??
      this.known.get(nameKey(url, functionLine, name)) ??
      this.addFrame(newFrame(frame))
    );
  }

  private addFrame(frame: Frame): number {
    const index = this.builder.frame(frame);
    this.unsampled.add(index);
    return index;
  }
}

function newFrame({ name, url, functionLine, functionColumn }: AwaitFrame): Frame {
  return {
    name,
    className: null,
    file: url === '' ? null : url,
    line: functionLine > 0 ? functionLine : null,
    column: functionColumn > 0 ? functionColumn : null,
    kind: url.startsWith('node:') ? 'node' : 'application',
  };
}

/** Where a function begins tells it from all others: stacks and samples need not call it the same. */
function placeKey(url: string, line: number, column: number): string {
  return `${line}:${column} ${url}`;
}

/** For a Node.js that does not tell in which column the function of an await begins. */
function nameKey(url: string, line: number, name: string): string {
  return `${line} ${name} ${url}`;
}
