// Runs that were told and not yet looked for among samples.

import type { Micros } from '../../model/frame.ts';
import type { AwaitSite } from '../messages.ts';
import type { Run } from '../wait-rows.ts';

/** What ran after awaits. */
export interface RunLog {
  /** In order of time. */
  readonly runs: readonly Run[];
  /** What the runs' sites are. */
  readonly sites: readonly AwaitSite[];
}

/** Keeps runs until the samples of their time are there. */
export class FreshRuns {
  private runs: Run[] = [];

  /** `sites` may grow. */
  constructor(private readonly sites: readonly AwaitSite[]) {}

  add(run: Run): void {
    this.runs.push(run);
  }

  /** Those that began before this moment; one that has ended by then is not given again. */
  take(untilUs: Micros): RunLog {
    const runs = this.runs.sort((a, b) => a.startUs - b.startUs);
    this.runs = runs.filter(({ endUs }) => endUs > untilUs);
    return { runs, sites: this.sites };
  }
}

/** Numbers in a row of `AwaitBatch.runs`. */
const RUN_ROW = 3;

/** Rows of `AwaitBatch.runs`, on V8's clock; those whose site is not known are left out. */
export function* readRuns(rows: readonly number[], clockOriginUs: Micros): Generator<Run> {
  for (let i = 0; i < rows.length; i += RUN_ROW) {
    const [site = -1, startMs = 0, endMs = 0] = rows.slice(i, i + RUN_ROW);
    if (site < 0) continue;
    const [startUs, endUs] = [clockOriginUs + startMs * 1000, clockOriginUs + endMs * 1000];
    yield { site, startUs, endUs };
  }
}
