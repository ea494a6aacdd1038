// *Export Profile…*: writes a session to a file, in the format that its extension names.

import { basename, extname, join } from 'node:path';
import { rename, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SessionData } from '../model/session.ts';

/** A format to export to; the first is the default. */
interface ExportFormat {
  readonly title: string;
  /** With the dot. */
  readonly extension: string;
  encode(session: SessionData): Promise<string>;
}

const FORMATS: readonly ExportFormat[] = [
  {
    title: 'Hotpath session',
    extension: '.hotpath',
    encode: async session => (await import('../formats/session.ts')).encodeSession(session),
  },
  {
    title: 'V8 CPU profile',
    extension: '.cpuprofile',
    encode: async session =>
      (await import('../formats/encode-cpuprofile.ts')).encodeCpuProfile(session),
  },
  {
    title: 'JSON report',
    extension: '.json',
    encode: async session => (await import('../renderers/json.ts')).renderJson(session),
  },
  {
    title: 'Text report',
    extension: '.txt',
    encode: async session => (await import('../renderers/console.ts')).renderConsole(session),
  },
];

/** Asks for a file and writes the session to it. */
export async function exportSession(session: SessionData, name: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: 'Export Profile',
    defaultUri: suggestTarget(session, name),
    filters: Object.fromEntries(
      FORMATS.map(({ title, extension }) => [title, [extension.slice(1)]]),
    ),
  });
  if (target === undefined) return;
  const text = await pickFormat(target.fsPath).encode(session);
  await writeWhole(target.fsPath, text);
  const sentence = `Exported to ${basename(target.fsPath)}.`;
  const answer = await vscode.window.showInformationMessage(sentence, 'Open File');
  if (answer === 'Open File') await vscode.commands.executeCommand('vscode.open', target);
}

function pickFormat(path: string): ExportFormat {
  const extension = extname(path).toLowerCase();
  const [first, ...others] = FORMATS;
  const found = others.find(format => format.extension === extension) ?? first;
  if (found === undefined) throw new RangeError('There are no export formats');
  return found;
}

function suggestTarget(session: SessionData, name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? session.meta.cwd;
  return vscode.Uri.file(join(folder, `${name.replace(/[\\/:*?"<>|]/g, '-')}.hotpath`));
}

/** Never leaves a half-written file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
