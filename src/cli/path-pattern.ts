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
  if (part.startsWith('[') && part.length > 2) return translateSet(part.slice(1, -1));
  return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A range that runs backwards holds nothing; a set of nothing matches nothing, and its opposite anything. */
function translateSet(body: string): string {
  const negated = body.startsWith('!');
  const set = (negated ? body.slice(1) : body)
    .replace(/(.)-(.)/gs, (range, from: string, to: string) => (from > to ? '' : range))
    .replace(/[\\\]^[]/g, '\\$&');
  if (set === '') return negated ? '.' : '(?!)';
  return `[${negated ? '^' : ''}${set}]`;
}
