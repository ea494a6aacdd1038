/** What the views of the open sidebar container show. */
import type { TreeRow, View } from '../seen.ts';
import {
  attributeOf,
  find,
  findAll,
  iconNames,
  isVisible,
  plainText,
  textOf,
  textsOf,
} from './elements.ts';

/** The titles of the views in the open container. */
export function readViewTitles(): string[] {
  return panes().map(titleOf);
}

/** A view by its title, whatever its case; `undefined` if the open container has none of that title. */
export function readView(title: string): View | undefined {
  const pane = panes().find(pane => titleOf(pane).toLowerCase() === title.toLowerCase());
  if (!pane) return undefined;
  return {
    title: titleOf(pane),
    description: textOf('.pane-header .description', pane),
    expanded: attributeOf('aria-expanded', '.pane-header', pane) !== 'false',
    message: textOf('.tree-explorer-viewlet-tree-view > .message:not(.hide)', pane),
    welcome: readWelcome(pane),
    rows: findAll('.monaco-list-row[role=treeitem]', pane).filter(isVisible).map(readRow),
    actions: labelsOf(
      '.pane-header .actions .action-label, .pane-header .monaco-action-bar .action-label',
      pane,
    ),
  };
}

function panes(): HTMLElement[] {
  return findAll('.part.sidebar .pane, .part.auxiliarybar .pane').filter(isVisible);
}

// A container with a single view shows both titles in one: "Hotpath: Call Tree".
function titleOf(pane: HTMLElement): string {
  return textOf('.pane-header h3.title', pane) || textOf('.part.sidebar .composite.title h2');
}

function readWelcome(pane: HTMLElement): View['welcome'] {
  const welcome = find('.welcome-view .welcome-view-content', pane);
  if (!welcome || !isVisible(welcome)) return undefined;
  return {
    text: textsOf('p', welcome).join('\n'),
    buttons: textsOf('.monaco-button', welcome),
  };
}

function readRow(row: HTMLElement): TreeRow {
  const expanded = row.getAttribute('aria-expanded');
  const icon = find('.custom-view-tree-node-item-icon', row);
  return {
    label: textOf('.label-name', row),
    description: textOf('.label-description', row),
    level: Number(row.getAttribute('aria-level')),
    expanded: expanded === null ? undefined : expanded === 'true',
    selected: row.getAttribute('aria-selected') === 'true',
    icon: iconNames(icon)[0] ?? '',
    iconColor: colorOf(icon),
    labelColor: colorOf(find('.label-name', row)),
    badge: badgeOf(find('.monaco-icon-label', row)),
    spoken: plainText(row.getAttribute('aria-label') ?? ''),
    actions: labelsOf('.actions .action-label', row),
  };
}

function colorOf(element: HTMLElement | undefined): string {
  return element ? getComputedStyle(element).color : '';
}

// A badge is made by a style sheet, as decorations of files are.
function badgeOf(label: HTMLElement | undefined): string {
  const content = label ? getComputedStyle(label, '::after').content : '';
  return /^"(.*)"$/.exec(content)?.[1] ?? '';
}

function labelsOf(selector: string, scope: HTMLElement): string[] {
  const labels = findAll(selector, scope).map(action => action.getAttribute('aria-label') ?? '');
  return [...new Set(labels.filter(label => label !== ''))];
}
