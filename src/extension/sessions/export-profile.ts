// *Export Profile…*: writes a session to a file, in the format that its name ends with.

import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { SessionData } from '../../model/session.ts';
import { EXPORT_FORMATS } from '../../mapping/export-formats.ts';
import { writeInThread } from '../../mapping/mapping-thread.ts';

/** Asks for a file and writes the session to it. Rejects with a `ProfileError` (`bad-file`). */
export async function exportSession(session: SessionData, name: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: 'Export Profile',
    defaultUri: suggestTarget(session, name),
    filters: Object.fromEntries(EXPORT_FORMATS.map(({ title, extension }) => [title, [extension]])),
  });
  if (target === undefined) return;
  const progress = { location: vscode.ProgressLocation.Window, title: 'Hotpath: exporting' };
  await vscode.window.withProgress(progress, () => writeInThread(session, target.fsPath));
  const sentence = `Exported to ${basename(target.fsPath)}.`;
  const answer = await vscode.window.showInformationMessage(sentence, 'Open File');
  if (answer === 'Open File') await vscode.commands.executeCommand('vscode.open', target);
}

function suggestTarget(session: SessionData, name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? session.meta.cwd;
  return vscode.Uri.file(join(folder, `${name.replace(/[\\/:*?"<>|]/g, '-')}.hotpath`));
}
