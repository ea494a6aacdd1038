/** The sidebar: opens a container of views, reads its trees and acts on their rows. */
import type { Locator } from 'playwright-core';
import type { Screen } from './screen.ts';
import type { TreeRow, View } from './seen.ts';

const CLICK_AGAIN_MS = 1_000;

/** Reads and drives the views of the sidebar. Trees show only rows that are scrolled into sight. */
export class SideBar {
  private readonly screen: Screen;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** Opens a container, such as `Hotpath` or `Explorer`, unless it is open already. */
  async open(container: string): Promise<void> {
    const icon = this.screen.page.locator(
      `.activitybar .action-item:has(.action-label[aria-label^="${container}"])`,
    );
    await this.screen.waitUntil(
      `the icon "${container}"`,
      () => icon.count(),
      count => count > 0,
    );
    // A click on the icon of an open container closes it, and a page that was just loaded opens one by itself.
    let clicked = -Infinity;
    const openIt = async (): Promise<boolean> => {
      if ((await icon.first().getAttribute('class'))?.includes('checked')) return true;
      if (performance.now() - clicked > CLICK_AGAIN_MS) {
        await this.screen.click(`the icon "${container}"`, icon);
        clicked = performance.now();
      }
      return false;
    };
    await this.screen.waitUntil(`the sidebar "${container}" to open`, openIt, open => open);
  }

  /** A view of the open container by its title; `undefined` if it is not there. */
  view(title: string): Promise<View | undefined> {
    return this.screen.read('view', title);
  }

  /** The titles of the views in the open container. */
  viewTitles(): Promise<string[]> {
    return this.screen.read('viewTitles');
  }

  /** The rows of a view that are in sight. */
  async rows(view: string): Promise<readonly TreeRow[]> {
    return (await this.view(view))?.rows ?? [];
  }

  /** Clicks on the first row with that label. */
  async clickRow(view: string, label: string): Promise<void> {
    await this.screen.click(
      `the row "${label}" in ${view}`,
      this.row(view, label).locator('.label-name'),
    );
  }

  /** Opens or closes the row with that label. */
  async toggleRow(view: string, label: string): Promise<void> {
    const arrow = this.row(view, label).locator('.monaco-tl-twistie.collapsible');
    await this.screen.click(`the arrow of the row "${label}" in ${view}`, arrow);
  }

  /** Clicks on a button of the row with that label. */
  async clickRowAction(view: string, label: string, action: string): Promise<void> {
    const row = this.row(view, label);
    await row.first().hover();
    const button = row.locator(`.actions .action-label[aria-label^="${action}"]`);
    await this.screen.click(`"${action}" on the row "${label}" in ${view}`, button);
  }

  /** Opens the context menu of the row with that label. */
  async openRowMenu(view: string, label: string): Promise<void> {
    const row = this.row(view, label);
    await this.screen.click(`the row "${label}" in ${view}`, row, { button: 'right' });
  }

  /** Clicks on a button in the title of a view. */
  async clickViewAction(view: string, action: string): Promise<void> {
    const pane = this.pane(view);
    await pane.hover();
    const button = pane.locator(`.pane-header .action-label[aria-label^="${action}"]`);
    await this.screen.click(`"${action}" in the title of ${view}`, button);
  }

  /** Clicks on a button of the text that an empty view shows. */
  async clickWelcomeButton(view: string, text: string): Promise<void> {
    const button = this.pane(view)
      .locator('.welcome-view-content .monaco-button')
      .filter({ hasText: text });
    await this.screen.click(`the button "${text}" in ${view}`, button);
  }

  private pane(view: string): Locator {
    const header = this.screen.page
      .locator('.pane-header h3.title')
      .filter({ hasText: exactly(view) });
    return this.screen.page.locator('.part.sidebar .pane').filter({ has: header });
  }

  private row(view: string, label: string): Locator {
    const name = this.screen.page.locator('.label-name').filter({ hasText: exactly(label) });
    return this.pane(view).locator('.monaco-list-row[role=treeitem]').filter({ has: name }).first();
  }
}

/** A pattern for elements whose whole text is `text`. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`, 'i');
}
