// The terminal in which profiled programs run: a real one, whose "shell" is our host script. It is used again by the
// next run.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TerminalSpec, WaitingTerminal } from '../../adapter/recorder.ts';
import { ProfileError } from '../../model/errors.ts';
import { HostConnection } from './host-connection.ts';
import { SOCKET_VARIABLE } from './terminal-protocol.ts';

/** A terminal that takes longer than this to come up is not coming. */
const PATIENCE_MS = 20_000;

/** Opens terminals and keeps the one that is open. */
export class ProgramTerminal implements vscode.Disposable {
  #open: OpenTerminal | undefined;
  readonly #closing: vscode.Disposable;

  constructor(private readonly hostScript: string) {
    this.#closing = vscode.window.onDidCloseTerminal(closed => {
      if (closed === this.#open?.terminal) this.#forget();
    });
  }

  /**
   * A spawner that starts programs in the terminal, and the environment that they should have there. Shows the
   * terminal and leaves the focus where it is. Rejects with a `ProfileError` (`connection`).
   */
  async prepare(spec: TerminalSpec): Promise<WaitingTerminal> {
    if (this.#open?.host.isOpen !== true) {
      this.#close();
      this.#open = await this.#create(spec);
    }
    const { terminal, host } = this.#open;
    terminal.show(true);
    return { spawner: spawned => host.run(spawned), env: host.env };
  }

  /** Brings the terminal to the front, if there is one. */
  show(): void {
    this.#open?.terminal.show();
  }

  dispose(): void {
    this.#closing.dispose();
    this.#close();
  }

  #close(): void {
    const terminal = this.#open?.terminal;
    this.#forget();
    terminal?.dispose();
  }

  #forget(): void {
    this.#open?.host.close();
    this.#open = undefined;
  }

  async #create({ nodePath, cwd }: TerminalSpec): Promise<OpenTerminal> {
    const listening = await listen();
    const terminal = vscode.window.createTerminal({
      name: 'Hotpath',
      shellPath: nodePath,
      shellArgs: [this.hostScript],
      cwd,
      env: { [SOCKET_VARIABLE]: listening.path },
      iconPath: new vscode.ThemeIcon('flame'),
      isTransient: true,
    });
    try {
      terminal.show(true);
      const host = await HostConnection.open(await listening.accept());
      return { terminal, host };
    } catch (error) {
      terminal.dispose();
      throw error;
    } finally {
      await listening.close();
    }
  }
}

interface OpenTerminal {
  readonly terminal: vscode.Terminal;
  readonly host: HostConnection;
}

/** A local socket that nobody else can find or open, for one connection. */
async function listen(): Promise<Listening> {
  const folder = await mkdtemp(join(tmpdir(), 'hotpath-'));
  const path =
    process.platform === 'win32' ? `\\\\.\\pipe\\hotpath-${randomUUID()}` : join(folder, 'host');
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    path,
    accept: () => acceptOne(server),
    close: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Listening {
  readonly path: string;
  accept(): Promise<Socket>;
  close(): Promise<void>;
}

function acceptOne(server: Server): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ProfileError('connection', 'The terminal for the program did not open.'));
    }, PATIENCE_MS);
    server.once('connection', socket => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}
