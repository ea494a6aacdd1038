// The one sampler of this thread.

import { isMainThread } from 'node:worker_threads';
import { InProcessSampler } from './sampler.ts';

let ofThread: InProcessSampler | null = null;

/** The sampler that all recordings of this thread share. */
export function threadSampler(): InProcessSampler {
  ofThread ??= new InProcessSampler();
  return ofThread;
}

/** What a reader should know about recordings of this thread. */
export function threadNotes(): readonly string[] {
  return isMainThread ? [] : [NO_CALL_LINES];
}

const NO_CALL_LINES =
  'Recorded in a worker thread by the library: calls have lines only where the source text tells them.';
