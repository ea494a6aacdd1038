// Makes text from a profiled program harmless: it must not move the cursor, colour the terminal or reverse a line.

/** Control characters, line breaks, and the marks that change the direction of text. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text with everything that would not be seen written as an escape: `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
