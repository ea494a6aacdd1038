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

describe('the hot lines of the report', () => {
  const open = async (): Promise<OpenReport> => {
    const readLine = (file: string, line: number) => `  ${file.slice(5)} text ${line}`;
    const report = await openReport(browser, webServer(), { readLine });
    await report.goTo('Hot lines');
    return report;
  };

  it('are the slowest lines of the application, with their source', async () => {
    const report = await open();
    assert.deepEqual(await report.rows(), [
      '790.0 ms |  | 500.0 ms | src/routes.js:14src/routes.js text 14',
      '650.0 ms |  | 500.0 ms | src/service.js:33src/service.js text 33',
      '500.0 ms |  | 500.0 ms | src/db.js:8src/db.js text 84 awaits, together 900.0 ms',
      '150.0 ms |  |  | src/db.js:9src/db.js text 9',
      '140.0 ms | 140.0 ms |  | src/service.js:31src/service.js text 31',
      '128.0 ms | 128.0 ms |  | server.js:3server.js text 3',
      '48.0 ms | 48.0 ms |  | src/routes.js:11src/routes.js text 11',
    ]);
    assert.deepEqual(report.complaints, []);
  });

  it('of one file stand in their order, with the lines around them', async () => {
    const report = await open();
    await report.page.getByRole('button', { name: 'src/db.js' }).click();
    assert.deepEqual(await report.rows(), [
      '⋯',
      ' |  |  | 5  src/db.js text 5',
      ' |  |  | 6  src/db.js text 6',
      ' |  |  | 7  src/db.js text 7',
      '500.0 ms |  | 500.0 ms | 8  src/db.js text 84 awaits, together 900.0 ms',
      '150.0 ms |  |  | 9  src/db.js text 9',
      ' |  |  | 10  src/db.js text 10',
      ' |  |  | 11  src/db.js text 11',
      ' |  |  | 12  src/db.js text 12',
    ]);
  });

  it('are found by path and by source', async () => {
    const report = await open();
    await report.page.keyboard.press('/');
    await report.page.keyboard.type('service.js text 3');
    await report.page.getByText('2 lines', { exact: true }).waitFor();
    assert.equal((await report.rows()).length, 2);
  });

  it('can be used with the keyboard', async () => {
    const report = await open();
    await report.page.locator('.lines').focus();
    await report.page.keyboard.press('ArrowDown');
    await report.page.keyboard.press('Enter');
    // The second line is in service.js: its file is shown, at its slowest line.
    await report.row('src/service.js text 28').waitFor();
    const chosen = await report.page.locator('.lines [aria-selected=true]').innerText();
    assert.match(chosen, /650\.0 ms/);
  });
});
