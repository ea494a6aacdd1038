// Which npm package a file belongs to, told from its path alone.

const STORE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;
const YARN_CACHE =
  /[\\/]\.yarn[\\/](?:cache|unplugged)[\\/](@[^\\/]+?-)?([^\\/]+?)-(?:npm|virtual|patch)-/;

/**
 * Name of the package that the file is installed in: `express`, `@scope/name`. The innermost counts, so that package
 * stores such as pnpm's make no difference. `undefined` for files that are in no package.
 */
export function findPackageName(file: string): string | undefined {
  const name = STORE.exec(file)?.[1];
  if (name !== undefined) return name.replace('\\', '/');
  const [, scope, plain] = YARN_CACHE.exec(file) ?? [];
  if (plain === undefined) return undefined;
  return scope === undefined ? plain : `${scope.slice(0, -1)}/${plain}`;
}
