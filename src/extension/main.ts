// The extension's entry. `activate` wires one store of sessions to the views and the commands; what is heavy is loaded
// by the commands that need it.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { AnnotationSwitch } from './lines/annotation-switch.ts';
import { registerAnnotations } from './lines/annotations.ts';
import { CallTreeView } from './call-tree/call-tree-view.ts';
import { registerCodeLens } from './lines/code-lens.ts';
import { registerCommands } from './commands.ts';
import { registerContextKeys } from './context-keys.ts';
import { registerDebugger } from './recording/debugger.ts';
import { registerHover } from './lines/hover.ts';
import { LaneChoices } from './sessions/lane-choices.ts';
import { openInThread, writeInThread } from '../mapping/mapping-thread.ts';
import { registerProfileEditor } from './sessions/profile-editor.ts';
import { ProgramTerminal } from './recording/program-terminal.ts';
import { RunState } from './run-state.ts';
import { SessionArchive } from './sessions/session-archive.ts';
import { SessionStore } from './sessions/session-store.ts';
import { registerSessionsView } from './sessions/sessions-view.ts';
import { registerStatusBar } from './status-bar.ts';
import { registerTakingUp } from './sessions/take-up-runs.ts';
import { TrackedFiles } from './lines/tracked-files.ts';
import { UnfinishedRuns } from './sessions/unfinished-runs.ts';
import { registerWaitingColumn } from './call-tree/waiting-column.ts';

/** Called by the editor when the first command or view of ours is used. */
export function activate(context: vscode.ExtensionContext): void {
  const storage = context.storageUri ?? context.globalStorageUri;
  const store = openStore(context, join(storage.fsPath, 'sessions'));
  const runs = new RunState();
  const unfinished = new UnfinishedRuns(join(storage.fsPath, 'unfinished'));
  // Before the views in the editor: they ask it for what has changed.
  const tracked = new TrackedFiles(store);
  const visibility = new AnnotationSwitch();
  const log = vscode.window.createOutputChannel('Hotpath', { log: true });
  const terminal = new ProgramTerminal(context.asAbsolutePath('dist/terminal-host.cjs'));
  // Not among the subscriptions: these end at once, and the program must hear through it that it is to stop.
  leave = async () => {
    await runs.leave();
    terminal.dispose();
  };
  const callTree = new CallTreeView(store, visibility);
  const editor = { store, tracked, visibility };
  const { extensionPath } = context;
  const commands = { ...editor, runs, terminal, callTree, unfinished, extensionPath, log };
  context.subscriptions.push(
    tracked,
    visibility,
    callTree,
    registerAnnotations(editor),
    registerCodeLens(editor),
    registerHover(editor),
    registerSessionsView(store),
    registerTakingUp(store, unfinished),
    registerProfileEditor(store, runs),
    registerWaitingColumn(),
    registerStatusBar(store, runs),
    registerContextKeys(store, runs),
    log,
    registerCommands(commands),
    registerDebugger(commands),
  );
}

function openStore({ workspaceState }: vscode.ExtensionContext, folder: string): SessionStore {
  return new SessionStore(
    new SessionArchive(folder, sessionFiles),
    new LaneChoices(workspaceState),
  );
}

let leave: () => Promise<void> = () => Promise.resolve();

/** Called when the window is closed or loaded again: a program that is recorded ends, and its session is kept. */
export function deactivate(): Promise<void> {
  return leave();
}

const sessionFiles = {
  read: async (path: string) => (await openInThread(path)).session,
  write: writeInThread,
};
