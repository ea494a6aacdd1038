// Opens source code: at a place of the session, on the line where that code is now.

import { sep } from 'node:path';
import * as vscode from 'vscode';
import { ProfileError } from '../../model/errors.ts';
import { fileKey, realPathOf } from '../tracking/file-key.ts';
import type { Place } from './hover-text.ts';
import type { TrackedFiles } from './tracked-files.ts';

/** Whether the editor gets the focus: by default. */
export type Focus = Pick<vscode.TextDocumentShowOptions, 'preserveFocus'>;

/** Opens the file and puts the cursor at the place. Rejects with a `ProfileError` (`not-found`). */
export async function goTo(
  tracked: TrackedFiles,
  { file, line, column }: Place,
  focus: Focus = {},
): Promise<void> {
  const document = await openDocument(file);
  const now = tracked.find(document)?.currentLine(line) ?? line;
  const position = document.validatePosition(new vscode.Position(now - 1, column - 1));
  const selection = new vscode.Range(position, position);
  const editor = await vscode.window.showTextDocument(document, { ...focus, selection });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Opens a file in an editor, unless one shows it already, and leaves the focus where it is. */
export async function showEditor(path: string): Promise<void> {
  const key = fileKey(path);
  const isShown = vscode.window.visibleTextEditors.some(
    ({ document: { uri } }) => uri.scheme === 'file' && fileKey(uri.fsPath) === key,
  );
  if (isShown) return;
  await vscode.window.showTextDocument(await openDocument(path), { preserveFocus: true });
}

async function openDocument(file: string): Promise<vscode.TextDocument> {
  const key = fileKey(file);
  const open = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'file' && fileKey(uri.fsPath) === key,
  );
  if (open !== undefined) return open;
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(toWorkspacePath(file)));
  } catch (cause) {
    throw new ProfileError('not-found', `${file} is not on this machine.`, { cause });
  }
}

/** Node.js names files by their real paths; where the workspace is behind a link, its own path is the user's. */
function toWorkspacePath(file: string): string {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const real = realPathOf(uri.fsPath);
    if (real !== uri.fsPath && file.startsWith(real + sep)) {
      return uri.fsPath + file.slice(real.length);
    }
  }
  return file;
}
