import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { webServer } from '../../renderers/web-server.ts';
import { openBrowser, openReport } from './open-report.ts';
import type { OpenReport } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the look of the report', () => {
  const ground = (report: OpenReport) =>
    report.page.locator('body').evaluate(body => getComputedStyle(body).backgroundColor);

  it('is light or dark as the system is, and changes with it', async () => {
    const report = await openReport(browser, webServer(), { colorScheme: 'light' });
    assert.equal(await ground(report), 'rgb(255, 255, 255)');
    await report.page.emulateMedia({ colorScheme: 'dark' });
    for (let turn = 0; turn < 50 && (await ground(report)) === 'rgb(255, 255, 255)'; turn++)
      await report.page.waitForTimeout(20);
    assert.equal(await ground(report), 'rgb(26, 27, 31)');
  });

  it('has charts in the same shade', async () => {
    const report = await openReport(browser, webServer(), { timeline: true, colorScheme: 'dark' });
    const empty = [1000, 500] as const;
    assert.ok(brightness(await report.chartColor(...empty)) < 60);
    await report.page.emulateMedia({ colorScheme: 'light' });
    await report.page.waitForTimeout(100);
    assert.ok(brightness(await report.chartColor(...empty)) > 200 || (await isClear(report)));
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be read in every place when it is ${colorScheme}`, async () => {
      const report = await openReport(browser, webServer(), { colorScheme });
      for (const view of ['Hot lines', 'Call tree'] as const) {
        await report.goTo(view);
        assert.deepEqual(await lowContrasts(report), []);
      }
    });
  }

  for (const width of [1280, 720, 420]) {
    it(`fits into ${width} pixels`, async () => {
      const report = await openReport(browser, webServer(), { viewport: { width, height: 700 } });
      for (const view of ['Timeline', 'Flame graph', 'Hot lines', 'Call tree'] as const) {
        await report.goTo(view);
        const wide = await report.page.evaluate('document.documentElement.scrollWidth');
        assert.equal(wide, width, view);
        const main = report.page.locator('.view:not([hidden]) .main, .view:not([hidden]) .chart');
        assert.ok(((await main.first().boundingBox())?.height ?? 0) > 100, view);
      }
    });
  }
});

function brightness(color: string): number {
  const parts = color.split(' ').map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}

/** Where nothing is drawn the canvas is clear: the ground shines through. */
async function isClear(report: OpenReport): Promise<boolean> {
  return (await report.chartColor(1000, 500)) === '0 0 0';
}

/** Texts whose contrast with the colour behind them is below 4.5 : 1, the least of WCAG AA. */
async function lowContrasts(report: OpenReport): Promise<string[]> {
  return report.page.evaluate<string[]>(`(() => {
    const parse = color => (color.match(/[\\d.]+/g) ?? []).map(Number);
    const luminance = color => {
      const [r, g, b] = color.slice(0, 3).map(v => {
        const c = v / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
      for (let e = element; e; e = e.parentElement) {
        const color = parse(getComputedStyle(e).backgroundColor);
        if (color.length === 3) return color;
      }
      return [255, 255, 255];
    };
    const low = [];
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].filter(n => n.nodeType === 3 && n.data.trim() !== '');
      if (own.length === 0 || element.getClientRects().length === 0) continue;
      if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION'].includes(element.tagName)) continue;
      const style = getComputedStyle(element);
      const [a, b] = [luminance(parse(style.color)), luminance(behind(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) low.push(own[0].data.trim() + ' ' + contrast.toFixed(2));
    }
    return low;
  })()`);
}
