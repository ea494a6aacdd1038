// The user's settings, read when they are needed, in the units of the code.

import * as vscode from 'vscode';
import type { Micros } from '../model/frame.ts';
import type { FigureFormat } from './figure-text.ts';
import { readNumber, readText, readTexts } from './setting-values.ts';

/** How a program is run. */
export interface RunSettings {
  /** `undefined`: as found on the PATH. */
  readonly nodePath: string | undefined;
  readonly nodeArgs: readonly string[];
  readonly programArgs: readonly string[];
  /** `undefined`: the default for the file. */
  readonly cwd: string | undefined;
  readonly intervalUs: Micros;
}

/** What is shown. Thresholds are shares of the run, from 0 to 1. */
export interface ViewSettings {
  readonly annotationsEnabled: boolean;
  readonly annotationThreshold: number;
  /** Annotations that would end beyond this column are shortened. */
  readonly annotationMaxColumn: number;
  readonly format: FigureFormat;
  readonly codeLensEnabled: boolean;
  readonly codeLensThreshold: number;
  readonly groupLibraryFrames: boolean;
}

const SECTION = 'hotpath';

/** As in the manifest. */
const RULES = {
  interval: { fallback: 1, min: 0.05, max: 100 },
  annotationThreshold: { fallback: 1, min: 0, max: 100 },
  codeLensThreshold: { fallback: 0.1, min: 0, max: 100 },
  maxColumn: { fallback: 120, min: 20, max: Infinity },
  keep: { fallback: 20, min: 1, max: 500 },
} as const;

/**
 * The settings that hold for a file, or for the window, as written: variables are not replaced yet. Throws a
 * `ProfileError` (`usage`).
 */
export function readRunSettings(uri?: vscode.Uri): RunSettings {
  const config = vscode.workspace.getConfiguration(SECTION, uri);
  return {
    nodePath: readText(config.get('node.path')),
    nodeArgs: readTexts(config.get('node.args'), 'hotpath.node.args'),
    programArgs: readTexts(config.get('program.args'), 'hotpath.program.args'),
    cwd: readText(config.get('cwd')),
    intervalUs: Math.round(readNumber(config.get('interval'), RULES.interval) * 1000),
  };
}

/** The settings of the views. */
export function readViewSettings(): ViewSettings {
  const config = vscode.workspace.getConfiguration(SECTION);
  return {
    annotationsEnabled: config.get<boolean>('annotations.enabled', true),
    annotationThreshold:
      readNumber(config.get('annotations.threshold'), RULES.annotationThreshold) / 100,
    annotationMaxColumn: readNumber(config.get('annotations.maxColumn'), RULES.maxColumn),
    format: config.get<FigureFormat>('annotations.format', 'both'),
    codeLensEnabled: config.get<boolean>('codeLens.enabled', true),
    codeLensThreshold: readNumber(config.get('codeLens.threshold'), RULES.codeLensThreshold) / 100,
    groupLibraryFrames: config.get<boolean>(GROUPING, true),
  };
}

/** How many sessions are kept. */
export function readKeepLimit(): number {
  const config = vscode.workspace.getConfiguration(SECTION);
  return readNumber(config.get('sessions.keep'), RULES.keep);
}

/** Folds or unfolds library frames for good: in the workspace, where that has an opinion, or else for the user. */
export async function writeGroupLibraryFrames(folded: boolean): Promise<void> {
  const config = vscode.workspace.getConfiguration(SECTION);
  const ofWorkspace = config.inspect(GROUPING)?.workspaceValue;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await config.update(GROUPING, folded, ofWorkspace === undefined ? Global : Workspace);
}

const GROUPING = 'callTree.groupLibraryFrames';

/** Calls `listener` when one of our settings has changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
