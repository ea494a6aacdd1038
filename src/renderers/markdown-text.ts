// Pieces of Markdown in which any text shows as it is.

import { visibleText } from './visible-text.ts';

const MAX_CODE = 100;

/** The text as code; empty for an empty text. Long texts are cut. */
export function codeSpan(text: string): string {
  const visible = visibleText(text);
  if (visible === '') return '';
  const short = visible.length > MAX_CODE ? `${visible.slice(0, MAX_CODE - 3)}...` : visible;
  // A table ends its cells at every bar, even within code.
  const content = short.replaceAll('|', '\\|');
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? fence + content + fence : `${fence} ${content} ${fence}`;
}

/** The text as text: nothing in it is markup. */
export function plainText(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>()#!|~&]/g, sign => `\\${sign}`);
}

/** A table's lines. A column whose head starts with `>` is aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const names = head.map(name => name.replace(/^>/, ''));
  const rule = head.map(name => (name.startsWith('>') ? '---:' : '---'));
  return [names, rule, ...rows].map(cells => `| ${cells.join(' | ')} |`);
}
