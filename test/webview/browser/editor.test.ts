import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { SessionData } from '../../../src/model/session.ts';
import { packReport } from '../../../src/renderers/report-data.ts';
import { webServer } from '../../renderers/web-server.ts';
import { openBrowser, readAssets } from './open-report.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('the report in the editor', () => {
  it('says when it is ready, and shows the session that it is sent', async () => {
    const page = await openInEditor();
    assert.deepEqual(await messages(page), [{ type: 'ready' }]);
    await send(page, webServer());
    await page.getByRole('row', { name: 'UserService.load' }).waitFor();
  });

  it('asks the editor to open a place, with the mouse and with a key', async () => {
    const page = await openInEditor();
    await send(page, webServer());
    await page.locator('.row a', { hasText: 'src/service.js:30' }).click();
    const place = { file: '/app/src/service.js', line: 30 };
    assert.deepEqual((await messages(page)).at(-1), { type: 'openSource', place });
    await page.locator('.tree').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('o');
    const first = { file: '/app/server.js', line: 1 };
    assert.deepEqual((await messages(page)).at(-1), { type: 'openSource', place: first });
  });

  it('shows the next session in the place of the one before, as the reader left it', async () => {
    const page = await openInEditor();
    await send(page, webServer());
    await page.getByRole('button', { name: '%' }).click();
    await send(page, webServer({ program: 'other.js' }));
    await page.getByRole('heading', { name: 'other.js' }).waitFor();
    await page.getByRole('row', { name: '86.8 %' }).first().waitFor();
  });

  it('has the colours of the theme', async () => {
    const page = await openInEditor('--vscode-editor-background: #102030');
    await send(page, webServer());
    const color = () =>
      page.locator('body').evaluate(body => getComputedStyle(body).backgroundColor);
    assert.equal(await color(), 'rgb(16, 32, 48)');
    // The system is light here, the theme is dark.
    const shade = () => page.locator('html').getAttribute('data-shade');
    assert.equal(await shade(), 'dark');
    await page.evaluate("document.body.className = 'vscode-light'");
    await page.locator('html[data-shade=light]').waitFor();
  });
});

/** A page as VS Code's webviews are: themed, with an API to send messages by. */
async function openInEditor(style = ''): Promise<Page> {
  const page = await browser.newPage({ colorScheme: 'light' });
  const { script, style: sheet } = readAssets();
  await page.setContent(
    `<html style="${style}"><body class="vscode-dark"><div id="hotpath"></div></body></html>`,
  );
  await page.addStyleTag({ content: sheet });
  await page.evaluate(`
    globalThis.sent = [];
    globalThis.acquireVsCodeApi = () => ({ postMessage: message => sent.push(message) });
  `);
  await page.addScriptTag({ content: script });
  return page;
}

function messages(page: Page): Promise<unknown[]> {
  return page.evaluate<unknown[]>('sent');
}

async function send(page: Page, session: SessionData): Promise<void> {
  const message = { type: 'report', report: packReport(session) };
  await page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`);
}
