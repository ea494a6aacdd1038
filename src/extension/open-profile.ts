// *Open Profile…*: shows a profile from a file: a `.hotpath` session, a `.cpuprofile`, or whatever else can be read.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { SessionData } from '../model/session.ts';
import { readProfile } from '../read-profile.ts';
import { FilesAtRun } from './files-at-run.ts';
import { makeMapper } from './map-sources.ts';
import { newSessionId } from './session-archive.ts';
import type { SessionStore } from './session-store.ts';

/** Shows the profile of `uri`, or of a file that the user chooses. Rejects with a `ProfileError`. */
export async function openProfile(store: SessionStore, uri?: vscode.Uri): Promise<void> {
  const source = uri ?? (await pickProfile());
  if (source === undefined) return;
  const session = await readSession(source.fsPath);
  const id = newSessionId(new Date());
  const name = basename(source.fsPath);
  store.show({ id, name, isLive: false, session, files: new FilesAtRun() });
  await vscode.commands.executeCommand('hotpath.callTree.focus');
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

async function readSession(path: string): Promise<SessionData> {
  const content = await readProfile(path, basename(path));
  const { decodeProfileFile } = await import('../formats/profile-file.ts');
  const file = decodeProfileFile(content, basename(path));
  if (file.kind === 'session') return file.session;
  const map = await makeMapper(dirname(path));
  return map(file.recording);
}
