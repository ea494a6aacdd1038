// Writes the reports of requests into a folder, under names that are safe whatever was asked for.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionOf, ProfileError, render } from '../index.ts';
import type { Renderer } from '../index.ts';
import { safeName } from '../safe-name.ts';
import { writeWholeFile } from '../write-file.ts';
import type { ReportInfo } from './options.ts';

/** Where a report goes. */
export interface ReportPlace<Request> {
  readonly dir: string;
  readonly renderer: Renderer;
  readonly filename?: (info: ReportInfo<Request>) => string;
}

/** Names that are being written. */
const taken = new Set<string>();

/** Writes the report; settles with its path. Rejects when the name is no text, or as `node:fs` does. */
export async function writeReport<Request>(
  about: Omit<ReportInfo<Request>, 'durationMs' | 'extension'>,
  { dir, renderer, filename = defaultName }: ReportPlace<Request>,
): Promise<string> {
  const extension = extensionOf(renderer);
  const durationMs = about.session.meta.durationUs / 1000;
  const name: unknown = filename({ ...about, durationMs, extension });
  if (typeof name !== 'string') {
    throw new ProfileError('bad-option', 'The option filename must give a text.');
  }
  const output = render(about.session, renderer);
  await mkdir(dir, { recursive: true });
  const path = takePath(dir, safeName(name, extension));
  try {
    await writeWholeFile(path, output);
  } finally {
    taken.delete(path);
  }
  return path;
}

function defaultName({
  durationMs,
  method,
  url,
  startTime,
  extension,
}: ReportInfo<unknown>): string {
  const path = readable(url.split('?')[0] ?? '');
  return `${(durationMs / 1000).toFixed(3)}s ${method} ${path.slice(0, 100)} ${startTime.getTime()}.${extension}`;
}

/** The path as a person would write it. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // Whatever was asked for need not be valid.
  }
}

/** The path, with a number where it is there already. */
function takePath(dir: string, name: string): string {
  const dot = name.indexOf('.', Math.max(0, name.length - 20));
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? name : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
    const path = join(dir, numbered);
    if (taken.has(path) || existsSync(path)) continue;
    taken.add(path);
    return path;
  }
}
