import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FilesAtRun } from '../../src/extension/tracking/files-at-run.ts';
import { recordRun } from '../../src/extension/recording/run-recorder.ts';
import type { RecorderParts } from '../../src/extension/recording/run-recorder.ts';
import type { Recording, SessionData } from '../../src/model/session.ts';
import type { RunningProgram } from '../../src/sampler/program.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** A program of which chunks of one sample each arrive, on a clock that the test turns. */
class FakeProgram implements RunningProgram {
  readonly description = 'node app.js';
  readonly laneNames = ['main'];
  readonly finished: Promise<Recording>;
  now = 0;
  chunks = 0;
  #listener: (() => void) | undefined;
  #finish: (recording: Recording) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  constructor() {
    this.finished = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
  }

  get progress(): { elapsedUs: number; samples: number } {
    return { elapsedUs: this.now * 1000, samples: this.chunks };
  }

  get isListenedTo(): boolean {
    return this.#listener !== undefined;
  }

  onChunk(listener: () => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  snapshot(): Recording {
    const text = Array.from({ length: this.chunks }, () => 'main@/app/a.js:1 :2 1ms').join('\n');
    return { session: parseProfile(text), scripts: [] };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  signal(): Promise<void> {
    return Promise.resolve();
  }

  /** A chunk arrives at this time; what it sets off is done when the result settles. */
  async chunk(now: number): Promise<void> {
    this.now = now;
    this.chunks++;
    this.#listener?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }

  end(): void {
    this.#finish(this.snapshot());
  }

  fail(error: Error): void {
    this.#fail(error);
  }
}

interface Run {
  readonly program: FakeProgram;
  readonly files: FilesAtRun;
  /** Samples of each session that was shown while the program ran. */
  readonly shown: number[];
  readonly result: Promise<SessionData>;
}

/** Starts recording; each mapping takes `costMs` of the clock. */
function start(costMs: number, parts: Partial<RecorderParts> = {}): Run {
  const program = new FakeProgram();
  const files = new FilesAtRun();
  const shown: number[] = [];
  const result = recordRun({
    program,
    files,
    mapRecording: ({ session }) => {
      program.now += costMs;
      return Promise.resolve(session);
    },
    readText: () => Promise.resolve('main();'),
    showLive: session => shown.push(samplesOf(session)),
    now: () => program.now,
    ...parts,
  });
  result.catch(() => undefined);
  return { program, files, shown, result };
}

function samplesOf(session: SessionData): number {
  return session.lanes[0]?.samples.stack.length ?? 0;
}

test('the session so far is shown after every chunk, and the whole one is the result', async () => {
  const { program, shown, result } = start(10);
  for (const second of [1, 2, 3]) await program.chunk(second * 1000);
  assert.deepEqual(shown, [1, 2, 3]);
  program.end();
  assert.equal(samplesOf(await result), 3);
});

test('showing takes no more than a tenth of the time', async () => {
  const { program, shown, result } = start(200);
  for (let second = 1; second <= 10; second++) await program.chunk(second * 1000);
  // 200 ms of work every 2,000 ms: at 1,000 (until 1,200, pause until 3,000), then at 3,000 and so on.
  assert.deepEqual(shown, [1, 3, 5, 7, 9]);
  program.end();
  assert.equal(samplesOf(await result), 10);
});

test('the files of the application are taken down as they are when they first show up', async () => {
  let text = 'before();';
  const { program, files, result } = start(1, { readText: () => Promise.resolve(text) });
  await program.chunk(1000);
  const hashes = files.find('/app/a.js')?.hashes;
  text = 'after();';
  await program.chunk(2000);
  program.end();
  await result;
  assert.ok(hashes);
  assert.deepEqual(files.find('/app/a.js')?.hashes, hashes);
});

test('a program that never came under the sampler rejects, and nobody listens any more', async () => {
  const { program, result } = start(1);
  program.fail(new Error('never loaded'));
  await assert.rejects(result, /never loaded/);
  assert.equal(program.isListenedTo, false);
});

test('a bug in showing is not lost', async () => {
  const { program, result } = start(1, {
    showLive: () => {
      throw new Error('cannot show');
    },
  });
  await program.chunk(1000);
  program.end();
  await assert.rejects(result, /cannot show/);
});

test('nothing is shown as live after the end', async () => {
  const { program, shown, result } = start(1);
  program.end();
  await result;
  await program.chunk(1000);
  assert.deepEqual(shown, []);
});
