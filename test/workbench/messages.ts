/** What the workbench says and asks: status bar, notifications, dialogs, menus, the terminal. */
import type { Screen } from './screen.ts';
import type { Dialog, Notification, StatusItem } from './seen.ts';
import { exactly } from './side-bar.ts';

/** Reads messages and answers them. */
export class Messages {
  private readonly screen: Screen;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** The items of the status bar. */
  statusItems(): Promise<StatusItem[]> {
    return this.screen.read('statusItems');
  }

  /** Clicks on the item of the status bar that contains a text. */
  async clickStatusItem(text: string): Promise<void> {
    const item = this.screen.page.locator('.statusbar-item-label').filter({ hasText: text });
    await this.screen.click(`"${text}" in the status bar`, item);
  }

  /** The notifications on the screen. */
  notifications(): Promise<Notification[]> {
    return this.screen.read('notifications');
  }

  /** Waits for a notification that contains a text, and returns it. */
  async waitForNotification(text: string): Promise<Notification> {
    const all = await this.screen.waitUntil(
      `a notification with "${text}"`,
      () => this.notifications(),
      seen => seen.some(({ message }) => message.includes(text)),
    );
    return all.find(({ message }) => message.includes(text))!;
  }

  /** Clicks on a button of the notification that contains a text. */
  async answerNotification(text: string, button: string): Promise<void> {
    const item = this.screen.page.locator('.notification-list-item').filter({ hasText: text });
    const answer = item.locator('.monaco-button').filter({ hasText: exactly(button) });
    await this.screen.click(`"${button}" in the notification "${text}"`, answer);
  }

  /** The modal message in the middle, if there is one. */
  dialog(): Promise<Dialog | undefined> {
    return this.screen.read('dialog');
  }

  /** Clicks on a button of the modal message. */
  async answerDialog(button: string): Promise<void> {
    const answer = this.screen.page.locator('.monaco-dialog-box .monaco-button');
    await this.screen.click(
      `"${button}" in the dialog`,
      answer.filter({ hasText: exactly(button) }),
    );
  }

  /** The labels in the open menu. */
  async menuItems(): Promise<string[]> {
    const labels = this.screen.page.locator('.monaco-menu .action-menu-item .action-label');
    return this.screen.waitUntil(
      'a menu',
      () => labels.allTextContents(),
      texts => texts.length > 0,
    );
  }

  /** Chooses from the open menu. */
  async chooseFromMenu(label: string): Promise<void> {
    const items = this.screen.page.locator('.monaco-menu .action-menu-item .action-label');
    await this.screen.click(`"${label}" in the menu`, items.filter({ hasText: exactly(label) }));
  }

  /** What the terminal shows; empty when none is open. */
  terminal(): Promise<string> {
    return this.screen.read('terminal');
  }
}
