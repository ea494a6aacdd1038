import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listTicks } from '../../src/webview/charts/axis-ticks.ts';
import {
  fitWindow,
  panWindow,
  showInWindow,
  zoomWindow,
} from '../../src/webview/charts/time-window.ts';

const WHOLE = { from: 0, to: 1000 };

describe('the window of a chart', () => {
  it('is zoomed around a time that stays where it is', () => {
    const window = zoomWindow({ from: 200, to: 600 }, { at: 300, factor: 0.5 }, WHOLE);
    // 300 is a quarter into the window, before and after.
    assert.deepEqual(window, { from: 250, to: 450 });
  });

  it('does not become longer than the whole, nor leave it', () => {
    assert.deepEqual(zoomWindow({ from: 200, to: 600 }, { at: 300, factor: 99 }, WHOLE), WHOLE);
    assert.deepEqual(zoomWindow({ from: 600, to: 1000 }, { at: 1000, factor: 2 }, WHOLE), {
      from: 200,
      to: 1000,
    });
  });

  it('does not become shorter than 20 µs', () => {
    const window = zoomWindow({ from: 480, to: 520 }, { at: 500, factor: 0.001 }, WHOLE);
    assert.deepEqual(window, { from: 490, to: 510 });
  });

  it('shows a program that is shorter than that whole', () => {
    const short = { from: 0, to: 5 };
    assert.deepEqual(zoomWindow(short, { at: 2, factor: 0.1 }, short), short);
  });

  it('is moved, up to the ends', () => {
    assert.deepEqual(panWindow({ from: 200, to: 400 }, 50, WHOLE), { from: 250, to: 450 });
    assert.deepEqual(panWindow({ from: 200, to: 400 }, -999, WHOLE), { from: 0, to: 200 });
    assert.deepEqual(panWindow({ from: 200, to: 400 }, 999, WHOLE), { from: 800, to: 1000 });
  });

  it('is cut to the whole', () => {
    assert.deepEqual(fitWindow({ from: -50, to: 2000 }, WHOLE), WHOLE);
    assert.deepEqual(fitWindow({ from: 990, to: 1090 }, WHOLE), { from: 900, to: 1000 });
  });

  it('is moved as little as possible to show a part', () => {
    const window = { from: 200, to: 400 };
    assert.deepEqual(showInWindow(window, { from: 250, to: 260 }, WHOLE), window);
    assert.deepEqual(showInWindow(window, { from: 100, to: 150 }, WHOLE), { from: 100, to: 300 });
    assert.deepEqual(showInWindow(window, { from: 450, to: 500 }, WHOLE), { from: 300, to: 500 });
  });

  it('stays where it is in a part that is longer than itself', () => {
    const window = { from: 200, to: 400 };
    assert.deepEqual(showInWindow(window, { from: 100, to: 900 }, WHOLE), window);
  });
});

describe('the marks of the time axis', () => {
  const texts = (from: number, to: number, most: number) =>
    listTicks({ from, to }, most).map(({ text }) => text);

  it('are at round times, no more than there is room for', () => {
    assert.deepEqual(texts(0, 10_000_000, 5), ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']);
    assert.deepEqual(texts(0, 900_000, 10), [
      ...['0 ms', '100 ms', '200 ms', '300 ms', '400 ms'],
      ...['500 ms', '600 ms', '700 ms', '800 ms', '900 ms'],
    ]);
  });

  it('have as many decimals as they need', () => {
    assert.deepEqual(texts(1_000_000, 1_010_000, 4), ['1.000 s', '1.005 s', '1.010 s']);
    assert.deepEqual(texts(0, 40, 4), ['0 µs', '10 µs', '20 µs', '30 µs', '40 µs']);
    assert.deepEqual(texts(5000, 5300, 3), ['5.0 ms', '5.1 ms', '5.2 ms', '5.3 ms']);
  });

  it('are none where there is no time', () => {
    assert.deepEqual(texts(5, 5, 3), []);
  });
});
