// What the output can show: colours and Unicode.

/** Environment variables. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Where a report goes, as far as it matters here. */
interface Output {
  readonly isTTY?: boolean;
}

/** Whether a report on this stream is coloured when the user did not say: on terminals that can. */
export function wantsColor(env: Environment, stream: Output): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Whether the locale (or, without one, the platform) can show Unicode. */
export function wantsUnicode(env: Environment): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(value => (value ?? '') !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Whether the stream is a terminal whose cursor can be moved. */
export function canMoveCursor(env: Environment, stream: Output): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
