// Tells the user of errors: once, in one sentence, with what can be done about it.

import * as vscode from 'vscode';
import { ProfileError } from '../model/errors.ts';

/** Something that the user can do about an error, as a button. */
export interface Remedy {
  readonly title: string;
  run(): unknown;
}

/** Brings to the front what a program has printed. */
export interface OutputPlace extends Remedy {
  /** What the place is called. */
  readonly place: string;
}

/**
 * Runs a command; what goes wrong in it is shown to the user. Bugs go to the log with their stack as well. `output` is
 * where the programs of this command print.
 */
export async function reportErrors(
  log: vscode.LogOutputChannel,
  run: () => unknown,
  output: OutputPlace = TERMINAL,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ProfileError) await showError(error.message, remediesFor(error, output));
    else {
      log.error(error instanceof Error ? error : String(error));
      const reason = error instanceof Error ? error.message : String(error);
      await showError(`Hotpath has failed, which is a bug: ${reason}`, [showLog(log)]);
    }
  }
}

/** Shows a sentence with buttons. Returns when the message is gone. */
export async function showError(sentence: string, remedies: readonly Remedy[] = []): Promise<void> {
  const titles = remedies.map(remedy => remedy.title);
  await runRemedy(remedies, await vscode.window.showErrorMessage(sentence, ...titles));
}

/** As {@link showError}, for what is no failure of ours. */
export async function showWarning(
  sentence: string,
  remedies: readonly Remedy[] = [],
): Promise<void> {
  const titles = remedies.map(remedy => remedy.title);
  await runRemedy(remedies, await vscode.window.showWarningMessage(sentence, ...titles));
}

async function runRemedy(remedies: readonly Remedy[], title: string | undefined): Promise<void> {
  await remedies.find(remedy => remedy.title === title)?.run();
}

function remediesFor({ code }: ProfileError, output: OutputPlace): Remedy[] {
  if (code === 'no-node' || code === 'old-node') return [OPEN_NODE_SETTING];
  if (code === 'untrusted') return [MANAGE_TRUST];
  if (code === 'never-loaded') return [output];
  return [];
}

const OPEN_NODE_SETTING: Remedy = {
  title: 'Open Setting',
  run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'hotpath.node.path'),
};

const MANAGE_TRUST: Remedy = {
  title: 'Manage Trust',
  run: () => vscode.commands.executeCommand('workbench.trust.manage'),
};

/** Of programs that have a terminal. */
export const TERMINAL: OutputPlace = {
  place: 'terminal',
  title: 'Show Terminal',
  run: () => vscode.commands.executeCommand('workbench.action.terminal.focus'),
};

/** Of programs that a debug session runs without one. */
export const DEBUG_CONSOLE: OutputPlace = {
  place: 'Debug Console',
  title: 'Show Debug Console',
  run: () => vscode.commands.executeCommand('workbench.debug.action.focusRepl'),
};

function showLog(log: vscode.LogOutputChannel): Remedy {
  return {
    title: 'Show Log',
    run: () => {
      log.show();
    },
  };
}
