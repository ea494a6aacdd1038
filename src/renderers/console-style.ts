// The signs and colours of the console report.

/** How the report may look. */
export interface StyleOptions {
  readonly unicode?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** What connects a node with its children. `branch` and `trunk` are for all but the last child. */
export interface Indents {
  readonly branch: string;
  readonly trunk: string;
  readonly lastBranch: string;
  readonly lastTrunk: string;
}

const UNICODE: Indents = { branch: '├─ ', trunk: '│  ', lastBranch: '└─ ', lastTrunk: '   ' };
const ASCII: Indents = { branch: '|- ', trunk: '|  ', lastBranch: '`- ', lastTrunk: '   ' };

/** Below the first frame of a folded group. */
export const FOLDED_INDENTS: Indents = indentsOf('      ');
/** Below a frame that is not shown. */
export const NO_INDENTS: Indents = indentsOf('');

/** The signs between parent and child. */
export function treeIndents(style: StyleOptions): Indents {
  return style.unicode === true ? UNICODE : ASCII;
}

/** What a piece of the report is, for its colour. */
export type Ink = 'heavy' | 'warm' | 'mild' | 'light' | 'application' | 'plain' | 'faint' | 'flame';

const END = '\u001b[0m';
const INKS: Readonly<Record<Ink, string>> = {
  heavy: '\u001b[31m',
  warm: '\u001b[33m',
  mild: '\u001b[32m',
  light: '\u001b[92m\u001b[2m',
  application: '\u001b[48;5;24m\u001b[38;5;15m',
  plain: '',
  faint: '\u001b[2m',
  flame: '\u001b[38;5;208m',
};

/** The text in its colour, or as it is where colours are off. */
export function paint(style: StyleOptions, ink: Ink, text: string): string {
  return style.color === true ? INKS[ink] + text + END : text;
}

/** The colour of a time that is this share of the whole. */
export function inkOfShare(share: number): Ink {
  if (share > 0.6) return 'heavy';
  if (share > 0.2) return 'warm';
  return share > 0.05 ? 'mild' : 'light';
}

function indentsOf(indent: string): Indents {
  return { branch: indent, trunk: indent, lastBranch: indent, lastTrunk: indent };
}
