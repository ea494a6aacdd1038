// The user's settings, read when they are needed, in the units of the code.

import * as vscode from 'vscode';
import type { Micros } from '../model/frame.ts';
import type { FigureFormat } from './figure-text.ts';

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

/** The settings that hold for a file, or for the window, as written: variables are not replaced yet. */
export function readRunSettings(uri?: vscode.Uri): RunSettings {
  const config = vscode.workspace.getConfiguration(SECTION, uri);
  return {
    nodePath: config.get<string>('node.path', '').trim() || undefined,
    nodeArgs: config.get<string[]>('node.args', []),
    programArgs: config.get<string[]>('program.args', []),
    cwd: config.get<string>('cwd', '').trim() || undefined,
    intervalUs: Math.round(config.get<number>('interval', 1) * 1000),
  };
}

/** The settings of the views. */
export function readViewSettings(): ViewSettings {
  const config = vscode.workspace.getConfiguration(SECTION);
  return {
    annotationsEnabled: config.get<boolean>('annotations.enabled', true),
    annotationThreshold: config.get<number>('annotations.threshold', 1) / 100,
    annotationMaxColumn: config.get<number>('annotations.maxColumn', 120),
    format: config.get<FigureFormat>('annotations.format', 'both'),
    codeLensEnabled: config.get<boolean>('codeLens.enabled', true),
    codeLensThreshold: config.get<number>('codeLens.threshold', 0.1) / 100,
    groupLibraryFrames: config.get<boolean>('callTree.groupLibraryFrames', true),
  };
}

/** How many sessions are kept. */
export function readKeepLimit(): number {
  return vscode.workspace.getConfiguration(SECTION).get<number>('sessions.keep', 20);
}

/** Folds or unfolds library frames for good. */
export async function writeGroupLibraryFrames(folded: boolean): Promise<void> {
  const config = vscode.workspace.getConfiguration(SECTION);
  await config.update('callTree.groupLibraryFrames', folded, vscode.ConfigurationTarget.Global);
}

/** Calls `listener` when one of our settings has changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
