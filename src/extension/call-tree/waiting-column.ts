// The column of the call tree that tells waiting from work at a glance: at the right end of each row that waits stands
// a bar, as high as the part of the row's time that is waiting. Rows that mostly wait are in the colour of waiting.
//
//   <module>         1.1 s · 98 %   ⏳ 268 ms    ▂
//   └─ loadPrices    279 ms · 25 %  ⏳ 268 ms    █
//
// A tree row has no columns of its own; what the editor does give it is the badge that it shows beside a file's name.

import * as vscode from 'vscode';

const SCHEME = 'hotpath-waiting';
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A row that says it stands for this resource gets the bar for that part of its time, from 0 to 1. */
export function waitingResource(part: number, waitsMostly: boolean): vscode.Uri {
  const bar = Math.min(BARS.length - 1, Math.floor(part * BARS.length));
  return vscode.Uri.from({
    scheme: SCHEME,
    path: `/${bar}`,
    fragment: waitsMostly ? 'mostly' : '',
  });
}

/** Draws the bars. */
export function registerWaitingColumn(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme, path, fragment }) => {
      const badge = scheme === SCHEME ? BARS[Number(path.slice(1))] : undefined;
      if (badge === undefined) return undefined;
      const color = fragment === 'mostly' ? new vscode.ThemeColor('hotpath.waiting') : undefined;
      return new vscode.FileDecoration(badge, undefined, color);
    },
  });
}
