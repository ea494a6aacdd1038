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
import { CutStacks } from './cut-stacks.ts';
import type { SampledChunk } from './sample-times.ts';
import { LineRows } from './line-rows.ts';
import type { CallSites } from '../messages.ts';
import { GcLines } from './gc-lines.ts';
import { matchSites } from './match-sites.ts';
import type { SiteMatches } from './match-sites.ts';
import { placeAt, readPlace } from './places.ts';
import { Halts } from './halts.ts';
import { RegExpCalls } from './regexp-calls.ts';
import { RunWalk } from '../runs.ts';
import { SeenCalls } from './seen-calls.ts';

/** Collects what interrupted stacks say about the calls of one lane, chunk by chunk. */
export class CallLines {
  /** Caller's and callee's frame → place of the caller → how often it was seen. */
  private readonly pairs = new Map<string, Map<number, number>>();

  /**
   * Adds the call lines of one chunk to its lane: Σ of a stack's rows = its total time.
   */
  add(lane: LaneBuilder, chunk: SampledChunk, sites: CallSites): void {
    const matches = matchSites(chunk, sites);
    const calls = this.findCalls(chunk, sites, matches);
    const garbage = new GcLines(chunk, sites, matches.own);
    const undecided = new Map<number, Micros>();
    const runs = new RunWalk(chunk.runs ?? []);
    let moment = chunk.startUs;
    chunk.samples.stack.forEach((stack, i) => {
      const us = chunk.samples.durationUs[i] ?? 0;
      const sample = { moment: moment + us / 2, us, run: runs.at(moment + us / 2) };
      const isPlaced = chunk.stacks.isGc(stack) && garbage.take(stack, sample.moment, us);
      const first = isPlaced ? chunk.stacks.parent(stack) : stack;
      for (let at = first, up = 0; (up = chunk.stacks.parent(at)) >= 0; at = up) {
        const seen = calls.get(at);
        if (seen === undefined) undecided.set(at, (undecided.get(at) ?? 0) + us);
        else seen.take(i, sample);
      }
      moment += us;
    });
    for (const [stack, us] of undecided) lane.callLine(stack, UNDECIDED, us);
    for (const [stack, seen] of calls)
      seen.forEach((place, us) => {
        lane.callLine(stack, readPlace(place), us);
      });
    garbage.forEach((stack, place, us) => {
      lane.callLine(stack, readPlace(place), us);
    });
  }

  /** The lane's call lines, where undecided time goes to the lines on which the same call was seen elsewhere. */
  decide({ stacks }: SessionTables, rows: LineShares): LineShares {
    const byPath = decidedPlaces(rows);
    const decided = new LineRows();
    for (let i = 0; i < rows.stack.length; i++) {
      const [stack, us] = [rows.stack[i] ?? -1, rows.us[i] ?? 0];
      const place = { line: rows.line[i] ?? 0, column: rows.column[i] ?? 0 };
      const likely =
        place.line > 0 ? undefined : (byPath.get(stack) ?? this.pairs.get(pairKey(stacks, stack)));
      if (likely === undefined) decided.add(stack, place, us);
      else
        for (const [at, share] of sharesOf(likely)) decided.add(stack, readPlace(at), us * share);
    }
    return decided.table();
  }

  /** For each stack that was seen to be called: when, and from where. */
  private findCalls(
    chunk: SampledChunk,
    sites: CallSites,
    matches: SiteMatches,
  ): Map<number, SeenCalls> {
    const found = new Map<number, SeenCalls>();
    const cut = new CutStacks(chunk, sites);
    const regExps = new RegExpCalls(chunk);
    const runs = new RunWalk(chunk.runs ?? []);
    const halts = new Halts(chunk, sites);
    sites.hitRow.forEach((hit, i) => {
      const us = sites.hitUs[i] ?? 0;
      const timeOf = halts.timeOf(i);
      const run = runs.at(us);
      const regExp = regExps.calledAt(us, matches.own[hit] ?? -1);
      if (regExp >= 0)
        callsOf(found, regExp).add({ ...timeOf(regExp), place: placeOf(sites, hit), run });
      const laid = sites.hitCut[i] === true ? cut.lay(hit, us) : undefined;
      for (let row = hit, caller = 0; (caller = sites.parent[row] ?? -1) >= 0; row = caller) {
        const place = placeOf(sites, caller);
        const called = (laid === undefined ? matches.called[row] : laid.get(row)) ?? -1;
        if (called >= 0) callsOf(found, called).add({ ...timeOf(called), place, run });
        const pair = matches.pair[row];
        if (pair !== undefined) addUp(this.pairs, pair, { place, amount: 1 });
      }
    });
    return found;
  }
}

/** The places with their times of the stacks that have undecided time as well. */
function decidedPlaces(rows: LineShares): ReadonlyMap<number, ReadonlyMap<number, Micros>> {
  const places = new Map<number, Map<number, Micros>>();
  const open = new Set(rows.stack.filter((_, i) => (rows.line[i] ?? 0) === 0));
  rows.stack.forEach((stack, i) => {
    const place = placeAt(rows.line[i] ?? 0, rows.column[i] ?? 0);
    if (place > 0 && open.has(stack)) addUp(places, stack, { place, amount: rows.us[i] ?? 0 });
  });
  return places;
}

function callsOf(found: Map<number, SeenCalls>, stack: number): SeenCalls {
  let seen = found.get(stack);
  if (seen === undefined) found.set(stack, (seen = new SeenCalls()));
  return seen;
}

/** The place at which a row's function was. */
function placeOf({ line, column }: CallSites, row: number): number {
  return placeAt((line[row] ?? 0) + 1, (column[row] ?? 0) + 1);
}

const UNDECIDED = { line: 0, column: 0 };

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
