import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildLenses } from '../../src/extension/lines/lens-model.ts';
import type { LensOptions } from '../../src/extension/lines/lens-model.ts';
import { annotate, PROFILE, PROGRAM, viewOf } from './program-view.ts';

const LENSES: LensOptions = { runUs: 100_000, threshold: 0, format: 'ms', isEstimate: false };

test('lenses show total, self, waiting and share above the functions', () => {
  const profile = 'slow@/app/a.js:1:1 :2 > [await] 20ms\nslow@/app/a.js:1:1 :2 30ms';
  const [lens] = buildLenses(viewOf(profile), { ...LENSES, format: 'both' });
  assert.equal(lens?.line, 1);
  assert.equal(lens.text, '50 ms total · 30 ms self · 20 ms waiting · 50 %');
});

test('the lens of a changed function says stale, and moves with it', () => {
  const now = `\n${PROGRAM.replace('work()', 'work(1)')}`;
  const lenses = buildLenses(viewOf(PROFILE, PROGRAM, now), LENSES);
  assert.deepEqual(
    lenses.map(({ line, text }) => `${line} ${text}`),
    ['2 stale · 40 ms total · 40 ms self', '5 10 ms total · 10 ms self'],
  );
});

test('time that is on no line for certain is told at the function', () => {
  const profile = 'slow@/app/a.js:1:1 :2 30ms\nslow@/app/a.js:1:1 :0 20ms';
  const [lens] = buildLenses(viewOf(profile), LENSES);
  assert.equal(lens?.text, '50 ms total · 50 ms self · 20 ms undecided');
  assert.deepEqual(annotate(viewOf(profile)), ['2 heat4 30 ms · 30 %']);
});

test('where waiting is an estimate, the lens says so', () => {
  const [waits, works] = buildLenses(
    viewOf('slow@/app/a.js:1:1 :2 > [await] 20ms\nfast@/app/a.js:4:1 :5 30ms'),
    { ...LENSES, isEstimate: true },
  );
  assert.equal(waits?.text, '20 ms total · 0 ms self · 20 ms waiting (estimate)');
  assert.match(waits.tooltip, /^waiting 20 ms, 20 % \(an estimate\)$/m);
  assert.doesNotMatch(`${works?.text} ${works?.tooltip}`, /estimate/);
});

test('two functions on one line are told apart by name', () => {
  const profile = 'slow@/app/a.js:1:1 :1 1ms\nfast@/app/a.js:1:20 :1 2ms';
  const texts = buildLenses(viewOf(profile), { ...LENSES, runUs: 3000 }).map(lens => lens.text);
  assert.deepEqual(texts, ['slow: 1.0 ms total · 1.0 ms self', 'fast: 2.0 ms total · 2.0 ms self']);
});
