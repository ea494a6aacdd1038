// The name of a function by the text of its source, for code from which a minifier has taken all names.

/** `function load(`, after whatever may stand before it. */
const DECLARATION = /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*([$\w]+)/;
/** An arrow function, or a function without a name. */
const NAMELESS = /^(?:async\b\s*)?(?:\((?!\()|[$\w]+\s*=>|function\b\s*\*?\s*\()/;
/** `const load: Load = ` and `private load = `, before a function without a name. */
const DEFINITION =
  /^\s*(?:(?:export|const|let|var|public|private|protected|static|readonly|override)\s+)*(#?[$\w]+)\s*[?!]?(?::[^;]*)?=\s*(?:async\s*)?$/;
/** `this.load = ` and `let a = 1, load = `, likewise. */
const ASSIGNMENT = /[.,]\s*(#?[$\w]+)\s*=\s*(?:async\s*)?$/;

/**
 * The name of the function that begins in a line's text at this column, from 1, or at its first parameter there;
 * `undefined` where it has none.
 */
export function declaredName(line: string, column: number): string | undefined {
  const isParameter = line[column - 2] === '(' && !NAMELESS.test(line.slice(column - 1));
  const start = isParameter ? column - 2 : column - 1;
  const [before, after] = [line.slice(0, start), line.slice(start)];
  const [, declared] = DECLARATION.exec(after) ?? [];
  if (declared !== undefined || !NAMELESS.test(after)) return declared;
  return (DEFINITION.exec(before) ?? ASSIGNMENT.exec(before))?.[1];
}
