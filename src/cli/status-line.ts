// The line at the foot of the terminal while a program runs: elapsed time and samples.
//
// The program writes to the same terminal whenever it likes. So that neither overwrites the other, the last row is set
// apart: the terminal scrolls only the rows above it ("scroll region", as apt's progress bar does), the line is drawn
// there with the cursor saved and restored, and in the end the row is wiped and given back.

import type { Progress } from '../sampler/program.ts';
import type { OutputStream } from './host.ts';

/** A program this short needs no status. */
const DELAY_MS = 500;
const REFRESH_MS = 250;
/** Fewer rows than these are all the program's. */
const MIN_ROWS = 5;

const SAVE = '\u001b7';
const RESTORE = '\u001b8';
const ERASE_ROW = '\u001b[2K';
const WHOLE_SCREEN = '\u001b[r';
/** Down one row in the same column, scrolling at the foot, and up again. */
const MAKE_ROOM = '\u001bD\u001b[1A';

/** What the status line needs to know. */
export interface StatusLineOptions {
  readonly stream: OutputStream;
  readonly progress: () => Progress;
}

/** Shows the status, at most four times a second, until the function that is returned is called. */
export function showStatusLine(options: StatusLineOptions): () => void {
  const line = new StatusLine(options);
  let timer = setTimeout(function refresh() {
    line.draw();
    timer = setTimeout(refresh, REFRESH_MS);
    timer.unref();
  }, DELAY_MS);
  timer.unref();
  return () => {
    clearTimeout(timer);
    line.erase();
  };
}

/** The status as text: `hotpath  12.3 s  11,870 samples`. */
export function statusText({ elapsedUs, samples }: Progress): string {
  const count = samples.toLocaleString('en-US');
  return `hotpath  ${(elapsedUs / 1e6).toFixed(1)} s  ${count} sample${samples === 1 ? '' : 's'}`;
}

class StatusLine {
  readonly #options: StatusLineOptions;
  /** Rows of the terminal when the last one was set apart; 0 while it is not. */
  #rows = 0;

  constructor(options: StatusLineOptions) {
    this.#options = options;
  }

  draw(): void {
    const { stream, progress } = this.#options;
    const { rows = 0, columns = 80 } = stream;
    if (rows < MIN_ROWS) {
      this.erase();
      return;
    }
    const text = statusText(progress()).slice(0, columns - 1);
    const claim = rows === this.#rows ? '' : this.#claimLastRow(rows);
    stream.write(`${claim}${SAVE}${atRow(rows)}${ERASE_ROW}\u001b[2m${text}\u001b[0m${RESTORE}`);
  }

  erase(): void {
    if (this.#rows === 0) return;
    const { stream } = this.#options;
    stream.write(`${SAVE}${WHOLE_SCREEN}${atRow(this.#rows)}${ERASE_ROW}${RESTORE}`);
    this.#rows = 0;
  }

  /** Makes room below the cursor first: it may stand in the last row. Setting the region moves the cursor. */
  #claimLastRow(rows: number): string {
    const old = this.#rows;
    this.#rows = rows;
    // A terminal that grew still shows the old line where it was; one that shrank has lost it.
    const wipe = old > 0 && old < rows ? `${SAVE}${atRow(old)}${ERASE_ROW}${RESTORE}` : '';
    return `${wipe}${MAKE_ROOM}${SAVE}\u001b[1;${rows - 1}r${RESTORE}`;
  }
}

function atRow(row: number): string {
  return `\u001b[${row};1H`;
}
