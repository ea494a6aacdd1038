// Which lane of a session is shown: one of its threads, or all of them merged. Remembered for each session, over
// restarts. Until one is chosen, that which alone runs code of the user's is: others, such as the thread in which a loader
// of TypeScript works, would take their part of every share.

import { laneDurationUs } from '../../model/lane.ts';
import { countSamples, rowsOf } from '../../model/sample-rows.ts';
import { FRAME_KINDS } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import type { LaneData, SessionData } from '../../model/session.ts';

/** What the editor keeps for a workspace, as far as it is needed here. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'hotpath.lanes';

/** Choices of older sessions are forgotten. */
const REMEMBERED = 100;

/** Stands for all lanes merged. */
const MERGED = -1;

/** Session id → index of a lane, or {@link MERGED}. */
type Choices = Readonly<Record<string, number>>;

/** See the head of this file. */
export class LaneChoices {
  constructor(private readonly memory: Memory) {}

  /** Index into the session's lanes; `undefined` for all of them merged. */
  find(id: string, session: SessionData): number | undefined {
    const lane = this.#choices[id];
    if (lane === undefined || lane >= session.lanes.length) return onlyOwnLane(session);
    return lane === MERGED ? undefined : lane;
  }

  /** Remembers a choice. */
  async choose(id: string, lane: number | undefined): Promise<void> {
    await this.#keep([...this.#others(id), [id, lane ?? MERGED]]);
  }

  /** Remembers nothing of a session any more. */
  async forget(id: string): Promise<void> {
    await this.#keep(this.#others(id));
  }

  #others(id: string): readonly (readonly [string, number])[] {
    return Object.entries(this.#choices).filter(([key]) => key !== id);
  }

  async #keep(choices: readonly (readonly [string, number])[]): Promise<void> {
    await this.memory.update(KEY, Object.fromEntries(choices.slice(-REMEMBERED)));
  }

  get #choices(): Choices {
    return (this.memory.get(KEY) ?? {}) as Choices;
  }
}

const ownLanes = new WeakMap<SessionData, number | undefined>();

/** The index of the only one of several lanes in which application code runs. */
function onlyOwnLane(session: SessionData): number | undefined {
  if (session.lanes.length < 2) return undefined;
  if (!ownLanes.has(session)) {
    const own = session.lanes.flatMap((lane, i) => (runsApplication(session, lane) ? [i] : []));
    ownLanes.set(session, own.length === 1 ? own[0] : undefined);
  }
  return ownLanes.get(session);
}

function runsApplication({ frames, stacks }: SessionData, { samples }: LaneData): boolean {
  const seen = new Set<number>();
  const rows = rowsOf(samples);
  while (rows.next())
    for (let at = rows.stack; at >= 0 && !seen.has(at); at = stacks.parent[at] ?? -1) {
      seen.add(at);
      if (FRAME_KINDS[frames.kind[stacks.frame[at] ?? -1] ?? -1] === 'application') return true;
    }
  return false;
}

/** One of the ways to show a session. */
export interface LaneOption {
  /** As in {@link LaneChoices}. */
  readonly lane: number | undefined;
  readonly name: string;
  /** For all lanes the sum of their times. */
  readonly us: Micros;
  readonly samples: number;
}

/** What all lanes together are called. */
export const ALL_LANES = 'All lanes (merged)';

/** The ways to show a session, all lanes merged first. */
export function listLaneOptions(session: SessionData): readonly LaneOption[] {
  const single = session.lanes.map((data, lane) => ({
    lane,
    name: data.name,
    us: laneDurationUs(data),
    samples: countSamples(data.samples),
  }));
  const us = single.reduce((sum, option) => sum + option.us, 0);
  const samples = single.reduce((sum, option) => sum + option.samples, 0);
  return [{ lane: undefined, name: ALL_LANES, us, samples }, ...single];
}
