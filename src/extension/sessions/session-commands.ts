// The commands on sessions: from a row of the view *Sessions*, or from the palette with a choice.

import * as vscode from 'vscode';
import { exportSession } from './export-profile.ts';
import type { SessionSummary } from './session-archive.ts';
import type { SessionStore } from './session-store.ts';
import { describeSummary } from './sessions-view.ts';
import type { SessionRow } from './sessions-view.ts';

/** Shows a kept session. */
export async function openSession(store: SessionStore, row?: SessionRow): Promise<void> {
  const summary = row?.summary ?? (await pickSession(store, 'Session to open'));
  if (summary !== undefined) await store.open(summary.id);
}

/** Asks for a name and gives it to a kept session. */
export async function renameSession(store: SessionStore, row?: SessionRow): Promise<void> {
  const summary = row?.summary ?? (await pickSession(store, 'Session to rename'));
  if (summary === undefined) return;
  const name = await vscode.window.showInputBox({
    title: 'Rename Session',
    value: summary.name,
    validateInput: text => (text.trim() === '' ? 'A session needs a name.' : undefined),
  });
  if (name !== undefined) await store.rename(summary.id, name.trim());
}

/** Deletes a kept session, after the user has confirmed it. */
export async function deleteSession(store: SessionStore, row?: SessionRow): Promise<void> {
  const summary = row?.summary ?? (await pickSession(store, 'Session to delete'));
  if (summary === undefined) return;
  const question = `Delete the session ${summary.name} (${describeSummary(summary)})?`;
  const detail = 'It cannot be brought back.';
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail },
    'Delete',
  );
  if (answer === 'Delete') await store.remove(summary.id);
}

/** Writes a kept session to a file that the user chooses. */
export async function exportKeptSession(store: SessionStore, row?: SessionRow): Promise<void> {
  const summary = row?.summary ?? (await pickSession(store, 'Session to export'));
  if (summary !== undefined) await exportSession(await store.load(summary.id), summary.name);
}

async function pickSession(
  store: SessionStore,
  title: string,
): Promise<SessionSummary | undefined> {
  const items = (await store.list()).map(summary => ({
    label: summary.name,
    description: describeSummary(summary),
    detail: summary.program,
    summary,
  }));
  const placeHolder = items.length === 0 ? 'There are no sessions yet' : 'Choose a session';
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder });
  return picked?.summary;
}
