// Light or dark: as the editor's theme is, or else as the system is. The style sheet looks at `data-shade`.

import type { Shade } from '../frame-colors.ts';

/** The shade now, kept in the page's `data-shade` too. */
export function applyShade(): Shade {
  const shade = findShade();
  document.documentElement.dataset['shade'] = shade;
  return shade;
}

/** Calls `listener` whenever the theme changes, also within one shade. Returns the way to stop that. */
export function watchShade(listener: (shade: Shade) => void): () => void {
  const tell = (): void => {
    listener(applyShade());
  };
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', tell);
  const theme = new MutationObserver(tell);
  theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => {
    system.removeEventListener('change', tell);
    theme.disconnect();
  };
}

function findShade(): Shade {
  const { classList } = document.body;
  if (classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light'))
    return 'light';
  if (classList.contains('vscode-dark') || classList.contains('vscode-high-contrast'))
    return 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
