/** The server: nothing is left of it, trust, the environment, and what an extension that is not built says. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { buildFixtureExtension } from './fixture.ts';
import { temporaryRoot } from './folders.ts';
import { installVsCode } from './install.ts';
import { Screen } from './screen.ts';
import { WorkbenchServer } from './server.ts';
import { workbenchTest } from './workbench-test.ts';

const extension = await buildFixtureExtension();

describe('The workbench server', () => {
  const folder = mkdtempSync(join(temporaryRoot(), 'hotpath-unbuilt-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  test('answers only those who have the token, and leaves nothing behind', async () => {
    const server = await WorkbenchServer.start(await installVsCode(), { extension, token: 'abc' });
    const page = new URL(server.pageAddress(folder));
    assert.equal((await fetch(page, { redirect: 'manual' })).status, 302);
    page.searchParams.delete('tkn');
    assert.equal((await fetch(page)).status, 403);
    await server.stop();
    assert.equal(existsSync(server.folder), false);
    await assert.rejects(fetch(page), TypeError);
  });

  test('refuses an extension that is not built, and says what to do', async () => {
    const manifest = { publisher: 'a', name: 'b', version: '1.0.0', main: './dist/none.cjs' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await assert.rejects(
      WorkbenchServer.start(await installVsCode(), { extension: folder }),
      /not built: .*none\.cjs does not exist\. Run "npm run build"/,
    );
  });
});

workbenchTest(
  'a restricted workbench does not trust its folder',
  { extension, trust: 'restricted' },
  async workbench => {
    await workbench.waitUntil(
      'the status bar to say that the folder is not trusted',
      () => workbench.messages.statusItems(),
      items => items.some(({ text }) => text.includes('Restricted Mode')),
    );
  },
);

workbenchTest(
  'a wait that fails says what was there, what the workbench says, and where the screenshot is',
  { extension, files: { 'main.js': 'x();\n' } },
  async workbench => {
    await workbench.editor.open('main.js');
    await workbench.runCommand('Fixture: Complain');
    await workbench.messages.waitForNotification('Something is wrong.');
    await assert.rejects(
      new Screen(workbench.screen.page, 1_000).waitUntil(
        'a third line',
        () => workbench.editor.lines(),
        lines => lines.length > 2,
      ),
      (error: Error) => {
        assert.match(error.message, /^Waited 1 s for a third line; there was: .*x\(\);/s);
        assert.match(error.message, /The workbench says \(error\): Something is wrong\./);
        const screenshot = /Screenshot: (.*)$/.exec(error.message)?.[1] ?? '';
        assert.ok(existsSync(screenshot));
        return true;
      },
    );
  },
);
