// Waits and runs as columns of numbers. A server awaits a million times in half an hour: as objects, these would be
// most of the recorder's memory; and those that no sample has seen are dropped again.

import type { Micros } from '../../model/frame.ts';
import { causedBy, LETS_NONE_GO_ON } from '../await-batch.ts';
import type { Run } from '../runs.ts';
import { Column, SiftedRows } from './sifted-rows.ts';
import type { Verdict } from './sifted-rows.ts';

/** One await, from its start to its end. */
export interface Wait {
  readonly id: number;
  readonly site: number;
  readonly startUs: Micros;
  /** `Infinity` while it goes on. */
  readonly endUs: Micros;
  /** How many awaits this one stands for; of brief ones, how many waited on average. */
  readonly weight: number;
  /** The wait on whose promise it waits, or as in `AwaitBatch.waits` for a callback; 0: none that was noted. */
  readonly waitsFor: number;
}

/** Stands for the id of waits that are told together, as each of them was too short. */
export const BRIEF_ID = 0;
/** The same of those that stand for others as well, with pauses of some milliseconds between them. */
export const BRIEF_PART_ID = 2 ** 32 - 1;
/** No longer than the pauses between these. */
export const PAUSE_US = 20_000;

/** Whether it stands for waits that are told together. */
export function isBrief({ id }: Wait): boolean {
  return id === BRIEF_ID || id === BRIEF_PART_ID;
}

/** The id of the wait for which another waits, by its promise or since it led to what settled that; 0 or less: none. */
export function awaitedBy({ waitsFor }: Wait): number {
  return waitsFor < LETS_NONE_GO_ON ? causedBy(waitsFor) : waitsFor;
}

/** Runs, at 20 bytes each. */
export class RunRows {
  private readonly site = new Column(Uint32Array);
  private readonly startUs = new Column(Float64Array);
  private readonly endUs = new Column(Float64Array);
  private readonly rows = new SiftedRows([this.site, this.startUs, this.endUs]);

  /** Asks of every run that is not kept yet. */
  sift(judge: (run: Run) => Verdict): void {
    this.rows.sift(
      row => judge(this.at(row)),
      () => undefined,
    );
  }

  add({ site, startUs, endUs }: Run): void {
    this.site.push(site);
    this.startUs.push(startUs);
    this.endUs.push(endUs);
  }

  /** Those that there are now, by start. */
  *byStart(): Generator<Run> {
    for (const row of this.startUs.order()) yield this.at(row);
  }

  private at(row: number): Run {
    return { site: this.site.at(row), startUs: this.startUs.at(row), endUs: this.endUs.at(row) };
  }
}

/** Waits, at 36 bytes each. */
export class WaitRows {
  private readonly id = new Column(Uint32Array);
  private readonly site = new Column(Uint32Array);
  private readonly startUs = new Column(Float64Array);
  private readonly endUs = new Column(Float64Array);
  private readonly weight = new Column(Float64Array);
  private readonly waitsFor = new Column(Int32Array);
  private readonly rows = new SiftedRows([
    this.id,
    this.site,
    this.startUs,
    this.endUs,
    this.weight,
    this.waitsFor,
  ]);

  /** Asks of every wait that is not kept yet; `onMoved` is told the numbers that rows have now. */
  sift(
    judge: (wait: Wait, row: number) => Verdict,
    onMoved: (from: number, to: number) => void,
  ): void {
    this.rows.sift(row => judge(this.at(row), row), onMoved);
  }

  /** Gives the row's number. */
  add(wait: Wait): number {
    this.id.push(wait.id);
    this.site.push(wait.site);
    this.startUs.push(wait.startUs);
    this.endUs.push(wait.endUs);
    this.weight.push(wait.weight);
    this.waitsFor.push(wait.waitsFor);
    return this.rows.length - 1;
  }

  /** The wait of this row ends otherwise than was told. */
  setEnd(row: number, { endUs, waitsFor }: Pick<Wait, 'endUs' | 'waitsFor'>): void {
    this.endUs.set(row, endUs);
    this.waitsFor.set(row, waitsFor);
  }

  /** Those that there are now, by start. */
  *byStart(): Generator<Wait> {
    for (const row of this.startUs.order()) yield this.at(row);
  }

  private at(row: number): Wait {
    return {
      id: this.id.at(row),
      site: this.site.at(row),
      startUs: this.startUs.at(row),
      endUs: this.endUs.at(row),
      weight: this.weight.at(row),
      waitsFor: this.waitsFor.at(row),
    };
  }
}
