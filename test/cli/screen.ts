// A terminal as far as the status line uses one: rows that scroll within a region, and a cursor that is saved.

/** What a terminal would show after all that was written to it. */
export class Screen {
  readonly #rows: string[];
  #region: [number, number];
  #cursor = { row: 0, column: 0 };
  #saved = { row: 0, column: 0 };

  constructor(rows: number) {
    this.#rows = Array.from({ length: rows }, () => '');
    this.#region = [0, rows - 1];
  }

  /** The rows from the top, without what is empty at the end. */
  get text(): string {
    return this.#rows
      .map(row => row.trimEnd())
      .join('\n')
      .trimEnd();
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return this.#cursor;
  }

  write(data: string): void {
    const ESCAPE = '\u001b';
    const tokens = data.match(
      new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]|${ESCAPE}.|[^${ESCAPE}]`, 'g'),
    );
    for (const token of tokens ?? []) {
      if (token.startsWith(`${ESCAPE}[`)) this.#control(token.at(-1) ?? '', token.slice(2, -1));
      else if (token === `${ESCAPE}7`) this.#saved = { ...this.#cursor };
      else if (token === `${ESCAPE}8`) this.#cursor = { ...this.#saved };
      else if (token === `${ESCAPE}D`) this.#down();
      else if (token === '\n') {
        this.#down();
        this.#cursor.column = 0;
      } else this.#put(token);
    }
  }

  #control(name: string, parameters: string): void {
    const [first = 0, second = 0] = parameters.split(';').map(Number);
    if (name === 'H') this.#cursor = { row: first - 1, column: second - 1 };
    else if (name === 'A') this.#cursor.row = Math.max(0, this.#cursor.row - first);
    else if (name === 'K' && first === 2) this.#rows[this.#cursor.row] = '';
    else if (name === 'r') {
      this.#region = parameters === '' ? [0, this.#rows.length - 1] : [first - 1, second - 1];
      this.#cursor = { row: 0, column: 0 };
    } else if (name !== 'm') throw new Error(`Not in this terminal: ${name}`);
  }

  #down(): void {
    const [top, bottom] = this.#region;
    if (this.#cursor.row !== bottom) {
      this.#cursor.row = Math.min(this.#cursor.row + 1, this.#rows.length - 1);
      return;
    }
    this.#rows.splice(top, 1);
    this.#rows.splice(bottom, 0, '');
  }

  #put(character: string): void {
    const { row, column } = this.#cursor;
    const text = (this.#rows[row] ?? '').padEnd(column);
    this.#rows[row] = text.slice(0, column) + character + text.slice(column + 1);
    this.#cursor.column++;
  }
}
