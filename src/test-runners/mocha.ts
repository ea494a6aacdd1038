// `hotpath/mocha`: `mocha --require hotpath/mocha` writes a report for each slow test.

import { SlowTests } from './slow-tests.ts';

/** The part of Mocha's context that is used. */
interface MochaContext {
  readonly currentTest?: { fullTitle(): string };
}

const tests = new SlowTests();

/** Mocha's root hooks. */
export const mochaHooks = {
  beforeEach(): void {
    tests.begin();
  },
  async afterEach(this: MochaContext): Promise<void> {
    await tests.end(this.currentTest?.fullTitle() ?? 'test');
  },
};
