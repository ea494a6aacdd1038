// The view *Call Tree*.

import * as vscode from 'vscode';
import type { CallNode } from '../../model/call-tree.ts';
import type { FunctionTime } from '../../model/line-times.ts';
import type { Frame } from '../../model/frame.ts';
import { isSynthetic, SYNTHETIC } from '../../model/frame.ts';
import { waitsMostly } from '../lines/annotation-model.ts';
import { describeRow, RowIds, waits } from './call-tree-row.ts';
import type { Row } from './call-tree-row.ts';
import { CallTreeRows } from './call-tree-rows.ts';
import { findRow } from './find-row.ts';
import { describeShown } from '../sessions/shown-text.ts';
import { findHeaviestPath } from './find-node.ts';
import { fileKey } from '../tracking/file-key.ts';
import { formatTime } from '../figure-text.ts';
import { GO_TO_COMMAND, placeOf } from '../lines/hover-text.ts';
import type { Place } from '../lines/hover-text.ts';
import type { Insight } from '../sessions/insight.ts';
import { findCallSite } from '../lines/line-relations.ts';
import type { AnnotationSwitch } from '../lines/annotation-switch.ts';
import type { SessionStore, ShownSession } from '../sessions/session-store.ts';
import { waitingResource } from './waiting-column.ts';

/**
 * Goes to the place of the row that is chosen. The editor forgets the arguments of a row's command when the row is
 * renewed, as all are every second of a live session, and says so to who clicks just then: this one has none.
 */
const GO_TO_ROW = 'hotpath.goToRow';

/** The view, to reveal functions in it. */
export class CallTreeView implements vscode.Disposable, vscode.TreeDataProvider<Row> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscriptions: vscode.Disposable;
  #rows: CallTreeRows | undefined;
  #ids = new RowIds();
  #sessionId: string | undefined;

  constructor(
    private readonly store: SessionStore,
    private readonly visibility: AnnotationSwitch,
  ) {
    this.onDidChangeTreeData = this.#changed.event;
    this.#view = vscode.window.createTreeView('hotpath.callTree', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const refresh = (): void => {
      this.#refresh();
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#view,
      this.#changed,
      vscode.commands.registerCommand(GO_TO_ROW, () => this.#goToChosen()),
      store.onDidChangeShown.on(refresh),
      visibility.onDidChange.on(refresh),
    );
    this.#refresh();
  }

  getChildren(row?: Row): Row[] {
    return [...(this.#openRows()?.childrenOf(row) ?? [])];
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { insight } = this.store;
    const runUs = insight?.runUs ?? 0;
    const text = describeRow(row, { runUs, format: this.visibility.settings.format });
    const item = new vscode.TreeItem(text.label, collapsibleState(row));
    // The editor keeps a row open or closed by its id: one that gets onto the hot path is to open.
    item.id = `${this.#sessionId ?? ''}/${row.id}${row.isHot ? '/hot' : ''}`;
    item.description = text.description;
    item.tooltip = text.tooltip;
    item.iconPath = pickIcon(row);
    item.contextValue = row.kind;
    if (waits(row, runUs)) {
      item.resourceUri = waitingResource(row.waiting / row.total, waitsMostly(row));
    }
    item.accessibilityInformation = { label: text.spoken };
    const place = insight === undefined ? undefined : findPlace(insight, row);
    if (place !== undefined) item.command = { command: GO_TO_ROW, title: 'Go to Source' };
    return item;
  }

  /** Selects the row with the most time of a function, and shows the view. */
  async reveal(file: string, fn: FunctionTime): Promise<void> {
    const tree = this.store.insight?.tree;
    const key = fileKey(file);
    const isWanted = ({ frame }: CallNode): boolean =>
      frame.name === fn.name &&
      frame.line === fn.line &&
      frame.column === fn.column &&
      frame.file !== null &&
      fileKey(frame.file) === key;
    const path = tree === undefined ? undefined : findHeaviestPath(tree, isWanted);
    const rows = this.#openRows();
    const row = path === undefined || rows === undefined ? undefined : findRow(rows, path);
    if (row === undefined) await vscode.commands.executeCommand('hotpath.callTree.focus');
    else await this.#view.reveal(row, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #goToChosen(): Promise<void> {
    const [row] = this.#view.selection;
    const { insight } = this.store;
    const place = row === undefined || insight === undefined ? undefined : findPlace(insight, row);
    if (place === undefined) return;
    // The next keys are for the tree, not for the text.
    await vscode.commands.executeCommand(GO_TO_COMMAND, place, { preserveFocus: true });
  }

  #openRows(): CallTreeRows | undefined {
    const { insight } = this.store;
    if (insight === undefined) return undefined;
    this.#rows ??= new CallTreeRows({
      tree: insight.tree,
      hotPath: insight.hotPath,
      folded: this.visibility.settings.groupLibraryFrames,
      ids: this.#ids,
    });
    return this.#rows;
  }

  #refresh(): void {
    const { shown } = this.store;
    if (shown?.id !== this.#sessionId) this.#ids = new RowIds();
    this.#sessionId = shown?.id;
    this.#rows = undefined;
    this.#view.description = shown === undefined ? '' : describeShown(shown, this.store.lane);
    this.#view.message = shown === undefined ? '' : describeState(shown);
    this.#changed.fire(undefined);
  }
}

/** What is to be known of the numbers below: that there will be more, or how good they are. */
function describeState({ session, isLive }: ShownSession): string {
  const { durationUs, notes } = session.meta;
  const progress = `Recording: the first ${formatTime(durationUs)} so far.`;
  return (isLive ? [progress, ...notes] : notes).join('\n');
}

function collapsibleState(row: Row): vscode.TreeItemCollapsibleState {
  if (!row.hasChildren) return vscode.TreeItemCollapsibleState.None;
  return row.isHot && row.kind === 'frame'
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function pickIcon(row: Row): vscode.ThemeIcon {
  if (row.kind !== 'frame') return new vscode.ThemeIcon('ellipsis');
  const isWaiting = waitsMostly(row);
  const color = isWaiting ? 'hotpath.waiting' : row.isHot ? 'hotpath.heat5' : undefined;
  return new vscode.ThemeIcon(
    row.isHot ? 'flame' : iconOfKind(row.frame),
    color === undefined ? undefined : new vscode.ThemeColor(color),
  );
}

function iconOfKind(frame: Frame): string {
  if (isSynthetic(frame, SYNTHETIC.await)) return 'watch';
  if (isSynthetic(frame, SYNTHETIC.idle)) return 'coffee';
  if (isSynthetic(frame, SYNTHETIC.gc)) return 'trash';
  return {
    application: frame.className === null ? 'symbol-function' : 'symbol-method',
    library: 'package',
    node: 'symbol-namespace',
    native: 'chip',
    synthetic: 'circle-outline',
  }[frame.kind];
}

/** A function's own place; of an `[await]` the line that awaits. */
function findPlace(insight: Insight, row: Row): Place | undefined {
  if (row.kind !== 'frame') return undefined;
  const place = placeOf(row.frame);
  const stack = row.sources[0]?.stack;
  if (place !== undefined || row.frame.kind !== 'synthetic' || stack === undefined) return place;
  return findCallSite(insight.session, stack);
}
