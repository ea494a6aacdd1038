// The keys that menus and key bindings of the manifest depend on.

import * as vscode from 'vscode';
import type { RunState } from './run-state.ts';
import type { SessionStore } from './session-store.ts';

/** Keeps `hotpath.running` and `hotpath.hasSession` up to date. */
export function registerContextKeys(store: SessionStore, runs: RunState): vscode.Disposable {
  return vscode.Disposable.from(
    runs.onDidChange.on(active => {
      setKey('hotpath.running', active !== undefined);
    }),
    store.onDidChangeShown.on(shown => {
      setKey('hotpath.hasSession', shown !== undefined);
    }),
  );
}

function setKey(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
