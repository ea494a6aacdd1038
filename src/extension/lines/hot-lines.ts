// *Next Hot Line* and *Previous Hot Line*: from one annotated line of a file to the other.

import * as vscode from 'vscode';
import type { LineTime } from '../../model/line-times.ts';
import { annotate } from './annotations.ts';
import type { EditorContext } from './editor-context.ts';
import { goTo } from './go-to.ts';
import type { Place } from './hover-text.ts';
import type { Insight } from '../sessions/insight.ts';
import { pickLine } from './next-line.ts';
import type { Direction } from './next-line.ts';
import { listApplicationFiles } from '../tracking/application-files.ts';

/**
 * Moves the cursor to the next annotated line in that direction, around the end of the file. In a file that has none,
 * goes to the hottest line of the session.
 */
export async function goToHotLine(context: EditorContext, direction: Direction): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const lines = editor === undefined ? [] : annotate(context, editor.document).map(a => a.line);
  const target = pickLine(lines, (editor?.selection.active.line ?? 0) + 1, direction);
  if (editor !== undefined && target !== undefined) moveCursor(editor, target);
  else await goToHottest(context);
}

function moveCursor(editor: vscode.TextEditor, line: number): void {
  const column = editor.document.lineAt(line - 1).firstNonWhitespaceCharacterIndex;
  const position = new vscode.Position(line - 1, column);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

async function goToHottest({ store, tracked }: EditorContext): Promise<void> {
  const hottest = store.insight === undefined ? undefined : findHottest(store.insight);
  if (hottest !== undefined) await goTo(tracked, hottest);
}

/** The line of the application with the most time of its own; whole programs run through the first lines of `main`. */
function findHottest(insight: Insight): Place | undefined {
  let hottest: (LineTime & { readonly file: string }) | undefined;
  for (const file of listApplicationFiles(insight.session)) {
    for (const time of insight.findFile(file)?.lines.values() ?? []) {
      if (time.self > (hottest?.self ?? 0)) hottest = { ...time, file };
    }
  }
  return hottest === undefined ? undefined : { file: hottest.file, line: hottest.line, column: 1 };
}
