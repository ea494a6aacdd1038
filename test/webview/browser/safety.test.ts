import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { SessionBuilder } from '../../../src/model/session-builder.ts';
import type { SessionData } from '../../../src/model/session.ts';
import { renderHtml, reportPolicy } from '../../../src/renderers/html.ts';
import { webServer } from '../../renderers/web-server.ts';
import { OpenReport, openBrowser, openReport, readAssets } from './open-report.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u202egpj.exe\u0000';
const SHOWN = '</script><img src=x onerror=alert(1)>\\u202egpj.exe\\u0000';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the report', () => {
  it('shows hostile names as text, in every view', async () => {
    const report = await openReport(browser, hostileSession(), { readLine: () => HOSTILE });
    report.page.on('dialog', () => report.complaints.push('a dialog'));
    assert.ok((await report.row('gpj').innerText()).includes(SHOWN));
    assert.ok((await report.details.innerText()).includes(SHOWN));
    await report.goTo('Timeline');
    await report.chart.hover({ position: { x: 400, y: 34 } });
    assert.ok((await report.page.getByRole('tooltip').innerText()).includes(SHOWN));
    await report.goTo('Flame graph');
    await report.chart.click({ position: { x: 400, y: 54 } });
    await report.goTo('Hot lines');
    assert.ok((await report.row('gpj').innerText()).includes(SHOWN));
    assert.ok((await report.page.locator('.files').innerText()).includes(SHOWN));
    assert.ok((await report.page.locator('header').innerText()).includes(SHOWN));
    assert.equal(await report.page.locator('img').count(), 0);
    assert.deepEqual(report.complaints, []);
  });

  it('links to places in files alone, whatever their names are', async () => {
    const report = await openReport(browser, hostileSession());
    const links = await report.page
      .locator('a')
      .evaluateAll(found => found.map(link => link.getAttribute('href')));
    assert.ok(links.length > 0);
    for (const link of links) assert.match(link ?? '', /^vscode:\/\/file\/[\w%.()/-]*:\d+:\d+$/);
  });

  it('works offline, without a request, under its own policy', async () => {
    const report = await openReport(browser, webServer(), { offline: true });
    for (const view of ['Timeline', 'Flame graph', 'Hot lines', 'Call tree'] as const) {
      await report.goTo(view);
    }
    await report.page.keyboard.press('?');
    await report.page.getByRole('dialog').waitFor();
    await report.page.keyboard.press('Escape');
    assert.deepEqual(report.complaints, []);
  });

  it('works from a server that sends its policy, and nothing else allowed', async () => {
    const assets = readAssets();
    const html = renderHtml(webServer(), assets);
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader(
        'content-security-policy',
        `${reportPolicy(assets)}; sandbox allow-scripts`,
      );
      response.end(html);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const page = await browser.newPage();
      const report = new OpenReport(page, address);
      await page.goto(address);
      await report.row('UserService.load').waitFor();
      await page.getByRole('button', { name: '%' }).click();
      await report.row('86.8 %').waitFor();
      // The browser itself asks for an icon.
      assert.deepEqual(
        report.complaints.filter(complaint => !complaint.includes('favicon')),
        [],
      );
    } finally {
      server.close();
    }
  });

  it('is not run when its script was changed', async () => {
    const html = renderHtml(webServer(), readAssets()).replace('<script>', '<script>/**/');
    const page = await browser.newPage();
    const report = new OpenReport(page, 'about:blank');
    await page.setContent(html);
    await page.getByText('Opening the profile…').waitFor();
    assert.ok(report.complaints.some(complaint => complaint.includes('Content Security Policy')));
  });
});

function hostileSession(): SessionData {
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: HOSTILE, pid: 1, threadId: 0 });
  const frame = {
    name: HOSTILE,
    className: null,
    file: `/app/${HOSTILE}`,
    line: 1,
    column: 1,
    kind: 'application',
  } as const;
  const libraryFrame = {
    ...frame,
    file: `/app/node_modules/${HOSTILE}/i.js`,
    kind: 'library',
  } as const;
  const main = builder.stack(-1, builder.frame(frame));
  let stack = main;
  for (let i = 1; i <= 5; i++)
    stack = builder.stack(stack, builder.frame({ ...libraryFrame, line: i }));
  lane.sample(main, 900_000);
  lane.sample(stack, 100_000);
  lane.leafLine(main, { line: 2, column: 1 }, 900_000);
  return builder.build({
    ...webServer().meta,
    program: HOSTILE,
    cwd: '/app',
    notes: [HOSTILE],
    exit: { code: null, signal: HOSTILE },
    durationUs: 1_000_000,
  });
}
