import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { laneDurationUs } from '../../../src/model/lane.ts';
import { renderHtml } from '../../../src/renderers/html.ts';
import { largeSession } from '../large-session.ts';
import { openBrowser, openHtml, readAssets } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('a report of a million samples', () => {
  it('opens, and shows all of its time in every view', async context => {
    const session = largeSession({ samples: 1_000_000, stacks: 125_000 });
    const html = renderHtml(session, readAssets());
    const start = performance.now();
    const report = await openHtml(browser, html);
    const opened = performance.now() - start;
    context.diagnostic(`${(html.length / 1e6).toFixed(1)} MB, open after ${opened.toFixed(0)} ms`);
    const us = session.lanes.reduce((sum, lane) => sum + laneDurationUs(lane), 0);
    const seconds = (us / 1e6).toLocaleString('en-US', { maximumFractionDigits: 2 });
    await report.page.locator('.tree').focus();
    await report.page.keyboard.press('Home');
    assert.ok((await report.rows())[0]?.startsWith(`${seconds} s`));
    await report.goTo('Timeline');
    await report.chart.click({ position: { x: 640, y: 34 } });
    assert.match(await report.details.innerText(), /100\.0 %/);
    await report.goTo('Flame graph');
    await report.chart.click({ position: { x: 640, y: 34 } });
    assert.match(await report.details.innerText(), /100\.0 %/);
    await report.goTo('Hot lines');
    assert.ok((await report.rows()).length > 10);
    assert.deepEqual(report.complaints, []);
  });
});
