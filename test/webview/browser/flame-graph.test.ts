import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { at, SESSION } from './chart-session.ts';
import { openBrowser, openReport } from './open-report.ts';
import type { OpenReport } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the flame graph of the report', () => {
  const open = async (): Promise<OpenReport> => {
    const report = await openReport(browser, SESSION);
    await report.goTo('Flame graph');
    return report;
  };

  it('has the heaviest call leftmost, each path once', async () => {
    const report = await open();
    // <program>, main; below it parse 4 ms, then the others with 3 ms each.
    await report.chart.hover({ position: at(2, 2) });
    assert.match(await report.page.getByRole('tooltip').innerText(), /parse\s+a\.js:10\s+4\.0 ms/);
    await report.chart.hover({ position: at(0.5, 3) });
    assert.match(await report.page.getByRole('tooltip').innerText(), /read\s+node:fs\s+1\.0 ms/);
    assert.deepEqual(report.complaints, []);
  });

  it('zooms to the call that is clicked, and back to its callers', async () => {
    const report = await open();
    const window = () => report.page.locator('.status:visible .window').innerText();
    await report.chart.click({ position: at(2, 2) });
    assert.equal(await window(), '0 µs – 4.0 ms');
    await report.chart.click({ position: at(2, 0) });
    assert.equal(await window(), '0 µs – 10.0 ms');
  });

  it('leads to the call tree and back', async () => {
    const report = await open();
    await report.chart.click({ position: at(0.5, 3) });
    await report.page.getByRole('button', { name: 'Show in call tree' }).click();
    const chosen = report.page.locator('.tree [aria-selected=true] .function');
    await chosen.filter({ hasText: 'read' }).waitFor();
    await report.row('draw').click();
    await report.page.getByRole('button', { name: 'Show in flame graph' }).click();
    await report.details.getByRole('heading', { name: 'draw' }).waitFor();
    const text = await report.page.locator('.status:visible .chosen').innerText();
    assert.equal(text, 'draw, 3.0 ms');
  });

  it('is as wide as before when the panel is closed again', async () => {
    const report = await open();
    await report.chart.click({ position: at(2, 2) });
    assert.equal((await report.chart.boundingBox())?.width, 1280 - 340);
    await report.page.keyboard.press('Escape');
    await report.details.waitFor({ state: 'detached' });
    assert.equal((await report.chart.boundingBox())?.width, 1280);
  });
});
