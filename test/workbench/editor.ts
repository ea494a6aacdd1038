/** The active text editor: what it shows and what a person does in it. */
import { basename, isAbsolute, join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { QuickInput } from './quick-input.ts';
import type { Screen } from './screen.ts';
import type { Annotation, CodeLens, Place, SourceLine } from './seen.ts';

/** What a text editor belongs to. */
export interface EditorParts {
  readonly screen: Screen;
  readonly quickInput: QuickInput;
  /** The folder that relative paths start from. */
  readonly workspace: string;
}

/** Reads and drives the active text editor. It sees only lines that are scrolled into sight: see `goTo`. */
export class Editor {
  private readonly parts: EditorParts;

  constructor(parts: EditorParts) {
    this.parts = parts;
  }

  /** Opens a file: a path in the workspace, or an absolute one. */
  async open(file: string): Promise<void> {
    const path = isAbsolute(file) ? file : join(this.parts.workspace, file);
    await this.parts.quickInput.choose(path, basename(path));
    await this.waitUntil(
      `the file ${path} to open`,
      async () => ({ file: await this.file(), lines: (await this.lines()).length }),
      seen => seen.file === path && seen.lines > 0,
    );
  }

  /** The absolute path of the file in the active tab. */
  file(): Promise<string | undefined> {
    return this.parts.screen.read('activeFile');
  }

  /** The texts that decorations put behind lines. */
  annotations(): Promise<Annotation[]> {
    return this.parts.screen.read('annotations');
  }

  /** The CodeLenses. */
  codeLenses(): Promise<CodeLens[]> {
    return this.parts.screen.read('codeLenses');
  }

  /** The source lines in sight. */
  lines(): Promise<SourceLine[]> {
    return this.parts.screen.read('lines');
  }

  /** Reads on the whole file, by moving the cursor from its beginning to its end: `throughout(() => annotations())`. */
  async throughout<T extends { readonly line: number }>(
    read: () => Promise<readonly T[]>,
  ): Promise<T[]> {
    const found = new Map<string, T>();
    let last = 1;
    for (let before = 0; last > before;) {
      before = last;
      await this.goTo(last);
      for (const item of await read()) found.set(JSON.stringify({ ...item, onScreen: true }), item);
      last = (await this.lines()).at(-1)?.line ?? last;
    }
    return [...found.values()].sort((a, b) => a.line - b.line);
  }

  /** Where the cursor is, 1-based, as the status bar says; `undefined` when several places are selected. */
  async cursor(): Promise<{ line: number; column: number } | undefined> {
    const items = await this.parts.screen.read('statusItems');
    const text = items.find(item => item.id === 'status.editor.selection')?.text ?? '';
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    return line && column ? { line: Number(line), column: Number(column) } : undefined;
  }

  /** Puts the cursor at the beginning (or a column) of a line, scrolls it into sight and gives it the focus. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.parts.quickInput.openWith(`:${line}:${column}`);
    await this.parts.screen.page.keyboard.press('Enter');
    await this.waitUntil(
      `the cursor on line ${line}, column ${column}`,
      () => this.cursor(),
      at => at?.line === line && at.column === column,
    );
  }

  /**
   * Puts a text where the cursor is, exactly as it is: pasted, so that the editor completes no brackets and continues
   * no comments.
   */
  async type(text: string): Promise<void> {
    const { page } = this.parts.screen;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press('ControlOrMeta+v');
  }

  /** Saves the file and waits until its tab shows it as saved. */
  async save(): Promise<void> {
    await this.parts.screen.page.keyboard.press('ControlOrMeta+s');
    await this.waitUntil(
      'the file to be saved',
      () => this.isDirty(),
      dirty => !dirty,
    );
  }

  /** Whether the file has changes that are not saved. */
  async isDirty(): Promise<boolean> {
    const tab = this.parts.screen.page.locator('.editor-group-container.active .tab.active.dirty');
    return (await tab.count()) > 0;
  }

  /** Clicks on a CodeLens that contains a text. */
  async clickCodeLens(text: string): Promise<void> {
    const lens = this.area().locator('.codelens-decoration a').filter({ hasText: text });
    await this.parts.screen.click(`the CodeLens "${text}"`, lens);
  }

  /** Rests the mouse on a word of a line (or of an annotation behind it), and returns the text of the hover. */
  async hover(line: number, word: string): Promise<string> {
    const { page } = this.parts.screen;
    await page.mouse.move(0, 0);
    await this.waitUntil(
      'the hover before to go away',
      () => this.hovers(),
      texts => texts.length === 0,
    );
    const { x, y } = await this.placeOf(line, word);
    await page.mouse.move(x, y, { steps: 2 });
    const texts = await this.waitUntil(
      `a hover on "${word}" in line ${line}`,
      () => this.hovers(),
      texts => texts.length > 0 && !texts.join().includes('Loading...'),
    );
    return texts.join('\n');
  }

  /** Clicks on a button in the editor's title, by its label. */
  async clickTitleAction(label: string): Promise<void> {
    const action = this.parts.screen.page.locator(
      `.editor-group-container.active .editor-actions [aria-label^="${label}"]`,
    );
    await this.parts.screen.click(`"${label}" in the editor's title`, action);
  }

  /** Opens the context menu on a word of a line. */
  async openContextMenu(line: number, word: string): Promise<void> {
    const { x, y } = await this.placeOf(line, word);
    await this.parts.screen.page.mouse.click(x, y, { button: 'right' });
  }

  private async placeOf(line: number, word: string): Promise<Place> {
    const place = await this.waitUntil(
      `"${word}" in line ${line}`,
      () => this.parts.screen.read('placeInLine', line, word),
      found => found !== undefined,
    );
    return place!;
  }

  private hovers(): Promise<string[]> {
    return this.parts.screen.read('hovers');
  }

  private area(): Locator {
    return this.parts.screen.page.locator(
      '.part.editor .editor-group-container.active .editor-instance .monaco-editor',
    );
  }

  private waitUntil<T>(
    what: string,
    read: () => Promise<T>,
    accept: (seen: T) => boolean,
  ): Promise<T> {
    return this.parts.screen.waitUntil(what, read, accept);
  }
}
