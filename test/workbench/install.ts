/**
 * Makes a real VS Code workbench available: its server, the Node.js that runs the server, and a browser.
 *
 *     <cache>/vscode-4.100.3-linux-x64-<recipe>/   the server, from the npm package `code-server` (VS Code 1.100)
 *     <cache>/node-20-linux-x64/                   only where the running Node.js cannot run the server
 *
 * A folder is filled under a temporary name and renamed when complete, its marker file written last: a half-done
 * install is never taken for a whole one. `tsx test/workbench/install.ts` installs from the command line.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.ts';
import { cacheFolder } from './folders.ts';
import { fillOnce } from './fill-once.ts';
import { runNpm } from './processes.ts';
import { say, step } from './progress.ts';
import { installServer } from './install-server.ts';

/** Majors of Node.js that VS Code 1.100's server was seen to work on. */
const NODES_FOR_SERVER = [20, 22, 24];

/** An installed VS Code server and the Node.js that runs it. */
export interface InstalledServer {
  /** The folder with `out/server-main.js`. */
  readonly root: string;
  /** The Node.js binary to run it with. */
  readonly node: string;
}

/** Everything a test in the browser needs. */
export interface InstalledWorkbench {
  readonly server: InstalledServer;
  /** The browser's binary. */
  readonly chromium: string;
}

/** Installs what is missing for tests in the workbench. Errors say what the user can do. */
export async function installWorkbench(): Promise<InstalledWorkbench> {
  const server = await installVsCode();
  return { server, chromium: await findChromium() };
}

/** Installs what is missing to run VS Code's server, without a browser. */
export async function installVsCode(): Promise<InstalledServer> {
  return { root: await installServer(cacheFolder()), node: await installNode() };
}

async function installNode(): Promise<string> {
  const major = Number(process.versions.node.split('.')[0]);
  if (NODES_FOR_SERVER.includes(major)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), name.replace('node-', 'node-20-'));
  await fillOnce(folder, partial =>
    step(
      `Fetching Node.js 20 to run the workbench (this is Node.js ${process.versions.node})`,
      () =>
        runNpm(
          [
            'install',
            '--prefix',
            '.',
            '--no-save',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            `${name}@20`,
          ],
          partial,
        ),
    ),
  );
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return join(folder, 'node_modules', name, binary);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { server, chromium } = await installWorkbench();
  say(`Workbench: ${server.root}\nNode.js:   ${server.node}\nBrowser:   ${chromium}`);
}
