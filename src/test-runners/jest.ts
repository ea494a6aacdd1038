// `hotpath/jest`: with `setupFilesAfterEnv: ['hotpath/jest']` a report is written for each slow test.

import { SlowTests } from './slow-tests.ts';

/** Jest's globals, as far as they are used. */
interface JestGlobals {
  beforeEach(hook: () => void): void;
  afterEach(hook: () => Promise<void>): void;
  readonly expect: {
    getState(): { readonly currentTestName?: string; readonly testPath?: string };
  };
}

const jest = globalThis as unknown as JestGlobals;
const tests = new SlowTests();

jest.beforeEach(() => {
  tests.begin();
});

jest.afterEach(async () => {
  const { currentTestName = 'test', testPath } = jest.expect.getState();
  await tests.end({ file: testPath, name: currentTestName });
});
