// What the call tree tells beside its rows: of the run above them, and of the chosen call.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { parseProfile } from '../../helpers/profile-text.ts';
import { webServer } from '../../renderers/web-server.ts';
import { openBrowser, openReport } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the call tree of the report', () => {
  it('tells of the run: program, time, samples, processor time', async () => {
    const report = await openReport(
      browser,
      webServer({ exit: { code: 1, signal: null }, notes: ['Awaits are an estimate.'] }),
    );
    const head = await report.page.locator('header').innerText();
    assert.match(head, /server\.js/);
    assert.match(head, /1\.00 s/);
    assert.match(head, /10 samples every 1 ms/);
    assert.match(head, /CPU 50\.0 %/);
    assert.match(head, /Exit code 1/);
    assert.match(head, /Awaits are an estimate\./);
    // 500 ms of 1 s; of the rest 90 + 40 ms in pg, 30 ms in express and 20 ms in node:.
    assert.match(head, /Waiting 50\.0 %/);
    assert.match(head, /Libraries 16\.0 %/);
    assert.match(head, /Node\.js 2\.0 %/);
    assert.match(head, /Your code 32\.0 %/);
  });

  it('shows beside a call what its function cost in all, and on which lines', async () => {
    const source = (file: string, line: number) => `${file.slice(-8)} line ${line}`;
    const report = await openReport(browser, webServer(), { readLine: source });
    await report.row('UserService.load').click();
    const text = await report.details.innerText();
    assert.match(text, /UserService\.load\s+src\/service\.js:30/);
    assert.match(text, /790\.0 ms\s*79\.0 %/);
    // Line 33 awaited query for 650 ms, line 31 ran for 140 ms.
    assert.match(text, /31\s+140\.0 ms\s+rvice\.js line 31\s+33\s+650\.0 ms/);
  });

  it("tells a recursive function's own time in the chosen call from that in all calls", async () => {
    const report = await openReport(
      browser,
      parseProfile('fib@/app/a.js:1 > fib@/app/a.js:1 3ms\nfib@/app/a.js:1 1ms'),
    );
    await report.row('fib').click();
    const cells = await report.details.locator('.times tr').allInnerTexts();
    assert.deepEqual(
      cells.map(text => text.replaceAll(/\s+/g, ' ').trim()),
      [
        'Here All calls',
        'Total 4.0 ms100.0 % 4.0 ms100.0 %',
        'Self 1.0 ms25.0 % 4.0 ms100.0 %',
        'Waiting – –',
      ],
    );
  });

  it('does not tell how often samples were taken where that is not known', async () => {
    const report = await openReport(browser, parseProfile('main 1ms x3', { intervalUs: 0 }));
    const facts = await report.page.locator('header .facts').innerText();
    assert.match(facts, /3 samples$/m);
  });
});
