// The keys that menus and key bindings of the manifest depend on.

import * as vscode from 'vscode';
import type { RunState } from './run-state.ts';
import type { SessionStore } from './sessions/session-store.ts';

/** Keeps `hotpath.running`, `hotpath.hasSession` and `hotpath.hasLanes` up to date. */
export function registerContextKeys(store: SessionStore, runs: RunState): vscode.Disposable {
  return vscode.Disposable.from(
    runs.onDidChange.on(active => {
      setKey('hotpath.running', active !== undefined);
    }),
    store.onDidChangeShown.on(shown => {
      setKey('hotpath.hasSession', shown !== undefined);
      setKey('hotpath.hasLanes', (shown?.session.lanes.length ?? 0) > 1);
    }),
  );
}

function setKey(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
