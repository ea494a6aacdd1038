// The rows of the call tree: what they show, how they are folded and searched, and how they are used by keyboard.

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
  it('opens on the hot path, with its end chosen', async () => {
    const report = await openReport(browser, webServer());
    assert.deepEqual(await report.rows(), [
      '1,000.0 ms | 128.0 ms | 500.0 ms | <module>server.js:1',
      '868.0 ms |  | 500.0 ms | handleexpress/lib/router/index.js:136',
      '868.0 ms |  | 500.0 ms | nextexpress/lib/router/route.js:114',
      '868.0 ms | 30.0 ms | 500.0 ms | handle_requestexpress/lib/router/layer.js:86',
      '838.0 ms | 48.0 ms | 500.0 ms | handlersrc/routes.js:10',
      '790.0 ms | 140.0 ms | 500.0 ms | UserService.loadsrc/service.js:30',
      '650.0 ms |  | 500.0 ms | querysrc/db.js:5',
      '500.0 ms | 500.0 ms | 500.0 ms | [await]',
      '150.0 ms | 90.0 ms |  | _query2 frames · pg-protocol, node:internal foldedpg/lib/client.js:500',
      '4.0 ms | 4.0 ms |  | listenserver.js:40',
    ]);
    await report.details.getByRole('heading', { name: '[await]' }).waitFor();
    assert.deepEqual(report.complaints, []);
  });

  it('shows shares of the run instead of times', async () => {
    const report = await openReport(browser, webServer());
    await report.page.getByRole('button', { name: '%' }).click();
    assert.match((await report.rows())[1] ?? '', /^86\.8 % \| {2}\| 50\.0 % \| handle/);
  });

  it('can be used with the keyboard alone', async () => {
    const report = await openReport(browser, webServer());
    const { keyboard } = report.page;
    await report.page.locator('.tree').focus();
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    const chosen = () => report.page.locator('.row[aria-selected=true] .function').innerText();
    assert.equal(await chosen(), 'handle');
    await keyboard.press('ArrowLeft');
    assert.equal((await report.rows()).length, 3, 'handle is collapsed');
    await keyboard.press('ArrowLeft');
    assert.equal(await chosen(), '<module>');
    await keyboard.press('Alt+ArrowRight');
    await keyboard.press('End');
    assert.equal(await chosen(), 'listen');
    const active = await report.page.locator('.tree').getAttribute('aria-activedescendant');
    assert.equal(await report.page.locator(`#${active ?? ''} .function`).innerText(), 'listen');
  });

  it('is a tree to screen readers', async () => {
    const report = await openReport(browser, webServer());
    const row = report.row('UserService.load');
    assert.deepEqual(
      await row.evaluate(element =>
        ['role', 'aria-level', 'aria-expanded', 'aria-posinset', 'aria-setsize'].map(name =>
          element.getAttribute(name),
        ),
      ),
      ['row', '6', 'true', '1', '1'],
    );
    const leaf = report.row('[await]');
    assert.equal(await leaf.getAttribute('aria-expanded'), null);
    assert.equal(await report.page.getByRole('treegrid', { name: 'Call tree' }).count(), 1);
  });

  it('shows the folded frames of a library when asked to', async () => {
    const report = await openReport(browser, webServer());
    const fold = report.page.getByRole('button', { name: /2 frames/ });
    assert.equal((await report.rows()).filter(row => row.includes('parse')).length, 0);
    await fold.click();
    await report.row('parse').waitFor();
    await report.row('emit').waitFor();
    await fold.click();
    assert.equal((await report.rows()).filter(row => row.includes('parse')).length, 0);
  });

  it('folds nothing, other files too, or leaves more out, as the reader wants it', async () => {
    const report = await openReport(browser, webServer());
    await report.page.locator('summary').click();
    await report.page.getByLabel('Nothing').check();
    await report.page.getByRole('button', { name: 'Expand all' }).click();
    await report.row('emit').waitFor();
    await report.page.locator('summary').click();
    await report.page.getByLabel('Library code and chosen files').check();
    await report.page.getByLabel('Fold paths that begin with', { exact: true }).fill('/app/src/');
    // handler, load and query are folded, too: of express and these, only the first and the last are shown.
    await report.page
      .getByRole('button', { name: /frames .* folded/ })
      .first()
      .waitFor();
    assert.equal((await report.rows()).filter(row => row.includes('UserService')).length, 0);
    await report.page.getByLabel('Calls below').fill('20');
    assert.equal((await report.rows()).filter(row => row.includes('listen')).length, 0);
  });

  it('steps through what the search finds, and opens what hides it', async () => {
    const report = await openReport(browser, webServer());
    await report.page.keyboard.press('/');
    await report.page.keyboard.type('pg-protocol');
    await report.page.getByText('1 call', { exact: true }).waitFor();
    await report.page.keyboard.press('Enter');
    await report.page.getByText('1 of 1 call', { exact: true }).waitFor();
    const chosen = report.page.locator('.row[aria-selected=true]');
    assert.equal(await chosen.locator('.function').innerText(), 'parse');
    assert.match((await chosen.getAttribute('class')) ?? '', /found/);
  });

  it('keeps long and deep trees fast: only rows in sight are in the page', async () => {
    const calls = Array.from({ length: 5000 }, (_, i) => `main > f${i} ${i + 1}us`);
    const deep = Array.from({ length: 3000 }, (_, i) => `g${i % 9}`).join(' > ');
    const session = parseProfile([...calls, `${deep} 9ms`].join('\n'));
    const report = await openReport(browser, session, { processorOptions: { filterThreshold: 0 } });
    await report.page.getByRole('button', { name: 'Expand all' }).click();
    const tree = report.page.locator('.tree');
    assert.equal(await tree.getAttribute('aria-rowcount'), String(1 + 1 + 5001 + 3000));
    assert.ok((await report.rows()).length < 100);
    await tree.focus();
    await report.page.keyboard.press('End');
    await report.page.locator('.row[aria-selected=true]').waitFor();
    assert.deepEqual(report.complaints, []);
  });

  it('shows one lane, or all of them', async () => {
    const session = parseProfile(`
      lane main pid=1
      main 3ms
      lane worker 1 thread=1
      work 1ms
    `);
    const report = await openReport(browser, session);
    assert.match((await report.rows()).join('\n'), /main/);
    await report.page.getByLabel('Lane').selectOption('worker 1');
    assert.deepEqual(await report.rows(), ['1,000 µs | 1,000 µs |  | work']);
  });

  it('says so when there is nothing to show', async () => {
    const report = await openReport(browser, parseProfile(''));
    assert.equal((await report.rows()).length, 1);
    for (const view of ['Timeline', 'Flame graph', 'Hot lines'] as const) await report.goTo(view);
    assert.deepEqual(report.complaints, []);
  });
});
