// The open files of the shown session: follows their lines through edits, for every view in the editor.

import * as vscode from 'vscode';
import type { FileAtRun } from '../tracking/file-at-run.ts';
import { recordFile } from '../tracking/file-at-run.ts';
import { FileView } from '../tracking/file-view.ts';
import { hashLines } from '../tracking/line-alignment.ts';
import { LineTracker } from '../tracking/line-tracker.ts';
import type { TextEdit } from '../tracking/line-tracker.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { Signal } from '../signal.ts';

/** Whether a change inside of a line makes a function stale is looked at when the typing pauses. */
const SETTLE_MS = 150;

/** See the head of this file. */
export class TrackedFiles implements vscode.Disposable {
  /** What views show of an open file has changed because its text has. */
  readonly onDidChange = new Signal<vscode.TextDocument>();
  readonly #tracked = new Map<vscode.TextDocument, Tracked>();
  readonly #subscriptions: vscode.Disposable;
  #sessionId: string | undefined;

  constructor(private readonly store: SessionStore) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(event => {
        this.#edit(event);
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        this.#drop(document);
      }),
      store.onDidChangeShown.on(shown => {
        if (shown?.id !== this.#sessionId) this.#dropAll();
        this.#sessionId = shown?.id;
        for (const tracked of this.#tracked.values()) tracked.view = undefined;
      }),
    );
  }

  /** The file as it stands in the editor; `undefined` when the shown session has no times for it. */
  find(document: vscode.TextDocument): FileView | undefined {
    if (document.uri.scheme !== 'file') return undefined;
    const times = this.store.insight?.findFile(document.uri.fsPath);
    if (times === undefined) return undefined;
    const tracked = this.#track(document);
    tracked.view ??= new FileView(times, tracked.atRun, tracked.tracker);
    return tracked.view;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#dropAll();
  }

  #track(document: vscode.TextDocument): Tracked {
    const known = this.#tracked.get(document);
    if (known !== undefined) return known;
    const text = document.getText();
    const { fsPath } = document.uri;
    // Of a profile from elsewhere nobody knows the text: it is taken to be the one that was opened first.
    const files = this.store.shown?.files;
    files?.record(fsPath, text);
    const atRun = files?.find(fsPath) ?? recordFile(text);
    const tracker = new LineTracker(atRun.hashes, hashLines(text));
    const tracked: Tracked = { atRun, tracker, view: undefined, settling: undefined };
    this.#tracked.set(document, tracked);
    return tracked;
  }

  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const tracked = this.#tracked.get(document);
    if (tracked === undefined || contentChanges.length === 0) return;
    tracked.tracker.shift(contentChanges.map(toEdit));
    const movesLines = contentChanges.some(({ range, text }) => {
      return !range.isSingleLine || /[\r\n]/.test(text);
    });
    clearTimeout(tracked.settling);
    if (movesLines) this.#settle(document, tracked);
    else {
      tracked.settling = setTimeout(() => {
        this.#settle(document, tracked);
      }, SETTLE_MS);
    }
  }

  #settle(document: vscode.TextDocument, tracked: Tracked): void {
    tracked.tracker.compare(hashLines(document.getText()));
    tracked.view = undefined;
    this.onDidChange.fire(document);
  }

  #drop(document: vscode.TextDocument): void {
    clearTimeout(this.#tracked.get(document)?.settling);
    this.#tracked.delete(document);
  }

  #dropAll(): void {
    for (const document of [...this.#tracked.keys()]) this.#drop(document);
  }
}

interface Tracked {
  readonly atRun: FileAtRun;
  readonly tracker: LineTracker;
  /** Made when it is asked for. */
  view: FileView | undefined;
  settling: NodeJS.Timeout | undefined;
}

function toEdit({ range, text }: vscode.TextDocumentContentChangeEvent): TextEdit {
  return {
    startLine: range.start.line,
    startCharacter: range.start.character,
    endLine: range.end.line,
    endCharacter: range.end.character,
    text,
  };
}
