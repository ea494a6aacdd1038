// The view of a file that was profiled, and its annotations as text.

import assert from 'node:assert/strict';
import { buildAnnotations } from '../../src/extension/lines/annotation-model.ts';
import type { AnnotationOptions } from '../../src/extension/lines/annotation-model.ts';
import { recordFile } from '../../src/extension/tracking/file-at-run.ts';
import { FileView } from '../../src/extension/tracking/file-view.ts';
import { hashLines } from '../../src/extension/tracking/line-alignment.ts';
import { LineTracker } from '../../src/extension/tracking/line-tracker.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** Two functions. */
export const PROGRAM = [
  'function slow() {',
  '  work();',
  '}',
  'function fast() {',
  '  play();',
  '}',
  '',
].join('\n');

/** A run of them. */
export const PROFILE = `
  slow@/app/a.js:1:1 :2 40ms
  fast@/app/a.js:4:1 :5 10ms
  other@/app/b.js:1 :1 50ms
`;

/** The view of `/app/a.js`, whose text was `before` at the run and is `now`. */
export function viewOf(profile: string, before = PROGRAM, now = before): FileView {
  const times = buildLineTimes(parseProfile(profile)).get('/app/a.js');
  assert.ok(times);
  const atRun = recordFile(before);
  return new FileView(times, atRun, new LineTracker(atRun.hashes, hashLines(now)));
}

/** Of a run of 100 ms. */
export const OPTIONS: AnnotationOptions = {
  runUs: 100_000,
  threshold: 0.01,
  format: 'both',
  maxColumn: 120,
  lengthOf: () => 10,
};

/** `2 heat4 40 ms · 40 %`: line, look, text. */
export function annotate(view: FileView, options: Partial<AnnotationOptions> = {}): string[] {
  return buildAnnotations(view, { ...OPTIONS, ...options }).map(
    ({ line, look, text }) => `${line} ${look} ${text}`,
  );
}
