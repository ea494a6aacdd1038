// The nodes of a profile that stand for what ran after a wait.

import type { V8CallFrame, V8ProfileNode } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { CodePlace } from '../call-lines/function-finder.ts';
import type { AwaitSite } from '../await-batch.ts';
import type { Run } from '../runs.ts';

/** What the thread did from this moment until the next point's. */
export interface Point {
  /** Of a node. */
  readonly id: number;
  readonly startUs: Micros;
  /** This moment was noted, not sampled. */
  readonly isNoted?: boolean;
}

/** A node, and how long after its run had begun it was seen. */
interface SeenNode {
  readonly id: number;
  readonly offsetUs: Micros;
}

/** The function in which a place is, as samples name it; `undefined`: none that was sampled. */
export type FindFunction = (place: CodePlace) => V8CallFrame | undefined;

/** Knows what runs look like of which there is no sample: as the beginnings of others after the same wait. */
export class RunNodes {
  /** The node of a thread that idles; `undefined`: it never did. */
  readonly idle: number | undefined;
  private readonly seen = new Map<number, SeenNode[]>();
  private readonly added = new Map<number, V8ProfileNode>();
  private readonly ofTimers: ReadonlySet<number>;
  private guesses = 0;
  private lastId = 0;

  constructor(
    private readonly nodes: readonly V8ProfileNode[],
    private readonly sites: readonly AwaitSite[],
    private readonly findFunction: FindFunction,
  ) {
    for (const { id } of nodes) this.lastId = Math.max(this.lastId, id);
    this.idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id;
    this.ofTimers = nodesBelow(nodes, ({ callFrame }) => callFrame.url === 'node:internal/timers');
  }

  /** Whether a timer's callback runs there. */
  isOfTimer(id: number): boolean {
    return this.ofTimers.has(id);
  }

  idleFrom(startUs: Micros): Point {
    return { id: this.idle ?? 0, startUs };
  }

  /** The run as points; `seen` are the samples in it. */
  pointsOf(run: Run, seen: readonly Point[]): readonly Point[] {
    const { startUs } = run;
    if (seen.length === 0) return this.guess(run).map(id => ({ id, startUs, isNoted: true }));
    return seen.map((point, i) => {
      const before = seen[i - 1];
      if (before === undefined) this.note(run, point);
      const middleUs = ((before?.startUs ?? 0) + point.startUs) / 2;
      return { id: point.id, startUs: before === undefined ? startUs : middleUs, isNoted: true };
    });
  }

  /** All nodes, with those that were needed besides. */
  all(): readonly V8ProfileNode[] {
    const [root, ...others] = this.nodes;
    if (root === undefined || this.added.size === 0) return this.nodes;
    const added = [...this.added.values()];
    const children = [...(root.children ?? []), ...added.map(({ id }) => id)];
    return [{ ...root, children }, ...others, ...added];
  }

  private note({ site, startUs }: Run, first: Point): void {
    const seen = this.seen.get(site) ?? [];
    seen.push({ id: first.id, offsetUs: first.startUs - startUs });
    this.seen.set(site, seen);
  }

  /** What was seen early enough in others; else the function that had awaited, if it was ever sampled. */
  private guess({ site, startUs, endUs }: Run): readonly number[] {
    const alike = (this.seen.get(site) ?? []).filter(({ offsetUs }) => offsetUs < endUs - startUs);
    const seen = alike[this.guesses++ % alike.length];
    return seen === undefined ? this.resumed(site) : [seen.id];
  }

  private resumed(site: number): readonly number[] {
    let node = this.added.get(site);
    if (node === undefined) {
      const place = placeOf(this.sites[site]);
      const callFrame = place === undefined ? undefined : this.findFunction(place);
      if (callFrame === undefined) return [];
      node = { id: ++this.lastId, callFrame };
      this.added.set(site, node);
    }
    return [node.id];
  }
}

/** Ids of the nodes that are so, and of all above them on a stack. */
function nodesBelow(
  nodes: readonly V8ProfileNode[],
  isWanted: (node: V8ProfileNode) => boolean,
): ReadonlySet<number> {
  const found = new Set<number>();
  const children = new Map(nodes.map(({ id, children: of = [] }) => [id, of]));
  const open = nodes.filter(isWanted).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(children.get(id) ?? []));
  }
  return found;
}

/** The place that awaits, as interrupted stacks tell theirs. A callback is not where it was waited for. */
function placeOf(site: AwaitSite | undefined): CodePlace | undefined {
  const [innermost] = site?.kind === 'await' ? site.frames : [];
  if (innermost === undefined) return undefined;
  const { name, url, line, column, functionLine, functionColumn } = innermost;
  return {
    ...{ functionName: name, url, line: line - 1, column: column - 1 },
    ...{ functionLine: functionLine - 1, functionColumn: functionColumn - 1 },
  };
}
