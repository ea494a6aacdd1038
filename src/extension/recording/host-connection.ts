// The extension's end of the line to the host script in a terminal.

import type { Socket } from 'node:net';
import { ProfileError } from '../../model/errors.ts';
import type { ExitStatus } from '../../model/session.ts';
import type { SpawnedProgram, SpawnSpec } from '../../sampler/program.ts';
import { readHostMessages, sendMessage } from './terminal-protocol.ts';
import type { HostMessage } from './terminal-protocol.ts';

/** One program at a time runs over a connection. */
export class HostConnection {
  readonly env: Readonly<Record<string, string>>;
  #listener: (message: HostMessage) => void = ignore;
  #isOpen = true;

  private constructor(
    private readonly socket: Socket,
    env: Readonly<Record<string, string>>,
  ) {
    this.env = env;
    socket.once('close', () => {
      this.#isOpen = false;
      // Whoever closes the terminal ends the program in it.
      this.#listener({ type: 'exited', code: null, signal: 'SIGHUP' });
    });
  }

  /** Waits until the host has told its environment. Rejects with a `ProfileError` (`connection`). */
  static open(socket: Socket): Promise<HostConnection> {
    return new Promise((resolve, reject) => {
      let connection: HostConnection | undefined;
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        reject(new ProfileError('connection', 'The terminal for the program was closed.'));
      });
      readHostMessages(socket, message => {
        if (message.type !== 'ready') {
          if (connection !== undefined) connection.#listener(message);
          return;
        }
        connection = new HostConnection(socket, message.env);
        resolve(connection);
      });
    });
  }

  /** Whether the host is still there. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Starts a program. Rejects with a `ProfileError` (`connection`) when the host cannot. */
  run(spec: SpawnSpec): Promise<SpawnedProgram> {
    return new Promise((resolve, reject) => {
      let settle: (status: ExitStatus) => void = ignore;
      const exited = new Promise<ExitStatus>(settleExit => (settle = settleExit));
      const kill = (signal: NodeJS.Signals): void => {
        sendMessage(this.socket, { type: 'kill', signal });
      };
      this.#listener = message => {
        if (message.type === 'started') resolve({ exited, kill });
        else if (message.type === 'failed') reject(cannotRun(message.reason));
        else if (message.type === 'exited') {
          reject(cannotRun('the terminal was closed'));
          settle({ code: message.code, signal: message.signal });
        }
      };
      if (this.#isOpen) sendMessage(this.socket, { type: 'run', spec });
      else reject(cannotRun('the terminal was closed'));
    });
  }

  /**
   * Hangs up, as a terminal does that is closed: a program that still runs is told so. The editor itself may leave a
   * terminal behind when a window is loaded again, where nobody would see or stop the program any more.
   */
  close(): void {
    sendMessage(this.socket, { type: 'kill', signal: 'SIGHUP' });
    this.socket.end();
  }
}

function cannotRun(reason: string): ProfileError {
  return new ProfileError('connection', `The program could not be started: ${reason}.`);
}

function ignore(): void {
  // Nobody is listening yet, or any more.
}
