// `hotpath/vitest`: with `setupFiles: ['hotpath/vitest']` a report is written for each slow test.

import { afterEach, beforeEach } from 'vitest';
import { SlowTests } from './slow-tests.ts';

/** The part of Vitest's test context that is used: suites are nested, the outermost one is the file. */
interface Named {
  readonly name: string;
  readonly suite?: Named | undefined;
}

const tests = new SlowTests();

beforeEach(({ task }) => {
  tests.begin(task.id);
});

afterEach(async ({ task }) => {
  await tests.end({ file: task.file.filepath, name: fullName(task) }, task.id);
});

function fullName(task: Named): string {
  const names: string[] = [];
  for (let at: Named | undefined = task; at !== undefined; at = at.suite) names.unshift(at.name);
  return names.filter(name => name !== '').join(' ');
}
