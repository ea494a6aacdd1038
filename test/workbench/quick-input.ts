/** The box at the top of the workbench: command palette, files, pickers and input boxes of extensions. */
import { errors } from 'playwright-core';
import type { Locator } from 'playwright-core';
import type { Screen } from './screen.ts';
import type { QuickInput as SeenQuickInput } from './seen.ts';

const ASK_AGAIN_MS = 750;
/** The box may close while it is filled: then it is opened again. */
const TRY_MS = 2000;

/** Drives the box at the top. */
export class QuickInput {
  private readonly screen: Screen;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** What the box shows, or `undefined` when it is closed. */
  seen(): Promise<SeenQuickInput | undefined> {
    return this.screen.read('quickInput');
  }

  /**
   * Runs a command from the command palette by its whole title, such as `Hotpath: Profile Current File`. Fails if
   * the palette does not offer it.
   */
  async runCommand(title: string): Promise<void> {
    await this.choose(`>${title}`, title);
    await this.screen.waitUntil(
      `the command palette to close after "${title}"`,
      () => this.seen(),
      box => !box?.value.startsWith('>'),
    );
  }

  /** The titles that the command palette offers for some words. */
  async findCommands(words: string): Promise<readonly string[]> {
    await this.openWith(`>${words}`);
    const box = await this.screen.waitUntil(
      `commands for "${words}"`,
      () => this.seen(),
      seen => (seen?.items.length ?? 0) > 0,
    );
    await this.close();
    return box?.items ?? [];
  }

  /** Opens the box with a text (`>command`, `:line`, a path) and chooses the item with that label. */
  async choose(text: string, label: string): Promise<void> {
    let asked = -Infinity;
    await this.screen.waitUntil(
      `"${label}" in the list at the top`,
      async () => {
        // What an extension contributes may only be there when the list is asked for anew.
        if (performance.now() - asked > ASK_AGAIN_MS) {
          await this.openWith(text);
          asked = performance.now();
        }
        return (await this.seen())?.items ?? [];
      },
      items => items.includes(label),
    );
    await this.screen.click(`"${label}" in the list at the top`, this.item(label));
  }

  /** Opens the box with a text. One that is still open from before may close just then. */
  async openWith(text: string): Promise<void> {
    await this.screen.waitUntil(
      'the box at the top',
      () => this.tryToOpenWith(text),
      isFilled => isFilled,
    );
  }

  private async tryToOpenWith(text: string): Promise<boolean> {
    if (!(await this.input().isVisible())) await this.screen.page.keyboard.press('F1');
    try {
      await this.input().fill('>', { timeout: TRY_MS });
      await this.input().fill(text, { timeout: TRY_MS });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) return false;
      throw error;
    }
  }

  /** Waits for an input box that an extension opened, types a text and confirms it. */
  async answer(text: string): Promise<void> {
    await this.waitUntilOpen();
    await this.input().fill(text);
    await this.input().press('Enter');
  }

  /** Waits for a picker that an extension opened, and picks the item with that label. */
  async pick(label: string): Promise<void> {
    await this.screen.click(`"${label}" in the list at the top`, this.item(label));
  }

  /** Waits until the box is open, and returns what it shows. */
  async waitUntilOpen(): Promise<SeenQuickInput> {
    const box = await this.screen.waitUntil(
      'the box at the top to open',
      () => this.seen(),
      seen => seen !== undefined,
    );
    return box!;
  }

  /** Closes the box. */
  async close(): Promise<void> {
    await this.input().press('Escape');
    await this.screen.waitUntil(
      'the box at the top to close',
      () => this.seen(),
      seen => seen === undefined,
    );
  }

  private input(): Locator {
    return this.screen.page.locator('.quick-input-widget .quick-input-box input');
  }

  private item(label: string): Locator {
    const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const exact = this.screen.page
      .locator('.quick-input-list-row:first-child .label-name')
      .filter({ hasText: new RegExp(`^\\s*${escaped}\\s*$`) });
    return this.screen.page.locator('.quick-input-list .monaco-list-row').filter({ has: exact });
  }
}
