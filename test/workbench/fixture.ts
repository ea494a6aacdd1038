/** Builds the fixture extension, for the tests of the harness itself. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { temporaryRoot } from './folders.ts';

/** Builds the extension into a new folder, which the process removes when it ends. Returns the folder. */
export async function buildFixtureExtension(): Promise<string> {
  const source = fileURLToPath(new URL('fixture-extension', import.meta.url));
  const folder = mkdtempSync(join(temporaryRoot(), 'hotpath-fixture-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(join(source, 'package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(folder, 'dist/extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return folder;
}
