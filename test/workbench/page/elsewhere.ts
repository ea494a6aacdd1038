/** Hovers and the terminal. */
import { findAll, isVisible, plainText } from './elements.ts';

/** The texts of the hovers that are on the screen: one line for each paragraph, list item or table row. */
export function readHovers(): string[] {
  return findAll('.monaco-hover')
    .filter(hover => !hover.classList.contains('hidden') && isVisible(hover))
    .map(hover => hover.innerText.split('\n').map(plainText).filter(Boolean).join('\n'))
    .filter(Boolean);
}

/** The lines the terminal shows, without those that are empty at the end. */
export function readTerminal(): string {
  const terminal = findAll('.part.panel .xterm-rows').find(isVisible);
  if (!terminal) return '';
  const lines = findAll(':scope > div', terminal).map(row =>
    row.textContent.replaceAll('\u00a0', ' ').trimEnd(),
  );
  return lines.join('\n').trimEnd();
}
