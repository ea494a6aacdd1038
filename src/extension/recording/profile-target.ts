// Which file to profile, and whether it can be: on disk, saved, JavaScript or TypeScript, in a folder that is trusted.

import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ProfileError } from '../../model/errors.ts';
import { showError } from '../report-errors.ts';
import type { RunSettings } from '../settings.ts';
import { readRunSettings } from '../settings.ts';
import { assertTrusted } from './trust.ts';
import { replaceVariables } from './variables.ts';

/** What to run and how, with all variables replaced. */
export interface ProfileTarget {
  readonly path: string;
  /** Base name, for people. */
  readonly name: string;
  readonly cwd: string;
  readonly settings: RunSettings;
}

const RUNNABLE = /\.(?:[cm]?[jt]s|tsx)$/i;
const SCRIPT_LANGUAGES = ['javascript', 'typescript', 'javascriptreact', 'typescriptreact'];

/**
 * The file of `uri`, or of the active editor, saved. `undefined` when the user was told why not, or has cancelled.
 * Throws a `ProfileError` (`untrusted`, `usage`).
 */
export async function findProfileTarget(uri?: vscode.Uri): Promise<ProfileTarget | undefined> {
  assertTrusted();
  const saved = await saveTarget(uri ?? vscode.window.activeTextEditor?.document.uri);
  return saved === undefined ? undefined : describeTarget(saved);
}

async function saveTarget(uri: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (uri === undefined) {
    throw new ProfileError('usage', 'Open a JavaScript or TypeScript file to profile it.');
  }
  if (uri.scheme === 'untitled') return saveUntitled();
  if (uri.scheme !== 'file') {
    throw new ProfileError(
      'usage',
      `Hotpath runs files on disk, and ${basename(uri.path)} is not one.`,
    );
  }
  if (!RUNNABLE.test(uri.path)) {
    throw new ProfileError(
      'usage',
      `${basename(uri.path)} is not a JavaScript or TypeScript file.`,
    );
  }
  await saveScripts(uri);
  return uri;
}

/** As every run button does: what runs is what the editors show. */
async function saveScripts(target: vscode.Uri): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.uri.scheme !== 'file') continue;
    const isTarget = document.uri.toString() === target.toString();
    if (!isTarget && !SCRIPT_LANGUAGES.includes(document.languageId)) continue;
    if (!(await document.save()) && isTarget) {
      throw new ProfileError('usage', `${basename(target.path)} could not be saved.`);
    }
  }
}

async function saveUntitled(): Promise<undefined> {
  await showError('This file is not on disk yet. Save it first, then profile it.', [
    {
      title: 'Save As…',
      run: () => vscode.commands.executeCommand('workbench.action.files.saveAs'),
    },
  ]);
  return undefined;
}

/** How a file is run by the settings that hold for it; a folder stands for all that is in it. */
export function describeTarget(uri: vscode.Uri): ProfileTarget {
  const path = uri.fsPath;
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(path);
  const variables = {
    file: path,
    fileDirname: dirname(path),
    workspaceFolder: folder,
    userHome: homedir(),
  };
  const replace = (text: string): string => replaceVariables(text, variables);
  const { nodePath, nodeArgs, programArgs, cwd, intervalUs } = readRunSettings(uri);
  const settings = {
    nodePath: nodePath === undefined ? undefined : resolvePath(replace(nodePath), folder),
    nodeArgs: nodeArgs.map(replace),
    programArgs: programArgs.map(replace),
    cwd: cwd === undefined ? undefined : resolve(folder, replace(cwd)),
    intervalUs,
  };
  return { path, name: basename(path), cwd: settings.cwd ?? folder, settings };
}

/** A bare name such as `node22` is looked for on the PATH; everything else is a path, from the folder on. */
function resolvePath(path: string, folder: string): string {
  return isAbsolute(path) || !/[\\/]/.test(path) ? path : resolve(folder, path);
}
