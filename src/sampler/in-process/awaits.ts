// The awaits of this thread, each with the async context that it began in. The tracker is the one that runs inside
// launched programs.

import type { AsyncContexts } from './contexts.ts';
import { FreshRuns, readRuns } from '../awaits/fresh-runs.ts';
import { CLOCK_ORIGIN_US } from './clock.ts';
import { isOwnUrl } from './own-code.ts';
import type { AwaitRows, Contexts } from './own-awaits.ts';
import type { AwaitSite } from '../await-batch.ts';
import { AwaitGovernor } from '../target/waits/await-governor.ts';
import { noteCallbackWaits } from '../target/callbacks/callback-waits.ts';
import type { CallbackWaits } from '../target/callbacks/callback-waits.ts';
import { AwaitTracker } from '../target/waits/await-tracker.ts';
import { HANDSHAKE_BYTES } from '../target/handshake.ts';

/** What was noted since the last time, and every site so far. */
export interface ToldAwaits extends AwaitRows {
  /** A site that is empty is our own. */
  readonly sites: readonly AwaitSite[];
}

/** Notes awaits from its making on. */
export class InProcessAwaits {
  readonly #sites: AwaitSite[] = [];
  /** For the next samples. */
  readonly freshRuns = new FreshRuns(this.#sites);
  readonly #tracker: AwaitTracker;
  readonly #governor: AwaitGovernor;
  readonly #callbacks: CallbackWaits;

  constructor(contexts: AsyncContexts, take: (told: ToldAwaits) => void) {
    const flags = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));
    this.#tracker = new AwaitTracker(
      flags,
      (batch, tags) => {
        this.#sites.push(...batch.sites.map(withoutOwnFrames));
        const { waits, runs, briefWaits = [], links = [], isPart = false } = batch;
        for (const run of readRuns(runs, CLOCK_ORIGIN_US)) this.freshRuns.add(run);
        const contexts = tags as Contexts;
        take({ waits, runs, briefWaits, links, isPart, contexts, sites: this.#sites });
      },
      () => {
        this.#governor.lookWhenDue();
        return contexts.current;
      },
    );
    this.#governor = contexts.run(null, () => new AwaitGovernor(this.#tracker, flags));
    this.#tracker.start();
    this.#callbacks = noteCallbackWaits(this.#tracker);
    this.#tracker.onFlush = this.#callbacks.settle;
  }

  /** Hands over what is noted. */
  flush(): void {
    this.#tracker.flush();
  }

  /** Notes no more. */
  stop(): void {
    this.#governor.stop();
    this.#tracker.stop();
    this.#callbacks.remove();
  }
}

const NOTHING: AwaitSite = { frames: [], plain: true, kind: 'await' };

/** What we await is no wait of the program's; our functions among its callers are left out. */
function withoutOwnFrames(site: AwaitSite): AwaitSite {
  const [innermost] = site.frames;
  if (innermost === undefined || isOwnUrl(innermost.url)) return NOTHING;
  return { ...site, frames: site.frames.filter(({ url }) => !isOwnUrl(url)) };
}
