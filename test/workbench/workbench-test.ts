/** A node:test test that has a workbench of its own. */
import { test } from 'node:test';
import { openWorkbench } from './workbench.ts';
import type { Workbench, WorkbenchOptions } from './workbench.ts';

const TIMEOUT_MS = 180_000;

/**
 * Declares a test with a new workbench, closed at its end. When the test fails there is a screenshot
 * `failed-<title>.png`, and what extensions and their host have logged is printed.
 */
export function workbenchTest(
  title: string,
  options: WorkbenchOptions,
  body: (workbench: Workbench) => Promise<void>,
): void {
  void test(title, { timeout: TIMEOUT_MS }, async context => {
    const workbench = await openWorkbench(options);
    context.after(() => workbench.close());
    try {
      await body(workbench);
    } catch (error) {
      const path = await workbench.screenshot(`failed ${title}`);
      context.diagnostic(`Screenshot: ${path}\n${withoutRoutine(workbench.logs())}`);
      throw error;
    }
  });
}

function withoutRoutine(log: string): string {
  const routine = / \[(info|debug|trace)\] /;
  return log
    .split('\n')
    .filter(line => line.trim() !== '' && !routine.test(line))
    .join('\n');
}
