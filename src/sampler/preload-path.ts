// Where the code for the target lies: beside the bundle that this is part of, or in `dist` when run from source.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of the script that a target loads before its first line. Throws when the build is incomplete. */
export function findPreload(): string {
  for (const place of ['./target/preload.cjs', '../../dist/target/preload.cjs']) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error('dist/target/preload.cjs is missing: run npm run build.');
}
