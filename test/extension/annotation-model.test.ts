import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildAnnotations,
  countColumns,
  MAX_ANNOTATIONS,
} from '../../src/extension/lines/annotation-model.ts';
import { recordFile } from '../../src/extension/tracking/file-at-run.ts';
import { FileView } from '../../src/extension/tracking/file-view.ts';
import { hashLines } from '../../src/extension/tracking/line-alignment.ts';
import { LineTracker } from '../../src/extension/tracking/line-tracker.ts';
import type { FileTimes, LineTime } from '../../src/model/line-times.ts';
import { annotate, OPTIONS, PROFILE, PROGRAM, viewOf } from './program-view.ts';

test('slow lines have their time and their share of the run, hotter where the share is larger', () => {
  assert.deepEqual(annotate(viewOf(PROFILE)), ['2 heat4 40 ms · 40 %', '5 heat3 10 ms · 10 %']);
});

test('a line below the threshold has no annotation, one exactly at it has', () => {
  assert.deepEqual(annotate(viewOf(PROFILE), { threshold: 0.1 }).length, 2);
  assert.deepEqual(annotate(viewOf(PROFILE), { threshold: 0.11 }), ['2 heat4 40 ms · 40 %']);
});

test('the format chooses between time and share', () => {
  assert.equal(annotate(viewOf(PROFILE), { format: 'ms' })[0], '2 heat4 40 ms');
  assert.equal(annotate(viewOf(PROFILE), { format: 'percent' })[0], '2 heat4 40 %');
});

const WAITING = `
  slow@/app/a.js:1:1 :2 > [await] 1200ms
  slow@/app/a.js:1:1 :2 50ms
  awaits /app/a.js:2 count=40 total=3s max=900ms
`;

test('a line that mostly waits says how long and how often', () => {
  const runUs = 2_500_000;
  const view = viewOf(WAITING);
  assert.deepEqual(annotate(view, { runUs }), ['2 waiting ⏳ 1.2 s waiting · 40 awaits · 48 %']);
  assert.deepEqual(annotate(view, { runUs, format: 'ms' }), [
    '2 waiting ⏳ 1.2 s waiting · 40 awaits',
  ]);
});

test('a line that computes more than it waits says both', () => {
  const profile = 'slow@/app/a.js:1:1 :2 > [await] 20ms\nslow@/app/a.js:1:1 :2 30ms';
  assert.deepEqual(annotate(viewOf(profile)), ['2 heat5 50 ms · 50 % · ⏳ 20 ms waiting']);
});

test('the longer the line, the shorter its annotation, down to what matters most', () => {
  const waiting = (lengthOf: number): string | undefined =>
    annotate(viewOf(WAITING), { runUs: 2_500_000, lengthOf: () => lengthOf })[0];
  assert.equal(waiting(83), '2 waiting ⏳ 1.2 s waiting · 40 awaits · 48 %');
  assert.equal(waiting(84), '2 waiting ⏳ 1.2 s waiting · 40 awaits');
  assert.equal(waiting(91), '2 waiting ⏳ 1.2 s waiting');
  assert.equal(waiting(500), '2 waiting ⏳ 1.2 s waiting');
  const profile = 'slow@/app/a.js:1:1 :2 > [await] 20ms\nslow@/app/a.js:1:1 :2 30ms';
  assert.deepEqual(annotate(viewOf(profile), { maxColumn: 40 }), [
    '2 heat5 50 ms · 50 % · ⏳ 20 ms',
  ]);
  assert.deepEqual(annotate(viewOf(profile), { maxColumn: 20 }), ['2 heat5 50 ms · 50 %']);
});

test('annotations move with their lines and are not stale for it', () => {
  const view = viewOf(PROFILE, PROGRAM, `// new\n// new\n${PROGRAM}`);
  assert.deepEqual(annotate(view), ['4 heat4 40 ms · 40 %', '7 heat3 10 ms · 10 %']);
});

test('only the function that was changed is stale', () => {
  const view = viewOf(PROFILE, PROGRAM, PROGRAM.replace('work()', 'work(1)'));
  assert.deepEqual(annotate(view), ['2 stale 40 ms · 40 % · stale', '5 heat3 10 ms · 10 %']);
});

test('a function into which a line was put is stale on all its lines', () => {
  const view = viewOf(PROFILE, PROGRAM, PROGRAM.replace('  play();', '  play();\n  more();'));
  assert.deepEqual(annotate(view), ['2 heat4 40 ms · 40 %', '5 stale 10 ms · 10 % · stale']);
});

test('a line that is gone has no annotation', () => {
  const view = viewOf(PROFILE, PROGRAM, PROGRAM.replace('  work();\n', ''));
  assert.deepEqual(annotate(view), ['4 heat3 10 ms · 10 %']);
});

test('top-level code is stale line by line', () => {
  const profile = `
    <module>@/app/a.js:1:1 :1 30ms
    <module>@/app/a.js:1:1 :2 70ms
  `;
  const view = viewOf(profile, 'a();\nb();', 'a();\nb(1);');
  assert.deepEqual(annotate(view), ['1 heat4 30 ms · 30 %', '2 stale 70 ms · 70 % · stale']);
});

/** A file of so many lines, in functions of ten, that took a microsecond each. */
function longFile(lines: number): { text: string; times: FileTimes } {
  const text = Array.from({ length: lines }, (_, at) =>
    at % 10 === 0
      ? `function f${at}() {`
      : at % 10 === 9
        ? '}'
        : `  call(${at}, "argument ${at}");`,
  );
  const byLine = new Map<number, LineTime>();
  for (let line = 1; line <= lines; line++) {
    const facts = { calls: 0, waiting: 0, samples: 1, awaits: null };
    byLine.set(line, { line, self: line, total: line, ...facts });
  }
  const functions = text.flatMap((_, at) => {
    if (at % 10 !== 0) return [];
    const facts = { self: 10, total: 10, waiting: 0, samples: 1, undecided: 0 };
    return [{ name: `f${at}`, className: null, line: at + 1, column: 1, ...facts }];
  });
  return { text: text.join('\n'), times: { path: '/app/a.js', lines: byLine, functions } };
}

test('of too many lines the heaviest are annotated', () => {
  const { text, times } = longFile(MAX_ANNOTATIONS + 500);
  const atRun = recordFile(text);
  const view = new FileView(times, atRun, new LineTracker(atRun.hashes, atRun.hashes));
  const annotations = buildAnnotations(view, { ...OPTIONS, runUs: 1e6, threshold: 0 });
  assert.equal(annotations.length, MAX_ANNOTATIONS);
  assert.equal(annotations[0]?.line, 501);
});

test('a file of 10,000 lines is annotated within 50 ms, all in all', () => {
  const { text, times } = longFile(10_000);
  const atRun = recordFile(text);
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const tracker = new LineTracker(atRun.hashes, hashLines(`// new\n${text}`));
    const view = new FileView(times, atRun, tracker);
    const annotations = buildAnnotations(view, { ...OPTIONS, runUs: 1e6, threshold: 0 });
    assert.equal(annotations.length, MAX_ANNOTATIONS);
    return performance.now() - start;
  });
  assert.ok(Math.min(...runs) < 50, `took ${runs.map(Math.round).join(', ')} ms`);
});

test('a tab takes the columns up to the next stop', () => {
  const columns = ['', 'ab', '\t', '\t\ta', 'ab\tc', 'abcd\te'].map(text => countColumns(text, 4));
  assert.deepEqual(columns, [0, 2, 4, 9, 5, 9]);
});
