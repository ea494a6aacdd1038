import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parseProfile } from '../../helpers/profile-text.ts';
import { at, SESSION } from './chart-session.ts';
import { openBrowser, openReport } from './open-report.ts';
import type { OpenReport } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the timeline of the report', () => {
  const open = async (): Promise<OpenReport> => {
    const report = await openReport(browser, SESSION, { timeline: true });
    await report.chart.waitFor();
    return report;
  };

  it('draws a box for each call, where it was, in the colour of its function', async () => {
    const report = await open();
    const colorAt = (ms: number, n: number) => report.chartColor(at(ms, n).x, at(ms, n).y + 8);
    const ground = await colorAt(5, 5);
    assert.notEqual(await colorAt(5, 0), ground, 'main is there while it waits');
    assert.equal(await colorAt(1, 1), await colorAt(6.5, 1), 'parse looks the same both times');
    assert.notEqual(await colorAt(1, 1), await colorAt(8, 1), 'draw looks different');
    assert.equal(await colorAt(1, 2), ground, 'read is not there before it began');
    assert.notEqual(await colorAt(2.5, 2), ground);
    assert.deepEqual(report.complaints, []);
  });

  it('tells about the box under the pointer', async () => {
    const report = await open();
    await report.chart.hover({ position: at(1, 1) });
    const tip = await report.page.getByRole('tooltip').innerText();
    assert.match(tip, /parse\s+a\.js:10\s+3\.0 ms · 30\.0 % · self 2\.0 ms/);
    await report.chart.hover({ position: at(4.5, 1) });
    assert.match(await report.page.getByRole('tooltip').innerText(), /\[await\]\s+An await that/);
    await report.chart.hover({ position: { x: 600, y: 400 } });
    assert.equal(await report.page.getByRole('tooltip').count(), 0);
  });

  it('shows the details of the box that is clicked', async () => {
    const report = await open();
    await report.chart.click({ position: at(1, 1) });
    const text = await report.details.innerText();
    assert.match(text, /parse/);
    assert.match(text, /Total\s+3\.0 ms\s*30\.0 %\s+4\.0 ms\s*40\.0 %/);
  });

  it('zooms and moves with the keyboard', async () => {
    const report = await open();
    await report.chart.focus();
    const window = () => report.page.locator('.status .window').innerText();
    assert.equal(await window(), '0 µs – 10.0 ms');
    await report.page.keyboard.press('w');
    // 10 ms divided by 1.4, around the middle.
    assert.equal(await window(), '1.4 ms – 8.6 ms');
    await report.page.keyboard.press('a');
    assert.equal(await window(), '357 µs – 7.5 ms');
    await report.page.keyboard.press('0');
    assert.equal(await window(), '0 µs – 10.0 ms');
  });

  it('goes from call to call with the arrow keys, and to the chosen one with Enter', async () => {
    const report = await open();
    await report.chart.focus();
    const chosen = () => report.page.locator('.status .chosen').innerText();
    const { keyboard } = report.page;
    await keyboard.press('ArrowDown');
    assert.equal(await chosen(), 'main, 10.0 ms');
    await keyboard.press('ArrowDown');
    // parse, the await and draw all took 3 ms: the first of them.
    assert.equal(await chosen(), 'parse, 3.0 ms');
    await keyboard.press('ArrowRight');
    assert.equal(await chosen(), '[await], 3.0 ms');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    assert.equal(await chosen(), 'draw, 3.0 ms');
    await keyboard.press('Enter');
    assert.equal(await report.page.locator('.status .window').innerText(), '7.0 ms – 10.0 ms');
    await keyboard.press('ArrowUp');
    assert.equal(await chosen(), 'main, 10.0 ms');
    await keyboard.press('Escape');
    assert.equal(await chosen(), '');
  });

  it('zooms at the pointer with Ctrl and the wheel, and moves when it is dragged', async () => {
    const report = await open();
    await report.chart.hover({ position: at(2.5, 0) });
    await report.page.keyboard.down('Control');
    await report.page.mouse.wheel(0, -80);
    await report.page.keyboard.up('Control');
    const window = () => report.page.locator('.status .window').innerText();
    // Factor e^(-80/150) = 0.5866: from 2.5 - 2.5 × 0.5866 to 2.5 + 7.5 × 0.5866.
    assert.equal(await window(), '1.0 ms – 6.9 ms');
    const box = (await report.chart.boundingBox()) ?? assert.fail();
    await report.page.mouse.move(box.x + 700, box.y + 300);
    await report.page.mouse.down();
    await report.page.mouse.move(box.x + 600, box.y + 300, { steps: 4 });
    await report.page.mouse.up();
    // 100 of 1,280 pixels of 5.866 ms: 0.458 ms.
    assert.equal(await window(), '1.5 ms – 7.4 ms');
  });

  it('is moved in the picture above it', async () => {
    const report = await open();
    const overview = report.page.locator('.view:not([hidden]) .overview canvas');
    const box = (await overview.boundingBox()) ?? assert.fail();
    await report.page.mouse.move(box.x + 256, box.y + 20);
    await report.page.mouse.down();
    await report.page.mouse.move(box.x + 640, box.y + 20, { steps: 4 });
    await report.page.mouse.up();
    const window = () => report.page.locator('.status .window').innerText();
    assert.equal(await window(), '2.0 ms – 5.0 ms');
    await overview.dblclick({ position: { x: 1200, y: 20 } });
    assert.equal(await window(), '0 µs – 10.0 ms');
  });

  it('dims what the search does not find, and tells the share of what it finds', async () => {
    const report = await open();
    const spot = { x: at(8, 1).x, y: at(8, 1).y + 8 };
    const before = await report.chartColor(spot.x, spot.y);
    await report.page.keyboard.press('/');
    await report.page.keyboard.type('parse');
    await report.page.getByText('40.0 % of the time').waitFor();
    assert.notEqual(await report.chartColor(spot.x, spot.y), before);
  });

  it('has a heading for each lane, which folds it', async () => {
    const session = parseProfile(`
      lane main pid=7
      main > work 4ms
      lane worker 1 pid=7 thread=1 start=1ms
      job 2ms
    `);
    const report = await openReport(browser, session, { timeline: true });
    // Heading 26 and two levels of 20, a gap of 10 and another heading: the worker's level 0.
    const job = { x: 640, y: 24 + 26 + 40 + 10 + 26 + 10 };
    await report.chart.click({ position: job });
    await report.details.getByRole('heading', { name: 'job' }).waitFor();
    await report.chart.click({ position: { x: 60, y: 24 + 12 } });
    await report.chart.click({ position: { x: 460, y: job.y - 40 } });
    await report.details.getByRole('heading', { name: 'job' }).waitFor();
    await report.page.getByLabel('Lane').selectOption('worker 1');
    assert.equal(await report.page.locator('.status .window').innerText(), '1.0 ms – 3.0 ms');
  });
});
