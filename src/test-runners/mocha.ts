// `hotpath/mocha`: `mocha --require hotpath/mocha` writes a report for each slow test.

import { SlowTests } from './slow-tests.ts';

/** The part of Mocha's context that is used. */
interface MochaContext {
  readonly currentTest?: { readonly file?: string; fullTitle(): string };
}

const tests = new SlowTests();

/** Mocha's root hooks. */
export const mochaHooks = {
  beforeEach(): void {
    tests.begin();
  },
  async afterEach(this: MochaContext): Promise<void> {
    const test = this.currentTest;
    await tests.end({ file: test?.file, name: test?.fullTitle() ?? 'test' });
  },
};
