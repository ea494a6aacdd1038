// *Open Profile…*: shows a profile from a file: a `.hotpath` session, a `.cpuprofile`, or whatever else can be read.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { FilesAtRun } from '../tracking/files-at-run.ts';
import { openInThread } from '../../mapping/mapping-thread.ts';
import { newSessionId } from './session-archive.ts';
import type { SessionStore, ShownSession } from './session-store.ts';

/** Shows the profile of `uri`, or of a file that the user chooses. Rejects with a `ProfileError`. */
export async function openProfile(store: SessionStore, uri?: vscode.Uri): Promise<void> {
  const source = uri ?? (await pickProfile());
  if (source === undefined) return;
  await store.showLoaded(() => readProfileFile(source));
  await vscode.commands.executeCommand('hotpath.callTree.focus');
}

/** The profile in a file, to be shown. Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function readProfileFile({ fsPath }: vscode.Uri): Promise<ShownSession> {
  const { session } = await openInThread(fsPath);
  const id = newSessionId(new Date());
  return { id, name: basename(fsPath), isLive: false, session, files: new FilesAtRun() };
}

/** Of sessions, V8, speedscope, folded stacks, pprof and pyinstrument. */
const PROFILE_EXTENSIONS = ['hotpath', 'cpuprofile', 'json', 'folded', 'pb', 'gz', 'pyisession'];

async function pickProfile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Open Profile',
    openLabel: 'Open',
    filters: { Profiles: PROFILE_EXTENSIONS, 'All files': ['*'] },
  });
  return picked?.[0];
}
