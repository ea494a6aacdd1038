/** What the workbench says and asks: status bar, notifications, dialogs, the box at the top. */
import type { Dialog, Notification, QuickInput, StatusItem } from '../seen.ts';
import { find, findAll, iconNames, isVisible, plainText, textOf, textsOf } from './elements.ts';

/** The items of the status bar, from left to right. */
export function readStatusItems(): StatusItem[] {
  return findAll('.part.statusbar .statusbar-item')
    .filter(isVisible)
    .map(item => ({
      id: item.id,
      text: plainText(item.textContent),
      icons: findAll('.codicon', item).flatMap(icon => iconNames(icon)),
      spoken: plainText(item.getAttribute('aria-label') ?? ''),
      background: getComputedStyle(item).backgroundColor,
    }));
}

/** The notifications that are on the screen, newest first. */
export function readNotifications(): Notification[] {
  return findAll('.notification-list-item')
    .filter(isVisible)
    .map(item => ({
      severity: severityOf(item),
      message: textOf('.notification-list-item-message', item),
      buttons: textsOf('.notification-list-item-buttons-container .monaco-button', item),
    }));
}

/** The modal message, if there is one. */
export function readDialog(): Dialog | undefined {
  const box = find('.monaco-dialog-box');
  if (!box) return undefined;
  const texts = textsOf('.dialog-message-text, .dialog-message-detail', box).filter(Boolean);
  return {
    // A message without details stands in the place of the details.
    message: texts[0] ?? '',
    detail: texts[1] ?? '',
    buttons: textsOf('.dialog-buttons .monaco-button', box),
  };
}

/** The box at the top, if it is open. */
export function readQuickInput(): QuickInput | undefined {
  const widget = find('.quick-input-widget');
  if (!widget || !isVisible(widget)) return undefined;
  const input = widget.querySelector('input');
  return {
    title: textOf('.quick-input-title', widget),
    value: input?.value ?? '',
    placeholder: input?.placeholder ?? '',
    message: textOf('.quick-input-message', widget),
    items: textsOf(
      '.quick-input-list .monaco-list-row .quick-input-list-row:first-child .label-name',
      widget,
    ),
  };
}

function severityOf(item: HTMLElement): Notification['severity'] {
  const [icon] = iconNames(find('.notification-list-item-icon', item));
  return icon === 'error' || icon === 'warning' ? icon : 'info';
}
