// `hotpath/node-test`: `node --import hotpath/node-test --test` writes a report for each slow test.

import { afterEach, beforeEach } from 'node:test';
import { SlowTests } from './slow-tests.ts';

/** What hooks are given; the types of Node.js do not say it. */
interface HookContext {
  readonly fullName?: string;
  readonly name?: string;
  /** Since Node.js 22. */
  readonly filePath?: string;
}

const tests = new SlowTests();

beforeEach(context => {
  tests.begin(context);
});

afterEach(async context => {
  const { fullName, name, filePath } = context as HookContext;
  // Older ones run each file as the main script of a process.
  const file = filePath ?? process.argv[1];
  await tests.end({ file, name: fullName ?? name ?? 'test' }, context);
});
