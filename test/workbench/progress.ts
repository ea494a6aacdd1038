/** Tells the person who waits what a slow step is doing, on stderr. */

const STILL_AT_IT_MS = 10_000;
const WORTH_TELLING_MS = 1_000;

/** Runs `work`, saying what it is, that it is still at it, and how long it took when that was over a second. */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const elapsed = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  say(`${label} …`);
  const reminder = setInterval(() => {
    say(`  … still at it after ${elapsed()}`);
  }, STILL_AT_IT_MS);
  try {
    const result = await work();
    if (performance.now() - start > WORTH_TELLING_MS) say(`  … done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}

/** One line on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The message of an error that ends a command, on stderr. */
export function sayError(error: unknown): void {
  say(error instanceof Error ? error.message : String(error));
}
