// `hotpath/node-test`: `node --import hotpath/node-test --test` writes a report for each slow test.

import { afterEach, beforeEach } from 'node:test';
import { SlowTests } from './slow-tests.ts';

/** What hooks are given; the types of Node.js do not say it. */
interface HookContext {
  readonly fullName?: string;
  readonly name?: string;
}

const tests = new SlowTests();

beforeEach(() => {
  tests.begin();
});

afterEach(async context => {
  const { fullName, name } = context as HookContext;
  await tests.end(fullName ?? name ?? 'test');
});
