// Files of environment variables, as `node --env-file` reads them. Older editors have a Node.js without `util.parseEnv`.
//
//   # where it listens
//   export PORT=8080   # a comment
//   GREETING="two\nlines"
//   KEY='as it is,
//   over several lines'

/** A name, and a value in quotes or up to the end of the line. */
const VARIABLE =
  /^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=[^\S\n]*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|([^\n]*))/gm;

/** The variables by name; the last word on each holds. What is no assignment is left out. */
export function parseEnvFile(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const found of text.replace(/\r\n?/g, '\n').matchAll(VARIABLE)) {
    const [, name = '', single, double, back, bare = ''] = found;
    variables[name] = single ?? double?.replaceAll('\\n', '\n') ?? back ?? withoutComment(bare);
  }
  return variables;
}

function withoutComment(bare: string): string {
  return bare.replace(/#.*$/, '').trim();
}
