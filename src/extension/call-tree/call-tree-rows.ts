// The rows of the call tree view. Nearly the call tree itself; but where library frames are in a group, its root's row
// shows what the library called back, and the frames in between are folded into one row, which can be expanded:
//
//   main                          main
//   └─ route  (express)           └─ route  (express)
//      └─ handle  (express)    →     ├─ login
//         └─ next  (express)         └─ 2 frames hidden · express
//            └─ login                   └─ handle …
//
// Rows are made when their parent is expanded: a tree can be 100,000 deep.

import type { CallNode } from '../../model/call-tree.ts';
import { FrameIds } from '../../processors/frame-ids.ts';
import { REST_SHARE } from './call-tree-row.ts';
import type { FrameRow, HiddenRow, RestRow, Row, RowIds } from './call-tree-row.ts';
import { isMember, nameLibraries, openGroups } from './library-group.ts';

/** As many small rows are still shown. */
const MIN_REST = 4;

/** Fewer hidden frames than this are not worth a row that says so. */
const MIN_HIDDEN = 2;

/** What the rows are made from. */
export interface RowSource {
  readonly tree: CallNode;
  readonly hotPath: ReadonlySet<CallNode>;
  /** Whether groups of library frames are folded. */
  readonly folded: boolean;
  readonly ids: RowIds;
}

/** The rows of one tree. */
export class CallTreeRows {
  readonly #frameIds = new FrameIds();
  readonly #children = new Map<Row | undefined, readonly Row[]>();

  constructor(private readonly source: RowSource) {}

  /** The rows below a row, heaviest first; those of the first level for `undefined`. */
  childrenOf(row: Row | undefined): readonly Row[] {
    const known = this.#children.get(row);
    if (known !== undefined) return known;
    const rows = this.#foldRest(row, this.#makeChildren(row).sort(byWeight));
    this.#children.set(row, rows);
    return rows;
  }

  /** Puts the small ones, which come last, into a row of their own. */
  #foldRest(parent: Row | undefined, rows: readonly Row[]): readonly Row[] {
    const least = REST_SHARE * this.source.tree.total;
    const small = rows.filter(row => row.total < least && !row.isHot);
    if (small.length < MIN_REST || parent?.kind === 'rest') return rows;
    const rest: RestRow = {
      kind: 'rest',
      id: this.source.ids.idOf(parent?.id ?? '', 'rest'),
      parent,
      count: small.length,
      total: sum(small, row => row.total),
      waiting: sum(small, row => row.waiting),
      isHot: false,
      hasChildren: true,
      sources: [],
      isInside: false,
    };
    this.#children.set(
      rest,
      small.map(row => ({ ...row, parent: rest })),
    );
    return [...rows.filter(row => !small.includes(row)), rest];
  }

  #makeChildren(row: Row | undefined): Row[] {
    if (row === undefined) return this.#makeFrameRows(row, this.source.tree.children);
    if (row.kind === 'rest') return [];
    if (row.kind === 'hidden') return this.#makeInsideRows(row);
    if (row.isInside) return this.#makeMixedRows(row);
    const group = this.source.folded ? openGroups(row.sources) : NO_GROUP;
    if (group.hidden.length < MIN_HIDDEN) {
      return this.#makeFrameRows(
        row,
        row.sources.flatMap(node => node.children),
      );
    }
    const exits = this.#makeFrameRows(row, group.exits);
    return [...exits, this.#makeHiddenRow(row, group.hidden, exits)];
  }

  /** Below the row that hides a group: its members that the group's root calls itself. */
  #makeInsideRows(row: HiddenRow): Row[] {
    const roots = row.parent?.sources ?? [];
    const members = roots.flatMap(root => root.children.filter(node => isMember(node, root)));
    return this.#makeFrameRows(row, members, INSIDE);
  }

  /** Below a member of a shown group: further members as such, and what the group called back as ever. */
  #makeMixedRows(row: FrameRow): Row[] {
    const members: CallNode[] = [];
    const exits: CallNode[] = [];
    for (const node of row.sources) {
      for (const child of node.children) (isMember(child, node) ? members : exits).push(child);
    }
    return [...this.#makeFrameRows(row, members, INSIDE), ...this.#makeFrameRows(row, exits)];
  }

  #makeFrameRows(
    parent: Row | undefined,
    nodes: readonly CallNode[],
    inside?: typeof INSIDE,
  ): FrameRow[] {
    const byFrame = new Map<number, CallNode[]>();
    for (const node of nodes) {
      const id = this.#frameIds.idOf(node.frame);
      const same = byFrame.get(id);
      if (same === undefined) byFrame.set(id, [node]);
      else same.push(node);
    }
    return [...byFrame.values()].map(sources => this.#makeFrameRow(parent, sources, inside));
  }

  #makeFrameRow(
    parent: Row | undefined,
    sources: readonly CallNode[],
    inside?: typeof INSIDE,
  ): FrameRow {
    const [first] = sources;
    if (first === undefined) throw new RangeError('A row stands for at least one node');
    const { name, className, file, line, column } = first.frame;
    const key = [inside ?? '', name, className, file, line, column].join('\0');
    return {
      kind: 'frame',
      id: this.source.ids.idOf(parent?.id ?? '', key),
      parent,
      frame: first.frame,
      total: sum(sources, node => node.total),
      self: sum(sources, node => node.self),
      waiting: sum(sources, node => node.waiting),
      samples: sum(sources, node => node.samples),
      isHot: sources.some(node => this.source.hotPath.has(node)),
      hasChildren: sources.some(node => node.children.length > 0),
      sources,
      isInside: inside !== undefined,
    };
  }

  #makeHiddenRow(
    parent: FrameRow,
    hidden: readonly CallNode[],
    exits: readonly FrameRow[],
  ): HiddenRow {
    const endsInside = hidden.some(node => this.source.hotPath.has(node));
    return {
      kind: 'hidden',
      id: this.source.ids.idOf(parent.id, 'hidden'),
      parent,
      total: parent.total - parent.self - sum(exits, row => row.total),
      waiting: parent.waiting - sum(exits, row => row.waiting),
      isHot: endsInside && !exits.some(row => row.isHot),
      hasChildren: true,
      sources: hidden,
      isInside: true,
      count: hidden.length,
      libraries: nameLibraries(hidden),
    };
  }
}

const INSIDE = 'inside';

const NO_GROUP = { hidden: [], exits: [] };

function byWeight(a: Row, b: Row): number {
  return b.total - a.total;
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
