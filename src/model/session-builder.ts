// Builds a session piece by piece: names every string, frame and stack once and collects the lanes.
//
//   const builder = new SessionBuilder();
//   const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
//   const main = builder.stack(-1, builder.frame(mainFrame));
//   const parse = builder.stack(main, builder.frame(parseFrame));
//   lane.sample(parse, 1000);
//   const session = builder.build(meta);

import { FRAME_KINDS } from './frame.ts';
import type { Frame, Micros } from './frame.ts';
import { LaneBuilder } from './lane-builder.ts';
import type { LaneInit } from './lane-builder.ts';
import { PairIndex } from './pair-index.ts';
import type { SessionData, SessionMeta, SessionTables } from './session.ts';

/** Collects a session. Every lookup is O(1); nothing is copied before {@link SessionBuilder.build}. */
export class SessionBuilder {
  readonly #strings: string[] = [];
  readonly #stringIds = new Map<string, number>();
  readonly #functions = new PairIndex();
  readonly #places = new PairIndex();
  readonly #locatedFunctions = new PairIndex();
  readonly #frameIds = new PairIndex();
  readonly #frames = {
    name: [] as number[],
    className: [] as number[],
    file: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as number[],
  };
  readonly #stackIds = new PairIndex();
  readonly #stacks = { parent: [] as number[], frame: [] as number[] };
  readonly #lanes: LaneBuilder[] = [];

  /** Index of this frame; equal frames have the same one. */
  frame(frame: Frame): number {
    const name = this.string(frame.name);
    const className = frame.className === null ? -1 : this.string(frame.className);
    const file = frame.file === null ? -1 : this.string(frame.file);
    const line = frame.line ?? -1;
    const column = frame.column ?? -1;
    const kind = FRAME_KINDS.indexOf(frame.kind);
    const located = this.#locatedFunctions.intern(
      this.#functions.intern(name, className),
      this.#places.intern(line, column),
    );
    const known = this.#frameIds.size;
    const id = this.#frameIds.intern(located, file * FRAME_KINDS.length + kind);
    if (id === known) this.#addFrame({ name, className, file, line, column, kind });
    return id;
  }

  /** Index of the stack that has `frame` as its leaf on top of the stack `parent`; `parent` -1 makes it a root. */
  stack(parent: number, frame: number): number {
    const known = this.#stackIds.size;
    if (!(parent >= -1 && parent < known)) throw new RangeError(`No stack ${parent}`);
    if (!(frame >= 0 && frame < this.#frameIds.size)) throw new RangeError(`No frame ${frame}`);
    const id = this.#stackIds.intern(parent, frame);
    if (id === known) {
      this.#stacks.parent.push(parent);
      this.#stacks.frame.push(frame);
    }
    return id;
  }

  /** The leaf frame of a stack. */
  frameOf(stack: number): number {
    return this.#stacks.frame[stack] ?? -1;
  }

  /** The stack without its leaf; -1 for a root. */
  parentStack(stack: number): number {
    return this.#stacks.parent[stack] ?? -1;
  }

  /** The stack's leaf: index of its frame; -1 when there is no such stack. */
  leafFrame(stack: number): number {
    return this.#stacks.frame[stack] ?? -1;
  }

  /** Adds a lane; lanes keep the order in which they were added. */
  lane(init: LaneInit): LaneBuilder {
    const lane = new LaneBuilder(init, { intern: text => this.string(text) });
    this.#lanes.push(lane);
    return lane;
  }

  /** Index of this string in the session's table. */
  string(text: string): number {
    const known = this.#stringIds.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.push(text) - 1;
    this.#stringIds.set(text, id);
    return id;
  }

  /** How many stacks there are so far. */
  get stackCount(): number {
    return this.#stackIds.size;
  }

  /** Total of all lanes' sample durations so far, the longest lane: what a duration is at least. */
  get longestLaneUs(): Micros {
    return this.#lanes.reduce((longest, lane) => Math.max(longest, lane.endUs), 0);
  }

  /** The session as it is now, copied: the builder may go on, and build again, without changing it. */
  build(meta: SessionMeta): SessionData {
    const lanes = this.#lanes.map(lane => lane.build());
    return { format: 'hotpath-session', version: 1, meta, ...this.buildTables(), lanes };
  }

  /** What there is to refer to now, copied. */
  buildTables(): SessionTables {
    const { name, className, file, line, column, kind } = this.#frames;
    return {
      strings: this.#strings.slice(),
      frames: {
        name: name.slice(),
        className: className.slice(),
        file: file.slice(),
        line: line.slice(),
        column: column.slice(),
        kind: kind.slice(),
      },
      stacks: { parent: this.#stacks.parent.slice(), frame: this.#stacks.frame.slice() },
    };
  }

  #addFrame(row: Readonly<Record<keyof SessionData['frames'], number>>): void {
    this.#frames.name.push(row.name);
    this.#frames.className.push(row.className);
    this.#frames.file.push(row.file);
    this.#frames.line.push(row.line);
    this.#frames.column.push(row.column);
    this.#frames.kind.push(row.kind);
  }
}
