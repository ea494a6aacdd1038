// The view *Sessions*: the runs of this workspace, newest first.

import * as vscode from 'vscode';
import { formatCount, formatTime } from '../figure-text.ts';
import type { SessionSummary } from './session-archive.ts';
import type { SessionStore } from './session-store.ts';

/** A row of the view, and what the commands on it get. */
export interface SessionRow {
  readonly summary: SessionSummary;
}

/**
 * Opens the session that is chosen in the list. Without arguments: those of a row the editor forgets when the list is
 * renewed, which a click on it does.
 */
const OPEN_CHOSEN = 'hotpath.openChosenSession';

/** Shows the list; the session that is shown in the editor has the flame. */
export function registerSessionsView(store: SessionStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<SessionRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: async row =>
      row === undefined ? (await store.list()).map(summary => ({ summary })) : [],
    getTreeItem: ({ summary }) => toItem(summary, store.shown?.id === summary.id),
  };
  let shownId = store.shown?.id;
  const refresh = (): void => {
    changed.fire(undefined);
  };
  const refreshShown = (): void => {
    // A live session is shown anew every second, and this list is the same.
    if (store.shown?.id !== shownId) refresh();
    shownId = store.shown?.id;
  };
  const view = vscode.window.createTreeView('hotpath.sessions', { treeDataProvider: provider });
  const openChosen = async (): Promise<void> => {
    const [row] = view.selection;
    if (row !== undefined) await vscode.commands.executeCommand('hotpath.openSession', row);
  };
  return vscode.Disposable.from(
    changed,
    view,
    vscode.commands.registerCommand(OPEN_CHOSEN, openChosen),
    store.onDidChangeList.on(refresh),
    store.onDidChangeShown.on(refreshShown),
  );
}

function toItem(summary: SessionSummary, isShown: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(summary.name);
  item.id = summary.id;
  item.description = describeSummary(summary);
  item.tooltip = describeInFull(summary);
  item.contextValue = 'session';
  item.iconPath = isShown
    ? new vscode.ThemeIcon('flame', new vscode.ThemeColor('hotpath.heat5'))
    : new vscode.ThemeIcon('history');
  item.command = { command: OPEN_CHOSEN, title: 'Open Session' };
  const state = isShown ? ', shown' : '';
  item.accessibilityInformation = { label: `${summary.name}, ${item.description}${state}` };
  return item;
}

/** Duration and start, and the exit code when it is not 0. */
export function describeSummary({ durationUs, startTime, exit }: SessionSummary): string {
  const end = exit.signal ?? (exit.code === null || exit.code === 0 ? '' : `exit ${exit.code}`);
  const start = formatStart(new Date(startTime), new Date());
  return [formatTime(durationUs), start, end].filter(part => part !== '').join(' · ');
}

/** The time of day; of another day, the date as well. */
function formatStart(start: Date, now: Date): string {
  const time = start.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  if (start.toDateString() === now.toDateString()) return time;
  return `${start.toLocaleDateString([], { month: 'short', day: 'numeric' })} ${time}`;
}

function describeInFull({ program, samples, startTime }: SessionSummary): string {
  const start = new Date(startTime).toLocaleString();
  return [program, start, formatCount(samples, 'sample')].join('\n');
}
