// Decides on which lines of its caller a call's time was spent.
//
// The profile says how much time every path took, but not from which line a caller made the call. The interrupted
// stacks say the line, but are ten times fewer. So each is laid along the paths of the samples, and each sample takes
// the line that was seen on its own path at the nearest moment:
//
//   samples            main > work       main > work       main > work       main > work
//   interrupted at         main:4 > work:9                      main:7 > work:9
//   work's call line   main:4            main:4            main:7            main:7
//
// Samples that follow one another on the same path are told apart from others (see `seen-calls.ts`). A path that was
// never interrupted takes what is known of the same two functions elsewhere; where nothing is, its line stays undecided.

import type { Micros } from '../../model/frame.ts';
import type { LaneBuilder } from '../../model/lane-builder.ts';
import type { LineShares, SessionTables, StackTable } from '../../model/session.ts';
import { siteAt } from './call-sites.ts';
import type { ChunkStacks } from './chunk-stacks.ts';
import { CutStacks } from './cut-stacks.ts';
import type { SampledChunk } from './cut-stacks.ts';
import { LineRows } from './line-rows.ts';
import type { CallSites } from '../messages.ts';
import { placeAt, readPlace } from './places.ts';
import { SeenCalls } from './seen-calls.ts';

/** Collects what interrupted stacks say about the calls of one lane, chunk by chunk. */
export class CallLines {
  /** Caller's and callee's frame → place of the caller → how often it was seen. */
  private readonly pairs = new Map<string, Map<number, number>>();

  /**
   * Adds the call lines of one chunk to its lane: Σ of a stack's rows = its total time.
   */
  add(lane: LaneBuilder, chunk: SampledChunk, sites: CallSites): void {
    const calls = this.findCalls(chunk, sites);
    const undecided = new Map<number, Micros>();
    let moment = chunk.startUs;
    chunk.samples.stack.forEach((stack, i) => {
      const us = chunk.samples.durationUs[i] ?? 0;
      for (let at = stack, up = 0; (up = chunk.stacks.parent(at)) >= 0; at = up) {
        const seen = calls.get(at);
        if (seen === undefined) undecided.set(at, (undecided.get(at) ?? 0) + us);
        else seen.take(i, { moment: moment + us / 2, us });
      }
      moment += us;
    });
    for (const [stack, us] of undecided) lane.callLine(stack, UNDECIDED, us);
    for (const [stack, seen] of calls)
      seen.forEach((place, us) => {
        lane.callLine(stack, readPlace(place), us);
      });
  }

  /** The lane's call lines, where undecided time goes to the lines on which the same call was seen elsewhere. */
  decide({ stacks }: SessionTables, rows: LineShares): LineShares {
    const byPath = new Map<number, Map<number, Micros>>();
    rows.stack.forEach((stack, i) => {
      const place = placeAt(rows.line[i] ?? 0, rows.column[i] ?? 0);
      if (place > 0) addUp(byPath, stack, { place, amount: rows.us[i] ?? 0 });
    });
    const decided = new LineRows();
    rows.stack.forEach((stack, i) => {
      const us = rows.us[i] ?? 0;
      const place = { line: rows.line[i] ?? 0, column: rows.column[i] ?? 0 };
      const likely = byPath.get(stack) ?? this.pairs.get(pairKey(stacks, stack));
      if (place.line > 0 || likely === undefined) decided.add(stack, place, us);
      else
        for (const [at, share] of sharesOf(likely)) decided.add(stack, readPlace(at), us * share);
    });
    return decided.table();
  }

  /** For each stack that was seen to be called: when, and from where. */
  private findCalls(chunk: SampledChunk, sites: CallSites): Map<number, SeenCalls> {
    const found = new Map<number, SeenCalls>();
    const matches = matchSites(chunk.stacks, sites);
    const cut = new CutStacks(chunk, sites);
    sites.hitRow.forEach((hit, i) => {
      const [us, weightUs] = [sites.hitUs[i] ?? 0, sites.hitWeightUs[i] ?? 0];
      const laid = sites.hitCut[i] === true ? cut.lay(hit, us) : undefined;
      for (let row = hit, caller = 0; (caller = sites.parent[row] ?? -1) >= 0; row = caller) {
        const place = placeAt((sites.line[caller] ?? 0) + 1, (sites.column[caller] ?? 0) + 1);
        const called = (laid === undefined ? matches.called[row] : laid.get(row)) ?? -1;
        if (called >= 0) callsOf(found, called).add({ us, place, weightUs });
        const pair = matches.pair[row];
        if (pair !== undefined) addUp(this.pairs, pair, { place, amount: 1 });
      }
    });
    return found;
  }
}

function callsOf(found: Map<number, SeenCalls>, stack: number): SeenCalls {
  let seen = found.get(stack);
  if (seen === undefined) found.set(stack, (seen = new SeenCalls()));
  return seen;
}

const UNDECIDED = { line: 0, column: 0 };

/** What the rows of call sites stand for. */
interface SiteMatches {
  /** Row → the stack that its caller called, or -1. */
  readonly called: readonly number[];
  /** Row → key of the two functions, caller and callee. */
  readonly pair: readonly (string | undefined)[];
}

/** Lays call sites along the chunk's stacks, from the root as far as they go. */
function matchSites(stacks: ChunkStacks, sites: CallSites): SiteMatches {
  const matched: number[] = [];
  const frames: (number | undefined)[] = [];
  const called: number[] = [];
  const pair: (string | undefined)[] = [];
  sites.parent.forEach((caller, row) => {
    const place = siteAt(sites, row);
    const below = caller < 0 ? -1 : (matched[caller] ?? -1);
    const stack = caller >= 0 && below < 0 ? undefined : stacks.findCallee(below, place);
    matched.push(stack ?? -1);
    frames.push(stack === undefined ? stacks.findFrame(place) : stacks.frame(stack));
    const isPath = caller >= 0 && stack !== undefined;
    called.push(isPath ? stacks.called(stack, below) : -1);
    const callee = isPath ? stacks.frame(called[row] ?? -1) : frames[row];
    const from = frames[caller];
    pair.push(callee === undefined || from === undefined ? undefined : `${from} ${callee}`);
  });
  return { called, pair };
}

function pairKey({ parent, frame }: StackTable, stack: number): string {
  return `${frame[parent[stack] ?? -1] ?? -1} ${frame[stack] ?? -1}`;
}

function addUp<K>(
  sums: Map<K, Map<number, number>>,
  key: K,
  { place, amount }: { readonly place: number; readonly amount: number },
): void {
  let of = sums.get(key);
  if (of === undefined) sums.set(key, (of = new Map<number, number>()));
  of.set(place, (of.get(place) ?? 0) + amount);
}

function sharesOf(amounts: ReadonlyMap<number, number>): [number, number][] {
  let sum = 0;
  for (const amount of amounts.values()) sum += amount;
  return [...amounts].map(([place, amount]) => [place, amount / sum]);
}
