// Profiles every test and keeps the reports of the slow ones. Each runner's set-up file tells it when tests begin and end.
//
// Set by the environment, since runners start processes of their own:
//   HOTPATH_SLOW_TEST_MS    how long a test must take to have a report; default 300, 0: all of them
//   HOTPATH_TEST_DIR        where the reports go; default `.hotpath`
//   HOTPATH_TEST_RENDERER   `html` (default), `text`, `json`, `speedscope`, `cpuprofile`, `session`, …

import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { extensionOf, Profiler, render } from '../index.ts';
import type { RendererName } from '../index.ts';
import { safeName } from '../safe-name.ts';
import { writeWholeFile } from '../write-file.ts';

const DEFAULT_SLOW_MS = 300;

/** What a test is called. */
export interface TestName {
  /** Path of its file, where the runner tells it. */
  readonly file?: string | undefined;
  /** With its suites. */
  readonly name: string;
}

interface RunningTest {
  readonly profiler: Profiler;
  readonly startMs: number;
}

/** The tests of one process. Those that run side by side, or inside of one another, are told apart by a key each. */
export class SlowTests {
  readonly #slowMs = readMilliseconds(process.env['HOTPATH_SLOW_TEST_MS']);
  readonly #dir = process.env['HOTPATH_TEST_DIR'] ?? '.hotpath';
  readonly #renderer = (process.env['HOTPATH_TEST_RENDERER'] ?? 'html') as RendererName;
  readonly #running = new Map<unknown, RunningTest>();
  readonly #written = new Set<string>();

  /** A test begins. The whole thread is its: runners call tests from where no context reaches them. */
  begin(key: unknown = null): void {
    try {
      this.#running.get(key)?.profiler.reset();
      const profiler = new Profiler({ asyncMode: 'disabled' }).start();
      this.#running.set(key, { profiler, startMs: uptimeMs() });
    } catch (error) {
      warn(error);
    }
  }

  /** It is over. Never rejects. */
  async end(test: TestName, key: unknown = null): Promise<void> {
    const running = this.#running.get(key);
    this.#running.delete(key);
    if (running === undefined) return;
    try {
      if (uptimeMs() - running.startMs < this.#slowMs) running.profiler.reset();
      else await this.#write(running.profiler, test);
    } catch (error) {
      warn(error);
    }
  }

  async #write(profiler: Profiler, { file, name }: TestName): Promise<void> {
    const session = await profiler.stop();
    const program = file === undefined ? name : `${relative(process.cwd(), file)} ${name}`;
    const named = { ...session, meta: { ...session.meta, program } };
    const output = render(named, this.#renderer);
    await mkdir(this.#dir, { recursive: true });
    await writeWholeFile(join(this.#dir, this.#takeName(program)), output);
  }

  /** Takes the place of the report of an earlier run; tests of one run that are called the same have a number each. */
  #takeName(program: string): string {
    const extension = extensionOf(this.#renderer);
    for (let number = 1; ; number++) {
      const name = safeName(number === 1 ? program : `(${number}) ${program}`, extension);
      if (this.#written.has(name)) continue;
      this.#written.add(name);
      return name;
    }
  }
}

/** Tests may replace the clocks. */
function uptimeMs(): number {
  return process.uptime() * 1000;
}

function readMilliseconds(text: string | undefined): number {
  const ms = Number(text ?? DEFAULT_SLOW_MS);
  return Number.isFinite(ms) && text?.trim() !== '' ? ms : DEFAULT_SLOW_MS;
}

function warn(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A test could not be profiled: ${why}`, 'HotpathWarning');
}
