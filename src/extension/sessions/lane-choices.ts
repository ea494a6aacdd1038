// Which lane of a session is shown: one of its threads, or all of them merged. Remembered for each session, over
// restarts.

import { laneDurationUs } from '../../model/lane.ts';
import { countSamples } from '../../model/sample-rows.ts';
import type { Micros } from '../../model/frame.ts';
import type { SessionData } from '../../model/session.ts';

/** What the editor keeps for a workspace, as far as it is needed here. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'hotpath.lanes';

/** Choices of older sessions are forgotten. */
const REMEMBERED = 100;

/** Session id → index of a lane. Sessions that are shown merged are not in it. */
type Choices = Readonly<Record<string, number>>;

/** See the head of this file. */
export class LaneChoices {
  constructor(private readonly memory: Memory) {}

  /** Index into the session's lanes; `undefined` for all of them merged. */
  find(id: string, session: SessionData): number | undefined {
    const lane = this.#choices[id];
    return lane !== undefined && lane < session.lanes.length ? lane : undefined;
  }

  /** Remembers a choice. */
  async choose(id: string, lane: number | undefined): Promise<void> {
    const others = Object.entries(this.#choices).filter(([key]) => key !== id);
    const chosen = lane === undefined ? others : [...others, [id, lane] as const];
    await this.memory.update(KEY, Object.fromEntries(chosen.slice(-REMEMBERED)));
  }

  get #choices(): Choices {
    return (this.memory.get(KEY) ?? {}) as Choices;
  }
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
