// Shell patterns for paths, as `--hide` and `--show` take them.

/**
 * A regular expression that matches the whole of a path with forward slashes. `*` stands for any characters, slashes
 * too; `?` for one; `[abc]`, `[a-z]` and `[!abc]` for one of a set. A pattern's own backslashes are slashes.
 */
export function globToRegex(glob: string): RegExp {
  const parts = glob.replaceAll('\\', '/').match(/\*+|\?|\[!?\]?[^\]]*\]|[^*?[]+|\[/g) ?? [];
  return new RegExp(`^(?:${parts.map(translate).join('')})$`, 's');
}

function translate(part: string): string {
  if (part.startsWith('*')) return '.*';
  if (part === '?') return '.';
  if (part.startsWith('[') && part.length > 2) {
    const negated = part.startsWith('[!');
    const set = part.slice(negated ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&');
    return `[${negated ? '^' : ''}${set}]`;
  }
  return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
