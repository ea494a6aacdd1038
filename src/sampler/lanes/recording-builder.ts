// Collects what the recorded threads of a run deliver into one recording.

import type { LaneBuilder } from '../../model/lane-builder.ts';
import type { TableForm } from '../../model/sample-columns.ts';
import { WAITING_ESTIMATE } from '../../model/notes.ts';
import { SessionBuilder } from '../../model/session-builder.ts';
import type {
  LaneData,
  Recording,
  Script,
  SessionData,
  SessionMeta,
  SessionTables,
} from '../../model/session.ts';
import { stitchAsync } from '../awaits/async-stitcher.ts';
import type { CollectedRows } from '../awaits/stitched-lane.ts';
import { stitchLines } from '../awaits/stitched-lines.ts';
import type { HelloMessage, ScriptMessage } from '../messages.ts';
import { RecordingLane } from './recording-lane.ts';

interface StartedLane {
  readonly lane: RecordingLane;
  readonly data: LaneBuilder;
}

/** Grows as messages arrive; can be read at any time. */
export class RecordingBuilder {
  private readonly builder = new SessionBuilder();
  private readonly scripts = new Map<string, Script>();
  /** Every thread that has connected, the program's main thread first. */
  readonly lanes: RecordingLane[] = [];
  /** Those that have samples, in the order of the session's lanes. */
  private readonly started: StartedLane[] = [];
  /** Their names, in the same order. */
  readonly laneNames: string[] = [];
  /** Frames that no sample has shown, only awaits. */
  private readonly unsampled = new Set<number>();
  private readonly notes: string[] = [];

  /** `form`: that of the samples which it gives. */
  constructor(private readonly form: TableForm = 'plain') {}

  /** A thread that will deliver. */
  addLane(hello: HelloMessage): RecordingLane {
    const lane = new RecordingLane(hello, this.builder, opened => this.start(opened));
    this.lanes.push(lane);
    // The program's main thread is the first lane, even if it delivers later than its children.
    if (this.lanes.length === 1) lane.begin();
    return lane;
  }

  private start(lane: RecordingLane): LaneBuilder {
    const main = this.started[0]?.lane ?? lane;
    const { pid, threadId } = lane.hello;
    const origin = main.startUs ?? main.hello.nowUs;
    const startUs = main === lane ? 0 : Math.max(0, (lane.startUs ?? origin) - origin);
    const name = nameOf(lane.hello, this.lanes);
    this.laneNames.push(name);
    const data = this.builder.lane({ name, pid, threadId, startUs });
    this.started.push({ lane, data });
    return data;
  }

  addScript({ url, sourceMapUrl, source }: ScriptMessage): void {
    this.scripts.set(url, {
      url,
      ...(sourceMapUrl === undefined ? {} : { sourceMapUrl }),
      ...(source === undefined ? {} : { source }),
    });
  }

  /** Adds a sentence to the session's notes, what a reader must know. */
  addNote(note: string): void {
    this.notes.push(note);
  }

  get sampleCount(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.samples, 0);
  }

  /** The recording so far. Later messages do not change what was returned. */
  build(meta: SessionMeta): Recording {
    return this.buildAll(meta, 'kept');
  }

  /** The whole recording, in the memory of what was collected. What comes later is lost. */
  finish(meta: SessionMeta): Recording {
    return this.buildAll(meta, 'used up');
  }

  private buildAll(meta: SessionMeta, rows: CollectedRows): Recording {
    const sampled = this.builder.buildTables();
    const lanes = this.started.map(lane => this.buildLane(sampled, lane, rows));
    const isEstimate = this.started.some(({ lane }) => lane.awaits.isEstimate);
    const notes = [...meta.notes, ...this.notes, ...(isEstimate ? [WAITING_ESTIMATE] : [])];
    const session: SessionData = {
      format: 'hotpath-session',
      version: 1,
      meta: { ...meta, notes, durationUs: this.builder.longestLaneUs },
      ...this.builder.buildTables(),
      lanes,
    };
    return { session, scripts: [...this.scripts.values()] };
  }

  private buildLane(
    session: SessionTables,
    { lane, data }: StartedLane,
    rows: CollectedRows,
  ): LaneData {
    const lines = data.buildLines();
    const callLines = lane.callLines.decide(session, lines.callLines);
    if (lane.awaits.isEmpty) return { ...data.build(this.form), callLines };
    const { foreign, startUs } = lane;
    const { unsampled } = this;
    const sampled = { session, data, rows, startUs: startUs ?? 0, foreign, unsampled };
    const stitched = stitchAsync(this.builder, sampled, lane.awaits);
    return {
      ...lines,
      samples: stitched.samples.table(this.form),
      ...stitchLines(sampled, { ...lines, callLines }, stitched),
      awaits: lane.awaits.table(url => this.builder.string(url), lane.endUs),
    };
  }
}

/** `main`, `worker 2`, `child 4711 (server.js)`: workers are counted within their process. */
function nameOf(hello: HelloMessage, lanes: readonly RecordingLane[]): string {
  const [main] = lanes;
  const ownProcess = main === undefined || main.hello.pid === hello.pid;
  const script = hello.command.replace(/^node (?:\S*[\\/])?/, '');
  const process = ownProcess ? '' : `child ${hello.pid} (${shorten(script)})`;
  if (hello.threadId === 0) return process === '' ? 'main' : process;
  const workers = lanes.filter(lane => lane.hello.pid === hello.pid && lane.hello.threadId > 0);
  const worker = `worker ${workers.findIndex(lane => lane.hello.threadId === hello.threadId) + 1}`;
  return process === '' ? worker : `${process} ${worker}`;
}

/** Long argument lists tell little more than their beginning. */
function shorten(text: string): string {
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
}

const MAX_NAME = 40;
