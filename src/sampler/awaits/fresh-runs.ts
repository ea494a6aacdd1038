// What was told of the time of samples that are still to come.

import type { Micros } from '../../model/frame.ts';
import { IDLED, RUN_ROW } from '../await-batch.ts';
import type { AwaitSite } from '../await-batch.ts';
import type { Run } from '../runs.ts';

/** What was noted of some time. */
export interface RunLog {
  /** What ran after awaits, and when the thread is known to have idled ({@link IDLED}); in order of time. */
  readonly runs: readonly Run[];
  /** When callbacks were called, or timers due; in order. */
  readonly callbacksUs: readonly Micros[];
  /** What the runs' sites are. */
  readonly sites: readonly AwaitSite[];
}

/** Keeps what was told until the samples of its time are there. */
export class FreshRuns {
  private runs: Run[] = [];
  private callbacksUs: Micros[] = [];

  /** `sites` may grow. */
  constructor(private readonly sites: readonly AwaitSite[]) {}

  add(run: Run): void {
    this.runs.push(run);
  }

  addCallback(momentUs: Micros): void {
    this.callbacksUs.push(momentUs);
  }

  /** What was before this moment; what has ended by then is not given again. */
  take(untilUs: Micros): RunLog {
    const runs = this.runs.sort((a, b) => a.startUs - b.startUs);
    const callbacksUs = this.callbacksUs.sort((a, b) => a - b);
    this.runs = runs.filter(({ endUs }) => endUs > untilUs);
    this.callbacksUs = callbacksUs.filter(us => us > untilUs);
    return { runs, callbacksUs, sites: this.sites };
  }
}

/** Rows of `AwaitBatch.runs`, on V8's clock, times without runs among them; those of unknown sites are left out. */
export function* readRuns(rows: readonly number[], clockOriginUs: Micros): Generator<Run> {
  for (let i = 0; i < rows.length; i += RUN_ROW) {
    const [site = -1, startMs = 0, endMs = 0] = rows.slice(i, i + RUN_ROW);
    if (site < 0 && site !== IDLED) continue;
    const [startUs, endUs] = [clockOriginUs + startMs * 1000, clockOriginUs + endMs * 1000];
    yield { site, startUs, endUs };
  }
}
