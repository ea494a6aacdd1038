// Where a function ends. A session says where its functions begin; whether one was changed since the run is a question
// about its whole text. Brackets are counted from the function's start: it ends with the line at whose end as many
// are closed as were opened. That needs no parser, works for JavaScript and TypeScript alike, and in a text that has
// syntax errors at the moment.

type Mode = 'code' | 'template' | 'comment';

/** What ends a line in the middle of an expression, and what begins a line that continues one. */
const OPEN_END = /(?:=>|[-+*/%&|?:<>=(,])\s*$/;
const CONTINUED_START = /^\s*(?:[.?:&|+*/%=]|\{)/;
const CLOSED_END = /[;,}\])]\s*$/;
/** After these a slash begins a regular expression, not a division. */
const BEFORE_REGEX = '-+*/%&|?:<>=(,;{[!~}';
const WORDS_BEFORE_REGEX = ['return', 'typeof', 'case', 'of', 'in', 'void', 'yield', 'await'];
const LONGEST_WORD = Math.max(...WORDS_BEFORE_REGEX.map(word => word.length));
/** Lines from this length on are a minifier's: many functions on one, and no types between parameters and body. */
const MINIFIED = 1_000;

/**
 * The line, from 1, with which the function ends that begins at `line` and `column` (from 1). A function whose end
 * cannot be found ends with the text.
 */
export function findFunctionEnd(lines: readonly string[], line: number, column: number): number {
  const scanner = new DepthScanner();
  for (let at = line - 1; at < lines.length; at++) {
    const text = lines[at] ?? '';
    const from = at === line - 1 ? Math.min(column - 1, text.length) : 0;
    if (scanner.scan(text, from)) return at + 1;
    if (scanner.isBalanced && !isContinued(lines, at)) return at + 1;
  }
  return Math.max(line, lines.length);
}

/** `function f()` with its brace on the next line, an arrow with its body there, an expression over several lines. */
function isContinued(lines: readonly string[], at: number): boolean {
  const text = lines[at] ?? '';
  const next = lines[at + 1];
  if (next === undefined) return false;
  if (/\)\s*$/.test(text) && /^\s*(?:\{|\.|=>)/.test(next)) return true;
  if (CLOSED_END.test(text)) return false;
  return OPEN_END.test(text) || CONTINUED_START.test(next);
}

/** Counts brackets over lines, past strings, templates, comments and regular expressions. */
class DepthScanner {
  #depth = 0;
  #lowest = 0;
  #mode: Mode = 'code';
  /** The depths at which `${` was opened: closing back to one returns into its template. */
  readonly #templates: number[] = [];

  /** Everything that was opened is closed again. */
  get isBalanced(): boolean {
    return this.#depth <= 0 && this.#mode === 'code' && this.#templates.length === 0;
  }

  /**
   * Goes on to the end of the line. Whether the function is over before: something was closed that had been open before
   * its start; or its body was, on a line with so many others that each cannot be read to the line's end.
   */
  scan(text: string, from: number): boolean {
    const isMinified = text.length >= MINIFIED;
    let at = from;
    while (at < text.length) {
      const isBrace = text.charAt(at) === '}';
      at = this.#step(text, at);
      if (this.#lowest < 0 || (isMinified && isBrace && this.isBalanced)) return true;
    }
    return false;
  }

  #step(text: string, at: number): number {
    if (this.#mode === 'comment') return this.#skipTo(text, at, '*/');
    if (this.#mode === 'template') return this.#stepTemplate(text, at);
    const char = text.charAt(at);
    if (char === '"' || char === "'") return skipQuoted(text, at);
    if (char === '`') this.#mode = 'template';
    else if (char === '/') return this.#stepSlash(text, at);
    else if ('([{'.includes(char)) this.#depth++;
    else if (')]}'.includes(char)) this.#close();
    return at + 1;
  }

  #stepTemplate(text: string, at: number): number {
    const char = text.charAt(at);
    if (char === '\\') return at + 2;
    if (char === '`') this.#mode = 'code';
    if (char !== '$' || text.charAt(at + 1) !== '{') return at + 1;
    this.#templates.push(this.#depth);
    this.#depth++;
    this.#mode = 'code';
    return at + 2;
  }

  #stepSlash(text: string, at: number): number {
    const next = text.charAt(at + 1);
    if (next === '/') return text.length;
    if (next === '*') {
      this.#mode = 'comment';
      return at + 2;
    }
    return beginsRegex(text, at) ? skipRegex(text, at) : at + 1;
  }

  #close(): void {
    this.#depth--;
    this.#lowest = Math.min(this.#lowest, this.#depth);
    if (this.#templates.at(-1) !== this.#depth) return;
    this.#templates.pop();
    this.#mode = 'template';
  }

  #skipTo(text: string, at: number, end: string): number {
    const found = text.indexOf(end, at);
    if (found < 0) return text.length;
    this.#mode = 'code';
    return found + end.length;
  }
}

/** Past the closing quote, or to the end of the line: a string never goes on there. */
function skipQuoted(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at + 1;
  }
  return text.length;
}

/** Tells by what stands before the slash. */
function beginsRegex(text: string, slash: number): boolean {
  let end = slash;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  if (end === 0 || BEFORE_REGEX.includes(text.charAt(end - 1))) return true;
  const [word = ''] = /\w*$/.exec(text.slice(Math.max(0, end - LONGEST_WORD - 1), end)) ?? [];
  return WORDS_BEFORE_REGEX.includes(word);
}

/** Past the closing slash; when there is none on this line, it was no regular expression. */
function skipRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return start + 1;
}
