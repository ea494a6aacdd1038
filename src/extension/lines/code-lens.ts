// CodeLens above the functions of the shown session.

import * as vscode from 'vscode';
import { estimatesWaiting } from '../../model/notes.ts';
import type { EditorContext } from './editor-context.ts';
import { onDidChangeEditorViews } from './editor-context.ts';
import { buildLenses } from './lens-model.ts';
import type { Lens } from './lens-model.ts';

/** The command that a lens runs; its arguments are a file and a `FunctionTime`. */
export const REVEAL_COMMAND = 'hotpath.revealFunction';

/** Provides lenses; editors that are already open get theirs when the session comes. */
export function registerCodeLens(context: EditorContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: document => provideLenses(context, document),
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ scheme: 'file' }, provider),
    onDidChangeEditorViews(context, () => {
      changed.fire();
    }),
  );
}

function provideLenses(
  { store, tracked, visibility }: EditorContext,
  document: vscode.TextDocument,
): vscode.CodeLens[] {
  const view = visibility.showsLenses ? tracked.find(document) : undefined;
  const { insight } = store;
  if (view === undefined || insight === undefined) return [];
  const { codeLensThreshold, format } = visibility.settings;
  const { runUs, session } = insight;
  const isEstimate = estimatesWaiting(session);
  const lenses = buildLenses(view, { runUs, threshold: codeLensThreshold, format, isEstimate });
  return lenses.map(lens => toCodeLens(lens, view.times.path));
}

function toCodeLens(lens: Lens, path: string): vscode.CodeLens {
  const start = new vscode.Position(lens.line - 1, 0);
  return new vscode.CodeLens(new vscode.Range(start, start), {
    title: lens.text,
    tooltip: lens.tooltip,
    command: REVEAL_COMMAND,
    arguments: [path, lens.function],
  });
}
