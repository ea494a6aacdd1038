/**
 * Runs VS Code's server with the extension under test, on a fresh profile in a temporary folder:
 *
 *     <folder>/home, tmp     HOME and TMPDIR of the server and of what it starts
 *     <folder>/user          user settings, global and workspace storage, logs
 *     <folder>/server        the server's own data
 *     <folder>/exts          a copy of the extension, as installed
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { temporaryRoot } from './folders.ts';
import type { InstalledServer } from './install.ts';
import { installExtension } from './install-extension.ts';
import { endGroup, killGroup, plainEnvironment } from './processes.ts';

const READY_WITHIN_MS = 30_000;

/** VS Code settings, as in settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a server is started with. */
export interface ServerOptions {
  /** The extension's folder: built, with its package.json. */
  readonly extension: string;
  /** Trust every folder (the default), or start in restricted mode. */
  readonly trust?: 'trusted' | 'restricted';
  /** Settings besides `CALM`. */
  readonly settings?: Settings;
  /** Environment variables for the server and the extension, over the plain ones; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asked of the browser once, as `tkn` in the address. Without it anybody on this machine may connect. */
  readonly token?: string;
}

/** Settings that keep VS Code from doing what nobody asked for. */
export const CALM: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  // What desktop VS Code has by default; a browser's default is to save by itself.
  'files.autoSave': 'off',
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'terminal.integrated.gpuAcceleration': 'off',
  'security.workspace.trust.startupPrompt': 'never',
};

/** A running server. It ends with `stop()`, and at the latest with this process. */
export class WorkbenchServer {
  /** The folder of its profile. */
  readonly folder: string;
  private readonly address: string;
  private readonly token: string | undefined;
  private readonly child: ChildProcess;
  private changes: Settings = {};

  private constructor(parts: Running) {
    this.folder = parts.folder;
    this.address = parts.address;
    this.token = parts.options.token;
    this.child = parts.child;
    process.on('exit', this.abandon);
  }

  /** Starts a server and waits until it answers. */
  static async start(installed: InstalledServer, options: ServerOptions): Promise<WorkbenchServer> {
    const folder = mkdtempSync(join(temporaryRoot(), 'hotpath-vscode-'));
    try {
      prepareProfile(folder, options);
    } catch (error) {
      removeFolder(folder);
      throw error;
    }
    const port = await findFreePort();
    const child = spawnServer(installed, { folder, port, options });
    const address = `http://127.0.0.1:${port}`;
    const server = new WorkbenchServer({ folder, address, child, options });
    await server.waitUntilReady();
    return server;
  }

  /** The page that opens a workspace folder. */
  pageAddress(workspace: string): string {
    const token = this.token === undefined ? '' : `tkn=${this.token}&`;
    return `${this.address}/?${token}folder=${pathToFileURL(workspace).pathname}`;
  }

  /**
   * Changes settings: an open workbench takes them over within a moment. `undefined` removes a setting that was
   * changed here before. They are settings of the machine: those of the user are only read when a page opens.
   */
  changeSettings(changes: Settings): void {
    this.changes = { ...this.changes, ...changes };
    writeSettings(this.folder, 'Machine', this.changes);
  }

  /** What the extension host and the output channels of extensions have logged. */
  logs(): string {
    const logs = join(this.folder, 'user/logs');
    const files = readdirSync(logs, { recursive: true, encoding: 'utf8' });
    const ours = files.filter(file => /exthost\d*[\\/].*\.log$/.test(file)).sort();
    return ours.map(file => `--- ${file}\n${readFileSync(join(logs, file), 'utf8')}`).join('\n');
  }

  /** Ends the server with everything it started, and removes its folder. */
  async stop(): Promise<void> {
    process.off('exit', this.abandon);
    await endGroup(this.child);
    removeFolder(this.folder);
  }

  private readonly abandon = (): void => {
    killGroup(this.child);
    removeFolder(this.folder);
  };

  private async waitUntilReady(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answers(`${this.address}/version`))) {
      if (this.child.exitCode === null && performance.now() < deadline) continue;
      const output = readFileSync(join(this.folder, 'output.log'), 'utf8').slice(-2_000);
      await this.stop();
      throw new Error(`VS Code's server did not start. Its output ends with:\n${output}`);
    }
  }
}

interface Running {
  readonly folder: string;
  readonly address: string;
  readonly child: ChildProcess;
  readonly options: ServerOptions;
}

function prepareProfile(folder: string, options: ServerOptions): void {
  for (const name of ['home', 'tmp', 'user/User', 'user/Machine', 'server', 'exts'])
    mkdirSync(join(folder, name), { recursive: true });
  writeSettings(folder, 'User', { ...CALM, ...options.settings });
  writeSettings(folder, 'Machine', {});
  installExtension(options.extension, join(folder, 'exts'));
}

function spawnServer(
  installed: InstalledServer,
  start: { folder: string; port: number; options: ServerOptions },
): ChildProcess {
  const { folder, port, options } = start;
  const output = openSync(join(folder, 'output.log'), 'a');
  const child = spawn(
    installed.node,
    [
      join(installed.root, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
      ...['--server-data-dir', join(folder, 'server'), '--user-data-dir', join(folder, 'user')],
      ...['--extensions-dir', join(folder, 'exts'), '--disable-telemetry'],
      ...(options.token === undefined
        ? ['--without-connection-token']
        : ['--connection-token', options.token]),
      ...(options.trust === 'restricted' ? [] : ['--disable-workspace-trust']),
    ],
    {
      cwd: folder,
      env: serverEnvironment(folder, options),
      stdio: ['ignore', output, output],
      detached: process.platform !== 'win32',
    },
  );
  closeSync(output);
  return child;
}

function serverEnvironment(folder: string, options: ServerOptions): NodeJS.ProcessEnv {
  const temporary = join(folder, 'tmp');
  return {
    ...plainEnvironment(),
    EXTENSIONS_GALLERY: '{}',
    VSCODE_CLI: '1',
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: temporary,
    HOME: join(folder, 'home'),
    ...options.env,
  };
}

function writeSettings(folder: string, whose: 'User' | 'Machine', settings: Settings): void {
  const path = join(folder, 'user', whose, 'settings.json');
  writeFileSync(path, JSON.stringify(settings, null, 2));
}

// VS Code may still write its last words into the folder while it ends.
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch (error) {
    // Nothing listens yet.
    if (!(error instanceof TypeError)) throw error;
    await setTimeout(50);
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
