/**
 * What the active text editor shows. Monaco places everything by pixels and writes line numbers only into the
 * margin, so the line of a thing is the line whose number stands at the same height.
 */
import type { Annotation, CodeLens, Place, SourceLine } from '../seen.ts';
import { find, findAll, isVisible, plainText } from './elements.ts';

interface PlacedLine {
  /** 1-based. */
  readonly line: number;
  readonly element: HTMLElement;
  readonly top: number;
}

/** The texts that decorations put behind lines. */
export function readAnnotations(): Annotation[] {
  const editor = activeEditor();
  const right = editor ? rightEdge(editor) : 0;
  return placedLines(editor).flatMap(({ line, element }) =>
    findAll('span', element).flatMap(span => {
      const text = textBehind(span);
      if (text === '') return [];
      const style = getComputedStyle(span, '::after');
      return {
        line,
        text,
        color: style.color,
        background: style.backgroundColor,
        fontStyle: style.fontStyle,
        opacity: Number(style.opacity),
        onScreen: span.getBoundingClientRect().left < right,
      };
    }),
  );
}

/** The CodeLenses, each with the line under it. */
export function readCodeLenses(): CodeLens[] {
  const editor = activeEditor();
  const lines = placedLines(editor);
  if (!editor) return [];
  return findAll('.codelens-decoration', editor)
    .filter(isVisible)
    .flatMap(lens => {
      const { top, height } = lens.getBoundingClientRect();
      const below = lines.find(line => line.top >= top + height / 2);
      const parts = findAll(':scope > a, :scope > span', lens);
      return parts.map(part => ({
        line: below?.line ?? 0,
        text: plainText(part.textContent),
        clickable: part.tagName === 'A',
      }));
    })
    .filter(lens => lens.text !== '' && lens.text !== '|');
}

/** The source lines that are scrolled into sight. */
export function readLines(): SourceLine[] {
  return placedLines(activeEditor()).map(({ line, element }) => ({
    line,
    text: element.textContent.replaceAll('\u00a0', ' ').replaceAll('\u200b', ''),
  }));
}

/** The middle of a word in a line's source, or else of an annotation behind it that contains the word. */
export function findPlaceInLine(line: number, text: string): Place | undefined {
  const element = placedLines(activeEditor()).find(placed => placed.line === line)?.element;
  if (!element) return undefined;
  const annotation = findAll('span', element).find(span => textBehind(span).includes(text));
  const box =
    rangeOf(element, text)?.getBoundingClientRect() ?? annotation?.getBoundingClientRect();
  return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** The path of the file in the active tab. */
export function readActiveFile(): string | undefined {
  const label = find('.editor-group-container.active .tab.active .monaco-icon-label');
  return label?.getAttribute('aria-label') ?? undefined;
}

function activeEditor(): HTMLElement | undefined {
  return find('.part.editor .editor-group-container.active .editor-instance .monaco-editor');
}

function rightEdge(editor: HTMLElement): number {
  const edge = find('.minimap', editor) ?? find('.overflow-guard', editor) ?? editor;
  const { left, right, width } = edge.getBoundingClientRect();
  return edge.classList.contains('minimap') && width > 0 ? left : right;
}

function placedLines(editor: HTMLElement | undefined): PlacedLine[] {
  if (!editor) return [];
  const numbers = new Map<number, number>();
  for (const element of findAll('.margin-view-overlays .line-numbers', editor)) {
    const row = element.parentElement;
    if (row) numbers.set(topOf(row), Number(element.textContent));
  }
  const lines: PlacedLine[] = [];
  for (const element of findAll('.view-lines > .view-line', editor)) {
    const top = topOf(element);
    const line = numbers.get(top);
    if (line) lines.push({ line, element, top: element.getBoundingClientRect().top });
  }
  return lines.sort((a, b) => a.top - b.top);
}

function topOf(element: HTMLElement): number {
  return Math.round(element.getBoundingClientRect().top);
}

// The source of a line is spread over many spans.
function rangeOf(line: HTMLElement, text: string): Range | undefined {
  const start = line.textContent.replaceAll('\u00a0', ' ').indexOf(text);
  if (start < 0) return undefined;
  const range = document.createRange();
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + (node.nodeValue?.length ?? 0);
    if (before <= start && start < after) range.setStart(node, start - before);
    if (before < start + text.length && start + text.length <= after)
      range.setEnd(node, start + text.length - before);
    before = after;
  }
  return range;
}

// The text that a style sheet puts behind an element.
function textBehind(element: HTMLElement): string {
  return plainText(decodeContent(getComputedStyle(element, '::after').content));
}

// A CSS string as computed: in double quotes, with quotes and backslashes escaped.
function decodeContent(content: string): string {
  const text = /^"([^]*)"$/.exec(content)?.[1] ?? '';
  return text.replace(/\\([0-9a-f]{1,6} ?|[^])/gi, (_, escaped: string) =>
    /^[0-9a-f]/i.test(escaped) ? String.fromCodePoint(parseInt(escaped, 16)) : escaped,
  );
}
