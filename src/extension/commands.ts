// The commands of the manifest, and those that links, lenses and rows run.

import * as vscode from 'vscode';
import { ProfileError } from '../model/errors.ts';
import type { FunctionTime } from '../model/line-times.ts';
import type { CallTreeView } from './call-tree/call-tree-view.ts';
import { REVEAL_COMMAND } from './lines/code-lens.ts';
import type { EditorContext } from './lines/editor-context.ts';
import { exportSession } from './sessions/export-profile.ts';
import { goTo, showEditor } from './lines/go-to.ts';
import type { Focus } from './lines/go-to.ts';
import { goToHotLine } from './lines/hot-lines.ts';
import { GO_TO_COMMAND } from './lines/hover-text.ts';
import type { Place } from './lines/hover-text.ts';
import { reportErrors, TERMINAL } from './report-errors.ts';
import { warnIfNothingRan } from './recording/nothing-ran.ts';
import { openProfile } from './sessions/open-profile.ts';
import { profileFile } from './recording/profile-file.ts';
import type { RunContext } from './recording/record-program.ts';
import { findProfileTarget } from './recording/profile-target.ts';
import {
  deleteSession,
  exportKeptSession,
  openSession,
  renameSession,
} from './sessions/session-commands.ts';
import type { SessionRow } from './sessions/sessions-view.ts';
import { writeGroupLibraryFrames } from './settings.ts';
import { showLane } from './sessions/show-lane.ts';

/** What commands work on. */
export interface CommandContext extends EditorContext, RunContext {
  /** Folder of the extension. */
  readonly extensionPath: string;
  readonly callTree: CallTreeView;
  /** What went wrong in the extension, for its makers. */
  readonly log: vscode.LogOutputChannel;
}

/** Registers all commands; what goes wrong in one is shown to the user. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const commands = {
    ...runCommands(context),
    ...viewCommands(context),
    ...sessionCommands(context),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(name, (...args: never[]) =>
        reportErrors(context.log, () => run(...args)),
      ),
    ),
  );
}

type Commands = Readonly<Record<string, (...args: never[]) => unknown>>;

function runCommands(context: CommandContext): Commands {
  return {
    'hotpath.profileFile': async (uri?: vscode.Uri) => {
      const target = await findProfileTarget(uri);
      if (target === undefined || context.runs.active !== undefined) return;
      await showEditor(target.path);
      const shown = await context.runs.during(() => profileFile(context, target));
      await warnIfNothingRan(shown, TERMINAL);
    },
    'hotpath.attach': async () => {
      const { attachToProcess } = await import('./recording/attach-process.ts');
      await attachToProcess(context, [vscode.env.appRoot, context.extensionPath]);
    },
    'hotpath.stop': () => context.runs.stop(),
  };
}

function viewCommands(context: CommandContext): Commands {
  const { store, tracked, visibility, callTree } = context;
  return {
    'hotpath.clearAnnotations': () => {
      store.clear();
    },
    'hotpath.toggleAnnotations': () => {
      visibility.toggle();
    },
    'hotpath.nextHotLine': () => goToHotLine(context, 'next'),
    'hotpath.previousHotLine': () => goToHotLine(context, 'previous'),
    'hotpath.showLane': () => showLane(store),
    'hotpath.toggleLibraryFrames': () =>
      writeGroupLibraryFrames(!visibility.settings.groupLibraryFrames),
    [GO_TO_COMMAND]: (place: Place, focus?: Focus) => goTo(tracked, place, focus),
    [REVEAL_COMMAND]: (file: string, fn: FunctionTime) => callTree.reveal(file, fn),
  };
}

function sessionCommands({ store }: CommandContext): Commands {
  return {
    'hotpath.openProfile': (uri?: vscode.Uri) => openProfile(store, uri),
    'hotpath.exportProfile': async () => {
      const { shown } = store;
      if (shown === undefined)
        throw new ProfileError('usage', 'There is no profile to export yet.');
      await exportSession(shown.session, shown.name);
    },
    'hotpath.openSession': (row?: SessionRow) => openSession(store, row),
    'hotpath.renameSession': (row?: SessionRow) => renameSession(store, row),
    'hotpath.deleteSession': (row?: SessionRow) => deleteSession(store, row),
    'hotpath.exportSession': (row?: SessionRow) => exportKeptSession(store, row),
  };
}
