// Which code is ours: it runs in the same thread as the program's, and must not show in its profile.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the thread that asks for call lines starts, beside the library or, from source, in `dist`. */
const RELAY = 'target/call-lines-relay.cjs';

const here = new URL('.', import.meta.url).href;
const fromSource = here.endsWith('/src/sampler/in-process/');
const root = fromSource ? new URL('../../', here).href : here;
const relay = new URL(RELAY, fromSource ? new URL('../../../dist/', here) : here);

/** Path of the call-line relay; `null` where the library was bundled into something else, which leaves it out. */
export const RELAY_PATH = existsSync(relay) ? fileURLToPath(relay) : null;

/** A program that bundles the library has the program's own code in the same file: nothing of it may be left out. */
const prefixes = fromSource || RELAY_PATH !== null ? [root, fileURLToPath(root)] : [];

/** Whether this script is part of Hotpath, or of what it samples with. Takes a URL or a path. */
export function isOwnUrl(url: string): boolean {
  if (url.startsWith('hotpath:') || url.includes('/node_modules/v8-profiler-next/')) return true;
  return prefixes.some(prefix => url.startsWith(prefix));
}
