// Profiles every test and keeps the reports of the slow ones. Each runner's set-up file tells it when tests begin and end.
//
// Set by the environment, since runners start processes of their own:
//   HOTPATH_SLOW_TEST_MS    how long a test must take to have a report; default 300, 0: all of them
//   HOTPATH_TEST_DIR        where the reports go; default `.hotpath`
//   HOTPATH_TEST_RENDERER   `html` (default), `text`, `json`, `speedscope`, `cpuprofile`, `session`, …

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionOf, Profiler, render } from '../index.ts';
import type { RendererName } from '../index.ts';
import { safeName, writeWhole } from '../report-file.ts';

const DEFAULT_SLOW_MS = 300;

/** The tests of one process, one after the other. */
export class SlowTests {
  readonly #slowMs = readMilliseconds(process.env['HOTPATH_SLOW_TEST_MS']);
  readonly #dir = process.env['HOTPATH_TEST_DIR'] ?? '.hotpath';
  readonly #renderer = (process.env['HOTPATH_TEST_RENDERER'] ?? 'html') as RendererName;
  #profiler: Profiler | null = null;
  #startMs = 0;

  /** A test begins. The whole thread is its: runners call tests from where no context reaches them. */
  begin(): void {
    try {
      this.#profiler?.reset();
      this.#profiler = new Profiler({ asyncMode: 'disabled' }).start();
    } catch (error) {
      warn(error);
    }
    this.#startMs = process.uptime() * 1000;
  }

  /** It is over; `name` says which it was, with its suites. Never rejects. */
  async end(name: string): Promise<void> {
    const profiler = this.#profiler;
    this.#profiler = null;
    if (profiler === null) return;
    try {
      if (process.uptime() * 1000 - this.#startMs < this.#slowMs) profiler.reset();
      else await this.#write(profiler, name);
    } catch (error) {
      warn(error);
    }
  }

  async #write(profiler: Profiler, name: string): Promise<void> {
    const session = await profiler.stop();
    const named = { ...session, meta: { ...session.meta, program: name } };
    await mkdir(this.#dir, { recursive: true });
    const path = join(this.#dir, safeName(name, extensionOf(this.#renderer)));
    await writeWhole(path, render(named, this.#renderer));
  }
}

function readMilliseconds(text: string | undefined): number {
  const ms = Number(text ?? DEFAULT_SLOW_MS);
  return Number.isFinite(ms) && text?.trim() !== '' ? ms : DEFAULT_SLOW_MS;
}

function warn(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A test could not be profiled: ${why}`, 'HotpathWarning');
}
