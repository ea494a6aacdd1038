/**
 * `npm start`: opens VS Code on the examples with this extension.
 *
 *     npm start                         the installed `code`, else the workbench in the browser
 *     npm start -- --browser            the workbench in the browser, in any case
 *     npm start -- --headless [file]    without a person: profiles a file in the workbench, prints what the editor shows
 *     npm start -- [--browser] folder   another folder than examples/
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from './folders.ts';
import { profileHeadless } from './headless.ts';
import { installVsCode } from './install.ts';
import { findOnPath, runNpm } from './processes.ts';
import { say, sayError, step } from './progress.ts';
import { WorkbenchServer } from './server.ts';

const EXAMPLES = join(REPOSITORY, 'examples');
const EXAMPLE = join(EXAMPLES, 'report.ts');

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { headless: { type: 'boolean' }, browser: { type: 'boolean' } },
    allowPositionals: true,
  });
  const path = existing(positionals[0]);
  await step('Building Hotpath', () => runNpm(['run', 'build'], REPOSITORY));
  if (values.headless) return profileHeadless(path ?? EXAMPLE);
  const code = values.browser ? undefined : findOnPath(['code', 'code.cmd']);
  return code === undefined ? serve(path ?? EXAMPLES) : openCode(code, path ?? EXAMPLES);
}

// npm runs scripts in the repository's folder; the user's own is in INIT_CWD.
function existing(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const absolute = resolve(process.env['INIT_CWD'] ?? '.', path);
  if (!existsSync(absolute)) throw new Error(`${absolute} does not exist.`);
  return realpathSync(absolute);
}

async function openCode(code: string, folder: string): Promise<number> {
  say(`Opening ${folder} in VS Code with Hotpath`);
  const args = [`--extensionDevelopmentPath=${REPOSITORY}`, folder];
  const child = spawn(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}

async function serve(folder: string): Promise<number> {
  const installed = await installVsCode();
  const ended = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map(signal => once(process, signal)));
  const server = await WorkbenchServer.start(installed, {
    extension: REPOSITORY,
    // The address lets whoever has it run programs as this user.
    token: randomBytes(16).toString('hex'),
  });
  console.log(`\nVS Code with Hotpath is at\n\n  ${server.pageAddress(folder)}\n\nCtrl-C ends it.`);
  await ended;
  await server.stop();
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
