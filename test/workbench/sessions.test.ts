/** Sessions: kept over restarts, opened again, renamed, deleted, exported; and profiles of other tools. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chooseInExplorer, profile, untilAnnotated, untilRow } from './hotpath.ts';
import { SPIN, SPIN_LINES, SPIN_SETTINGS } from './programs.ts';
import type { TreeRow } from './seen.ts';
import type { Workbench } from './workbench.ts';
import { openWorkbench } from './workbench.ts';

describe('sessions', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: { 'spin.js': SPIN },
      settings: SPIN_SETTINGS,
    });
    await profile(workbench, 'spin.js');
    await workbench.sideBar.open('Hotpath');
    await untilSessions(['spin.js']);
  });
  after(() => workbench.close());

  const untilSessions = (labels: readonly string[]): Promise<readonly TreeRow[]> =>
    workbench.waitUntil(
      `the sessions ${labels.join(', ')}`,
      () => workbench.sideBar.rows('Sessions'),
      rows => String(rows.map(({ label }) => label)) === String(labels),
    );

  test('a run is in the list, with its duration and the flame while it is shown', async () => {
    const [row] = await untilSessions(['spin.js']);
    assert.match(row?.description ?? '', /^[\d.]+ s · /);
    assert.equal(row?.icon, 'flame');
  });

  test('it is there again after a restart, and a click shows it', async () => {
    await workbench.reload();
    await workbench.sideBar.open('Hotpath');
    const [row] = await untilSessions(['spin.js']);
    assert.equal(row?.icon, 'history');
    await workbench.editor.open('spin.js');
    await untilAnnotated(workbench, []);
    await workbench.sideBar.clickRow('Sessions', 'spin.js');
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('an old session on a file that was changed since is shown as stale where it was', async () => {
    await workbench.runCommand('Hotpath: Clear Annotations');
    workbench.write('spin.js', `// new\n${SPIN.replace('spin(300)', 'spin(30)')}`);
    await workbench.waitUntil(
      'the session to be put away',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows[0]?.icon === 'history',
    );
    await workbench.sideBar.clickRow('Sessions', 'spin.js');
    const annotations = await untilAnnotated(
      workbench,
      SPIN_LINES.map(line => line + 1),
    );
    const stale = annotations.filter(({ text }) => text.endsWith('stale'));
    assert.deepEqual(
      stale.map(({ line }) => line),
      [12],
    );
    workbench.write('spin.js', SPIN);
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('it can be renamed', async () => {
    await workbench.sideBar.clickRowAction('Sessions', 'spin.js', 'Rename Session');
    await workbench.quickInput.answer('before the change');
    await untilSessions(['before the change']);
  });

  test('it can be exported in every format', async () => {
    const { quickInput, messages, workspace } = workbench;
    const exportAs = async (name: string): Promise<string> => {
      await workbench.runCommand('Hotpath: Export Profile…');
      await workbench.waitUntil(
        'the question where to',
        () => quickInput.seen(),
        box => box?.value.startsWith(workspace) === true,
      );
      await quickInput.answer(join(workspace, name));
      await messages.waitForNotification(`Exported to ${name}`);
      return readFileSync(join(workspace, name), 'utf8');
    };
    assert.equal(
      (JSON.parse(await exportAs('a.hotpath')) as { format: string }).format,
      'hotpath-session',
    );
    assert.ok('nodes' in (JSON.parse(await exportAs('a.cpuprofile')) as object));
    assert.equal(
      (JSON.parse(await exportAs('a.json')) as { format: string }).format,
      'hotpath-report',
    );
    assert.match(await exportAs('a.txt'), /spin/);
    assert.match(await exportAs('a.html'), /<!doctype html>.*spin/s);
    assert.ok(!existsSync(join(workspace, 'a.txt.tmp')));
  });

  test('a double click on a session file shows it, and its facts', async () => {
    const { sideBar, screen } = workbench;
    await workbench.runCommand('Hotpath: Clear Annotations');
    await sideBar.open('Explorer');
    const row = screen.page.locator('.explorer-folders-view .monaco-list-row', {
      hasText: 'a.hotpath',
    });
    await row.dblclick();
    await untilRow(workbench, 'heavy');
    await workbench.waitUntil(
      'the page of the session',
      () =>
        screen.page
          .frameLocator('iframe.webview.ready')
          .frameLocator('iframe#active-frame')
          .locator('body')
          .innerText(),
      text => text.includes('node') && text.includes('samples'),
    );
    await workbench.screenshot('sessions page');
    await workbench.editor.open('spin.js');
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('the lines of a profile from a file are followed when its source is changed, closed and opened again', async () => {
    await workbench.editor.goTo(1);
    await workbench.editor.type('// new\n');
    await workbench.editor.save();
    const moved = SPIN_LINES.map(line => line + 1);
    await untilAnnotated(workbench, moved);
    await workbench.runCommand('View: Close All Editors');
    await workbench.editor.open('spin.js');
    await untilAnnotated(workbench, moved);
    workbench.write('spin.js', SPIN);
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('a .cpuprofile is opened from its place in the explorer', async () => {
    await workbench.runCommand('Hotpath: Clear Annotations');
    await chooseInExplorer(workbench, 'a.cpuprofile', 'Open Profile…');
    await untilRow(workbench, 'heavy');
    await workbench.editor.open('spin.js');
    const annotations = await workbench.waitUntil(
      'annotations from the file',
      () => workbench.editor.annotations(),
      list => list.length > 0,
    );
    assert.ok(annotations.some(({ line }) => line === 3));
  });

  test('it is deleted after a question', async () => {
    const { sideBar, messages } = workbench;
    await sideBar.clickRowAction('Sessions', 'before the change', 'Delete Session');
    await workbench.waitUntil(
      'the question',
      () => messages.dialog(),
      dialog => dialog?.message.includes('before the change') === true,
    );
    await messages.answerDialog('Delete');
    await untilSessions([]);
  });
});
