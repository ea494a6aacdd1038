// Shows the annotations of the shown session in all visible editors.

import * as vscode from 'vscode';
import { buildAnnotations, countColumns, GAP, LOOKS } from './annotation-model.ts';
import type { Annotation, Look } from './annotation-model.ts';
import type { EditorContext } from './editor-context.ts';
import { onDidChangeEditorViews } from './editor-context.ts';

/** Keeps the decorations of all visible editors up to date. There is one decoration type for each look. */
export function registerAnnotations(context: EditorContext): vscode.Disposable {
  const types = new Map(LOOKS.map(look => [look, createType(look)]));
  const decorated = new WeakSet<vscode.TextEditor>();
  const refreshEditor = (editor: vscode.TextEditor): void => {
    const annotations = annotate(context, editor.document);
    if (annotations.length === 0 && !decorated.has(editor)) return;
    decorated.add(editor);
    for (const [look, type] of types) {
      const own = annotations.filter(annotation => annotation.look === look);
      editor.setDecorations(type, own.map(toDecoration));
    }
  };
  const refresh = (): void => {
    for (const editor of vscode.window.visibleTextEditors) refreshEditor(editor);
  };
  return vscode.Disposable.from(
    ...types.values(),
    onDidChangeEditorViews(context, refresh),
    vscode.window.onDidChangeVisibleTextEditors(refresh),
  );
}

/** The annotations that a file has now; none while they are switched off. */
export function annotate(
  { store, tracked, visibility }: EditorContext,
  document: vscode.TextDocument,
): readonly Annotation[] {
  const view = visibility.showsAnnotations ? tracked.find(document) : undefined;
  const runUs = store.insight?.runUs;
  if (view === undefined || runUs === undefined) return [];
  const { annotationThreshold, annotationMaxColumn, format } = visibility.settings;
  const tabSize = tabSizeOf(document);
  return buildAnnotations(view, {
    runUs,
    threshold: annotationThreshold,
    format,
    maxColumn: annotationMaxColumn,
    lengthOf: line =>
      line <= document.lineCount ? countColumns(document.lineAt(line - 1).text, tabSize) : 0,
  });
}

/** As the editor that shows it has it. */
function tabSizeOf(document: vscode.TextDocument): number {
  const editor = vscode.window.visibleTextEditors.find(each => each.document === document);
  return Number(editor?.options.tabSize) || DEFAULT_TAB_SIZE;
}

const DEFAULT_TAB_SIZE = 4;

function toDecoration({ line, text }: Annotation): vscode.DecorationOptions {
  const end = new vscode.Position(line - 1, Number.MAX_SAFE_INTEGER);
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: text } },
  };
}

function createType(look: Look): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor(`hotpath.${look}`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    after: { color, margin: `0 0 0 ${GAP}ch`, fontStyle: look === 'stale' ? 'italic' : 'normal' },
    ...(look === 'stale'
      ? {}
      : {
          backgroundColor: new vscode.ThemeColor(`hotpath.${look}Background`),
          overviewRulerColor: color,
          overviewRulerLane: vscode.OverviewRulerLane.Right,
        }),
  });
}
