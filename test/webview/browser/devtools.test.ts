// Chrome DevTools show a profile that we wrote.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { encodeCpuProfile } from '../../../src/formats/encode-cpuprofile.ts';
import { parseProfile } from '../../helpers/profile-text.ts';
import { openBrowser } from './open-report.ts';

/** A port of this machine that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('A .cpuprofile', () => {
  it('is shown by the Performance panel of Chrome DevTools, with all of its time', async () => {
    const session = parseProfile(`
      main > parse 1200ms
      main > render 300ms
    `);
    const port = await freePort();
    // The browser serves its own DevTools there.
    const browser = await openBrowser([`--remote-debugging-port=${port}`]);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/devtools/js_app.html`);
      await page.getByRole('tab', { name: 'Performance' }).click({ force: true });
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'run.cpuprofile',
          mimeType: 'application/json',
          buffer: Buffer.from(encodeCpuProfile(session)),
        });
      const range = page.getByText('Range: 0 ms – 1.50 s');
      assert.ok(await range.textContent({ timeout: 20_000 }));
    } finally {
      await browser.close();
    }
  });
});
