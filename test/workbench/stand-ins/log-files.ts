/**
 * Stands in for the native module `@vscode/spdlog` in the installed workbench: VS Code writes its logs and the
 * output channels of extensions through it. Same functions, plain appends.
 */
import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;

/** The version of the module's interface. */
export const version = 1;

/** Every message is written at once, so there is nothing to set. */
export function setFlushOn(): void {
  // Nothing waits to be written.
}

/** The level of each logger is its own. */
export function setLevel(): void {
  // See Logger.setLevel.
}

/** One log file. Levels are numbers, from 0 (trace) to 6 (off). */
export class Logger {
  private level = 2;
  private plain = false;
  private readonly file: string;

  constructor(...[, , file]: [type: string, name: string, file: string]) {
    this.file = file;
  }

  trace(message: string): void {
    this.write(0, message);
  }
  debug(message: string): void {
    this.write(1, message);
  }
  info(message: string): void {
    this.write(2, message);
  }
  warn(message: string): void {
    this.write(3, message);
  }
  error(message: string): void {
    this.write(4, message);
  }
  critical(message: string): void {
    this.write(5, message);
  }

  getLevel(): number {
    return this.level;
  }
  setLevel(level: number): void {
    this.level = level;
  }
  /** The pattern is always VS Code's own: date, time, level, message. */
  setPattern(): void {
    this.plain = false;
  }
  /** Writes messages as they are: what output channels ask for. */
  clearFormatters(): void {
    this.plain = true;
  }
  /** Every message is already in the file. */
  flush(): void {
    this.write(LEVELS.length, '');
  }
  drop(): void {
    this.level = LEVELS.length;
  }

  private write(level: number, message: string): void {
    if (level < this.level || level >= LEVELS.length) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(
      this.file,
      this.plain ? message : `${time} [${LEVELS[level] ?? 'info'}] ${message}\n`,
    );
  }
}

/** Opens a log file, creating its folder. */
export async function createRotatingLogger(name: string, file: string): Promise<Logger> {
  await mkdir(dirname(file), { recursive: true });
  appendFileSync(file, '');
  return new Logger('rotating', name, file);
}

/** Opens a log file, creating its folder. */
export async function createAsyncRotatingLogger(name: string, file: string): Promise<Logger> {
  return createRotatingLogger(name, file);
}
