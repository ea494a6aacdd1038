// The hover of annotated lines.

import * as vscode from 'vscode';
import type { LineTime } from '../../model/line-times.ts';
import { estimatesWaiting } from '../../model/notes.ts';
import type { EditorContext } from './editor-context.ts';
import type { FileView } from '../tracking/file-view.ts';
import { GO_TO_COMMAND, renderHover } from './hover-text.ts';
import type { Insight } from '../sessions/insight.ts';
import { findRelations } from './line-relations.ts';

/** Provides hovers on the lines that have an annotation, and on no others. */
export function registerHover(context: EditorContext): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file' },
    { provideHover: (document, { line }) => findHover(context, document, line) },
  );
}

function findHover(
  { store, tracked, visibility }: EditorContext,
  document: vscode.TextDocument,
  line: number,
): vscode.Hover | undefined {
  const view = visibility.showsAnnotations ? tracked.find(document) : undefined;
  const { insight } = store;
  if (view === undefined || insight === undefined) return undefined;
  const time = view.times.lines.get(view.baseLine(line + 1) ?? -1);
  const least = visibility.settings.annotationThreshold * insight.runUs;
  if (time === undefined || time.total <= 0 || time.total < least) return undefined;
  return new vscode.Hover(makeMarkdown(insight, view, time));
}

function makeMarkdown(insight: Insight, view: FileView, time: LineTime): vscode.MarkdownString {
  const { session, runUs } = insight;
  const relations = findRelations(session, view.times.path, time);
  const isStale = view.isLineStale(time.line);
  const markdown = new vscode.MarkdownString(
    renderHover({
      time,
      relations,
      runUs,
      isStale,
      owner: view.functionAt(time.line),
      isEstimate: estimatesWaiting(session),
      lane: insight.laneName,
      notes: session.meta.notes,
    }),
  );
  markdown.isTrusted = { enabledCommands: [GO_TO_COMMAND] };
  return markdown;
}
