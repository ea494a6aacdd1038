// When a worker thread is not to be asked anything: as `worker.terminate()` ends it.
//
// As at the end of a time limit (see `time-limits.ts`), a command of ours that runs there at that moment would be
// terminated in place of what the thread runs. That might go on for ever; and where it sleeps in `Atomics.wait`, V8 ends
// the whole process in Node.js 18 and 20. So who terminates a thread says so before, in memory that is shared with
// whoever asks, and waits until no question is open.
//
//   relay      asks ──────────── answer            asks no more
//   program          says so ………………… terminates

/** Programs replace globals: what was there at the start is used to the end. */
const { add, load, notify, store, sub, wait } = Atomics;
const now = performance.now.bind(performance);

/** The worker threads of one process, by their numbers. */
export class EndingWorkers {
  private readonly slots: Int32Array;

  /** `memory` is that of another of these, which may be in another thread. */
  constructor(readonly memory: ArrayBufferLike = new SharedArrayBuffer(BYTES)) {
    this.slots = new Int32Array(memory);
  }

  /** Whether the thread may be asked something; {@link close} is to be called then, once for each time. */
  open(threadId: number): boolean {
    const at = slotOf(threadId);
    add(this.slots, at, 1);
    if (load(this.slots, at + ENDING) !== threadId) return true;
    this.close(threadId);
    return false;
  }

  /** It has answered, or never will. */
  close(threadId: number): void {
    const at = slotOf(threadId);
    sub(this.slots, at, 1);
    notify(this.slots, at);
  }

  /** The thread is about to be terminated. Returns when nothing of ours runs there, or patience ends. */
  end(threadId: number): void {
    const at = slotOf(threadId);
    store(this.slots, at + ENDING, threadId);
    const deadline = now() + PATIENCE_MS;
    // JavaScript runs in between, for only then V8 passes on what the thread answers.
    for (let asked = 0; (asked = load(this.slots, at)) > 0 && now() < deadline;)
      wait(this.slots, at, asked, 0.2);
  }
}

/** Threads share a slot that are so far apart: one may wait for nothing then, but not for long. */
const MAX_THREADS = 256;
/** Numbers in a slot: how many questions are open, and at this index which thread is about to end. */
const SLOT = 2;
const ENDING = 1;
const BYTES = MAX_THREADS * SLOT * Int32Array.BYTES_PER_ELEMENT;
/** A thread in native code does not answer, nor does one that is only just being made. */
const PATIENCE_MS = 200;

function slotOf(threadId: number): number {
  return (threadId % MAX_THREADS) * SLOT;
}
