// Puts a lane's waiting where the program waits, and what ran after an await below those who awaited it.
//
//   as V8 samples it              as the program means it
//   main                          main
//   [idle]          300 ms        └ load          (at main's await)
//   load             50 ms          ├ [await]     300 ms
//                                   └ …            50 ms

import { addAt } from '../../model/column.ts';
import { SYNTHETIC } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import type { RowCursor, SampleRow } from '../../model/row-cursor.ts';
import { PairIndex } from '../../model/pair-index.ts';
import type { SessionBuilder } from '../../model/session-builder.ts';
import type { SessionTables } from '../../model/session.ts';
import type { AwaitLog } from './await-log.ts';
import { FairChoice } from './fair-choice.ts';
import { idleParts } from './idle-parts.ts';
import { LikelySites } from './likely-sites.ts';
import { PendingAwaits } from './pending-awaits.ts';
import type { WaitingShare } from './waiting-shares.ts';
import { RoundedSamples } from './rounded-samples.ts';
import { withCallers } from './site-callers.ts';
import { SiteStacks } from './site-stacks.ts';
import { RunWalk } from '../runs.ts';
import type { Run } from '../runs.ts';
import type { Move, SampledLane, StitchedLane, Waited } from './stitched-lane.ts';

/** Goes through the lane's samples once; interns the stacks that are new. */
export function stitchAsync(
  builder: SessionBuilder,
  lane: SampledLane,
  log: AwaitLog,
): StitchedLane {
  return new Stitcher(builder, lane, log).run(lane);
}

class Stitcher {
  private readonly samples: RoundedSamples;
  private readonly rows: RowCursor;
  private readonly sampledUs: Float64Array;
  /** Which of those who share a sample counts it. */
  private readonly seen = new FairChoice();
  private readonly moves: Move[] = [];
  /** Stack and site → which of the moves. */
  private readonly moveOf = new PairIndex();
  private readonly waits: Waited[] = [];
  /** Site, and the one that it waits below → which of the waits. */
  private readonly waitOf = new PairIndex();
  private readonly session: SessionTables;
  private readonly siteStacks: SiteStacks;
  private readonly pending: PendingAwaits;
  private readonly runs: RunWalk;
  private readonly likely: LikelySites;

  constructor(builder: SessionBuilder, lane: SampledLane, log: AwaitLog) {
    this.session = lane.session;
    this.sampledUs = new Float64Array(lane.session.stacks.parent.length);
    const spare: Uint8Array[] = [];
    this.samples = new RoundedSamples(spare);
    this.rows = lane.rows === 'kept' ? lane.data.samples() : lane.data.drainSamples(spare);
    this.pending = new PendingAwaits(log.waits(), withCallers(log.sites), log.links);
    this.siteStacks = new SiteStacks(builder, lane, this.pending.sites);
    this.runs = new RunWalk(awaitRuns(log));
    this.likely = new LikelySites(this.pending.activity, log.moments.walk());
  }

  run({ startUs, foreign }: SampledLane): StitchedLane {
    const { rows } = this;
    let begin = startUs;
    for (let i = 0; rows.next(); i++) {
      // A sample is a moment, and lasts until the next: what ran at its beginning is what it saw.
      if (foreign[i] === true || this.isIdle(rows.stack)) this.placeIdle(rows, begin);
      else this.placeRunning(rows, begin);
      addAt(this.sampledUs, rows.stack, rows.us);
      begin += rows.us;
    }
    return {
      samples: this.samples,
      moves: this.moves,
      waits: this.waits,
      siteStacks: this.siteStacks,
      sampledUs: this.sampledUs,
    };
  }

  private isIdle(stack: number): boolean {
    const { frames, stacks, strings } = this.session;
    const name = frames.name[stacks.frame[stack] ?? -1] ?? -1;
    return strings[name] === SYNTHETIC.idle || strings[name] === SYNTHETIC.outOfContext;
  }

  private placeIdle({ stack, us, count }: SampleRow, startUs: Micros): void {
    const parts = idleParts(this.pending, startUs, startUs + us);
    const longest = Math.max(...parts.map(part => part.us));
    let left = count;
    for (const part of parts) {
      const isSeen = part.us === longest;
      this.placeWaiting(part.shares, { stack, us: part.us, count: isSeen ? left : 0 });
      if (isSeen) left = 0;
    }
  }

  private placeWaiting(
    shares: readonly WaitingShare[],
    { stack, us, count }: Pick<SampleRow, 'stack' | 'us' | 'count'>,
  ): void {
    if (shares.length === 0) {
      this.samples.push(stack, us, count);
      return;
    }
    const seen = this.seen.choose(shares, count);
    for (const { share, ...of } of shares) {
      const awaits = this.siteStacks.awaitStack(of.site, of.below);
      this.samples.push(awaits, us * share, of.site === seen ? count : 0);
      this.addWait(of, us * share);
    }
  }

  private addWait({ site, below = -1 }: Omit<Waited, 'us'>, us: Micros): void {
    const wait = (this.waits[this.waitOf.intern(site, below)] ??= { site, below, us: 0 });
    wait.us += us;
  }

  private placeRunning(row: SampleRow, momentUs: Micros): void {
    const { stack, us, count } = row;
    const site = this.siteAt(stack, momentUs);
    if (site === undefined && this.placeBeneath(row, momentUs)) return;
    const continued = site === undefined ? undefined : this.siteStacks.continued(stack, site);
    const to = continued?.stacks[0] ?? stack;
    this.samples.push(to, us, count);
    if (continued === undefined || site === undefined || to === stack) return;
    this.addMove({ from: stack, to, site, continued, us });
  }

  /** The await after which this ran, as was noted or as is likely. */
  private siteAt(stack: number, momentUs: Micros): number | undefined {
    const run = this.runs.at(momentUs);
    this.pending.goTo(momentUs);
    const site = run?.site ?? this.likely.choose(this.siteStacks.likelySites(stack), momentUs);
    return site === undefined ? undefined : this.pending.ranAt(site);
  }

  /** What Node.js does by itself between what the program does, it does for what the program waits for. */
  private placeBeneath({ stack, us, count }: SampleRow, momentUs: Micros): boolean {
    if (!this.siteStacks.isOfNode(stack)) return false;
    const shares = this.pending.ofProgramAt(momentUs);
    if (shares.length === 0) return false;
    const seen = this.seen.choose(shares, count);
    for (const { site, share } of shares) {
      const continued = this.siteStacks.calledAt(site, stack);
      const to = continued.stacks[0] ?? stack;
      this.samples.push(to, us * share, site === seen ? count : 0);
      this.addMove({ from: stack, to, site, continued, us: us * share });
    }
    return true;
  }

  private addMove(move: Move): void {
    const known = this.moveOf.intern(move.from, move.site);
    const sum = (this.moves[known] ??= { ...move, us: 0 });
    sum.us += move.us;
  }
}

/** What ran after awaits; callbacks are nobody's continuation. */
function* awaitRuns(log: AwaitLog): Generator<Run> {
  for (const run of log.runs()) if (log.sites[run.site]?.kind === 'await') yield run;
}
