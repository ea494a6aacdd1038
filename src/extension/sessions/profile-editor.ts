// What a double click on a profile opens: the profile is shown on the lines and in the call tree, and the editor's own
// page says so, with the facts of the recording. Also the way to other editors: *Reopen Editor With…*.

import * as vscode from 'vscode';
import { ProfileError } from '../../model/errors.ts';
import type { RunState } from '../run-state.ts';
import { readProfileFile } from './open-profile.ts';
import { renderProfilePage, renderProblemPage } from './profile-page.ts';
import type { SessionStore, ShownSession } from './session-store.ts';

/** The page's links run these. */
const COMMANDS = ['hotpath.callTree.focus', 'hotpath.openProfile', 'hotpath.exportProfile'];

/** Opens `.hotpath` files, and `.cpuprofile` files for those who choose so. */
export function registerProfileEditor(store: SessionStore, runs: RunState): vscode.Disposable {
  const open = async (uri: vscode.Uri): Promise<ShownSession> => {
    const shown = await readProfileFile(uri);
    // A program that is being recorded keeps the views; the page has a link for later.
    if (runs.active === undefined) {
      store.show(shown);
      await vscode.commands.executeCommand('hotpath.callTree.focus');
    }
    return shown;
  };
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: uri => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }, { webview }) => {
      webview.options = { enableCommandUris: COMMANDS };
      webview.html = await open(uri).then(shown => renderProfilePage(shown, uri), renderProblem);
    },
  };
  return vscode.Disposable.from(
    ...VIEW_TYPES.map(type => vscode.window.registerCustomEditorProvider(type, provider)),
  );
}

/** Two, as the manifest gives them different priorities. */
const VIEW_TYPES = ['hotpath.profile', 'hotpath.foreignProfile'];

function renderProblem(error: unknown): string {
  if (error instanceof ProfileError) return renderProblemPage(error.message);
  throw error;
}
