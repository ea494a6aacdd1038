// Stacks of formats that know functions by name and place alone, such as speedscope's, pprof's and folded stacks.

import { SYNTHETIC, syntheticFrame } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { Recording, SessionMeta } from '../model/session.ts';
import { badFile } from './bad-file.ts';
import { pathOfUrl } from './file-url.ts';
import { EMPTY_FRAMES, PSEUDO_FRAMES } from './pseudo-frames.ts';
import { AMOUNT } from './read-table.ts';

/** A function as such a file names it. Line and column from 1. */
export interface NamedFunction {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The stack of no function at all. */
export const NO_STACK = -1;

const UNKNOWN_META: SessionMeta = {
  program: '',
  startTime: new Date(0).toISOString(),
  cwd: '',
  nodeVersion: null,
  platform: null,
  intervalUs: 0,
  durationUs: 0,
  cpuTimeUs: null,
  exit: { code: null, signal: null },
  notes: [],
};

/** Builds a session out of functions that are given by name. */
export class NamedStacks {
  readonly #builder = new SessionBuilder();
  readonly #withoutFile: Frame['kind'];
  readonly #idle: number;

  /** Functions without a file are native where others have one; where none has, they are all the program's. */
  constructor(facts: { readonly hasFiles: boolean }) {
    this.#withoutFile = facts.hasFiles ? 'native' : 'application';
    this.#idle = this.#builder.frame(syntheticFrame(SYNTHETIC.idle));
  }

  /** Number of the function's frame; `undefined` for an entry that says nothing, such as `(root)`. */
  frame(fn: NamedFunction): number | undefined {
    if (fn.file === undefined && EMPTY_FRAMES.has(fn.name)) return undefined;
    return this.#builder.frame(this.#frameOf(fn));
  }

  /** The stack in which `frame` was called from `parent`. */
  push(parent: number, frame: number | undefined): number {
    return frame === undefined ? parent : this.#builder.stack(parent, frame);
  }

  lane(name: string, init: { readonly threadId?: number; readonly startUs?: number }): LaneBuilder {
    return this.#builder.lane({ name, pid: 0, threadId: 0, ...init });
  }

  /** Appends a sample; where no function ran, the lane was idle. */
  sample(lane: LaneBuilder, stack: number, us: number): void {
    lane.sample(this.orIdle(stack), us);
  }

  /** The stack itself, or that of a lane which is idle. */
  orIdle(stack: number): number {
    return stack === NO_STACK ? this.#builder.stack(NO_STACK, this.#idle) : stack;
  }

  /** The recording; its duration is that of the lanes unless it is told. Throws a `ProfileError` (`bad-file`). */
  build(meta: Partial<SessionMeta>): Recording {
    const longest = this.#builder.longestLaneUs;
    if (longest > AMOUNT.max) {
      throw badFile('The file is damaged: it is said to be a recording of more than thirty years.');
    }
    const durationUs = meta.durationUs ?? longest;
    const session = this.#builder.build({ ...UNKNOWN_META, ...meta, durationUs });
    return { session, scripts: [], isMapped: true };
  }

  #frameOf({ name, file, line, column }: NamedFunction): Frame {
    const pseudo = file === undefined ? PSEUDO_FRAMES.get(name) : undefined;
    if (pseudo !== undefined) return syntheticFrame(pseudo);
    return {
      name: name === '' || name === '(anonymous)' ? '<anonymous>' : name,
      className: null,
      file: file === undefined ? null : pathOfUrl(file),
      line: line === undefined || line <= 0 ? null : line,
      column: column === undefined || column <= 0 ? null : column,
      kind: file === undefined ? this.#withoutFile : 'application',
    };
  }
}
