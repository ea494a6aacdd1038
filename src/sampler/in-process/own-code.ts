// Which code is ours: it runs in the same thread as the program's, and must not show in its profile.

import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where the thread that asks for call lines starts, beside the library or, from source, in `dist`. */
const RELAY = join('target', 'call-lines-relay.cjs');

// Not by `new URL(…, import.meta.url)`, which bundlers take for a file that they are to copy.
const here = dirname(findOwnPath());
const fromSource = here.endsWith(join('src', 'sampler', 'in-process'));

/** The folder of the library's files: `dist`, or `src` when it is run from source. */
export const OWN_FOLDER = fromSource ? resolve(here, '..', '..') : here;

const relay = join(fromSource ? resolve(OWN_FOLDER, '..', 'dist') : here, RELAY);

/** Path of the call-line relay; `null` where the library was bundled into something else, which leaves it out. */
export const RELAY_PATH = existsSync(relay) ? relay : null;

/** A program that bundles the library has the program's own code in the same file: nothing of it may be left out. */
const prefixes =
  fromSource || RELAY_PATH !== null ? [OWN_FOLDER + sep, pathToFileURL(OWN_FOLDER + sep).href] : [];

/** A program that was bundled to CommonJS may have no URL of its own. */
function findOwnPath(): string {
  const url = import.meta.url as string | undefined;
  return url?.startsWith('file:') === true ? fileURLToPath(url) : resolve('bundle.js');
}

/** Whether this script of Node.js' tells ours, and those of others, of promises and contexts. */
export function isHookDispatcher(url: string): boolean {
  return url === 'node:internal/async_hooks' || url === 'node:internal/promise_hooks';
}

/** Whether this script is part of Hotpath, or of what it samples with. Takes a URL or a path. */
export function isOwnUrl(url: string): boolean {
  if (url.startsWith('hotpath:') || url.includes('/node_modules/v8-profiler-next/')) return true;
  return prefixes.some(prefix => url.startsWith(prefix));
}
