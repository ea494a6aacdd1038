/** However a program ends, and whatever becomes of the window: what was recorded is kept. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { pressInTerminal, profile, untilAnnotated, untilFinished } from './hotpath.ts';
import { ENDLESS } from './programs.ts';
import type { TreeRow } from './seen.ts';
import type { Workbench } from './workbench.ts';
import { openWorkbench } from './workbench.ts';

/** Spins on line 3 for a while, then does `last`. */
const spinThen = (last: string): string => `function spin(ms) {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

spin(1500);
${last}
`;

const FILES = {
  'throws.js': spinThen(`throw new Error('out of cheese');`),
  'exits.js': spinThen('process.exit(3);'),
  'killed.js': spinThen(`process.kill(process.pid, 'SIGKILL');`),
  'endless.js': ENDLESS,
};

describe('however a program ends', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: FILES,
      settings: { 'hotpath.annotations.threshold': 10 },
      // A page that is loaded again starts much at once.
      patienceMs: 60_000,
    });
    await workbench.sideBar.open('Hotpath');
  });
  after(() => workbench.close());

  /** Waits until the newest session is of this file, and as described. */
  const untilKept = (label: string, end: RegExp): Promise<readonly TreeRow[]> =>
    workbench.waitUntil(
      `the session of ${label} that ended like ${end}`,
      () => workbench.sideBar.rows('Sessions'),
      ([newest]) => newest?.label === label && end.test(newest.description),
    );

  /** Starts the endless program; settles when there is something to see. */
  const startEndless = async (): Promise<void> => {
    await workbench.editor.open('endless.js');
    await workbench.runCommand('Hotpath: Clear Annotations');
    await untilAnnotated(workbench, []);
    await workbench.runCommand('Hotpath: Profile Current File');
    await workbench.waitUntil(
      'an annotation while the program runs',
      () => workbench.editor.annotations(),
      list => list.length > 0,
    );
  };

  /** Opens the newest session. A click while the list is being renewed goes nowhere. */
  const openNewest = async (): Promise<void> => {
    await workbench.waitUntil(
      'the session to be shown',
      async () => {
        const view = await workbench.sideBar.view('Call Tree');
        if (view?.description === '') await workbench.sideBar.clickRow('Sessions', 'endless.js');
        return view;
      },
      view => view?.description.startsWith('endless.js') === true,
    );
    const said = (await workbench.messages.notifications()).map(({ message }) => message);
    assert.deepEqual(
      said.filter(message => message.includes('not found')),
      [],
    );
  };

  for (const [file, end] of [
    ['throws.js', /exit 1$/],
    ['exits.js', /exit 3$/],
    ['killed.js', /SIGKILL$/],
  ] as const) {
    test(`the times of ${file} are on its lines, and the list of sessions says how it ended`, async () => {
      await profile(workbench, file);
      await untilAnnotated(workbench, [3, 6]);
      await untilKept(file, end);
    });
  }

  test('Ctrl-C in the terminal ends the program, not the recording', async () => {
    await startEndless();
    await pressInTerminal(workbench, 'Control+C');
    await untilFinished(workbench);
    await untilKept('endless.js', /SIGINT$/);
    assert.ok((await workbench.editor.annotations()).length > 0);
  });

  test('closing its terminal ends the program, not the recording', async () => {
    await startEndless();
    await workbench.runCommand('Terminal: Kill the Active Terminal Instance');
    await untilFinished(workbench);
    await untilKept('endless.js', /SIGHUP$/);
    assert.ok((await workbench.editor.annotations()).length > 0);
  });

  test('when the window is loaded again, the session is in the list', async () => {
    await startEndless();
    const before = await workbench.sideBar.rows('Sessions');
    await workbench.reload();
    await workbench.sideBar.open('Hotpath');
    await workbench.waitUntil(
      'one more session',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows.length === before.length + 1 && rows[0]?.label === 'endless.js',
    );
    await openNewest();
    await workbench.editor.open('endless.js');
    await workbench.waitUntil(
      'its annotations',
      () => workbench.editor.annotations(),
      list => list.length > 0,
    );
  });

  test('when what records it is killed, the next window has it up to its last chunk', async () => {
    await startEndless();
    const before = await workbench.sideBar.rows('Sessions');
    // After the page was loaded again, the host of the page before may be there for a while.
    const [host = 0] = await workbench.waitUntil(
      'one extension host',
      () => Promise.resolve(listExtensionHosts(workbench.server.folder)),
      hosts => hosts.length === 1,
    );
    process.kill(host, 'SIGKILL');
    await workbench.reload();
    await workbench.sideBar.open('Hotpath');
    await workbench.waitUntil(
      'one more session',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows.length === before.length + 1 && rows[0]?.label === 'endless.js',
    );
    await openNewest();
    await workbench.waitUntil(
      'the note above the rows of the call tree',
      () => workbench.sideBar.view('Call Tree'),
      view => view?.message.includes('cut short') === true && view.rows.length > 0,
    );
    await workbench.screenshot('endings cut short');
  });
});

/** The processes in which the extensions of a server run, told by its folder in the environment. */
function listExtensionHosts(folder: string): number[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const hosts = pids.filter(pid => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const isHost = command.includes('--type=extensionHost');
      return isHost && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      return false; // Ended in the meantime.
    }
  });
  return hosts.map(Number);
}
