/** Finding elements and their plain text. */

type Scope = Document | Element;

/** All elements that match, in document order. */
export function findAll(selector: string, scope: Scope = document): HTMLElement[] {
  return [...scope.querySelectorAll<HTMLElement>(selector)];
}

/** The first element that matches. */
export function find(selector: string, scope: Scope = document): HTMLElement | undefined {
  return scope.querySelector<HTMLElement>(selector) ?? undefined;
}

/** The text of the first element that matches, or the empty string. */
export function textOf(selector: string, scope: Scope = document): string {
  return plainText(find(selector, scope)?.textContent ?? '');
}

/** The texts of all elements that match. */
export function textsOf(selector: string, scope: Scope = document): string[] {
  return findAll(selector, scope).map(element => plainText(element.textContent));
}

/** An attribute of the first element that matches, or the empty string. */
export function attributeOf(name: string, selector: string, scope: Scope = document): string {
  return find(selector, scope)?.getAttribute(name) ?? '';
}

/** Text as a person reads it: one space between words, none around them. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The icon names (`flame`) that the element's own class names hold. */
export function iconNames(element: Element | undefined): string[] {
  const names = [...(element?.classList ?? [])].filter(name => name.startsWith('codicon-'));
  return names
    .map(name => name.slice('codicon-'.length))
    .filter(name => !name.startsWith('modifier-'));
}

/** Whether the element takes up room on the screen. */
export function isVisible(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
}
