/** Launch configurations of type hotpath, F5 and the Run and Debug view: what they start is recorded. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { onLine, shareIn, status, untilAnnotated, untilFinished, untilRow } from './hotpath.ts';
import { ENDLESS, SPIN, SPIN_LINES, SPIN_SETTINGS } from './programs.ts';
import { clickToolbar, debugConsole, startFromView, untilSessionClosed } from './run-and-debug.ts';
import { workbenchTest } from './workbench-test.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** Works all the time, on line 3. */
const SERVER = `setInterval(() => {
  const end = Date.now() + 40;
  while (Date.now() < end);
}, 50);
console.log('up');
`;

const THREADS = `const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) new Worker(__filename);
for (;;);
`;

/** The configurations, one for each of their names. */
function launchJson(...configurations: readonly object[]): string {
  return JSON.stringify({ version: '0.2.0', configurations });
}

const hotpath = (name: string, attributes: object): object => ({
  ...{ type: 'hotpath', request: 'launch', name },
  ...attributes,
});

describe('a launch configuration of type hotpath', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: {
        'main.js': `${SPIN}console.log(process.argv[2], process.env.GREETING);\n`,
        'endless.js': ENDLESS,
        'threads.js': THREADS,
        '.env': 'GREETING=hello\n',
        '.vscode/launch.json': launchJson(
          hotpath('Main', {
            program: '${workspaceFolder}/main.js',
            args: ['argument'],
            envFile: '${workspaceFolder}/.env',
            skipFiles: ['<node_internals>/**'],
          }),
          hotpath('Endless', { program: '${file}', console: 'integratedTerminal' }),
          hotpath('Threads', { program: 'threads.js' }),
          hotpath('Wrong', { program: '${file}', args: 'text' }),
        ),
      },
      settings: { ...SPIN_SETTINGS, 'debug.internalConsoleOptions': 'openOnSessionStart' },
    });
  });
  after(() => workbench.close());

  test('profiles its program from the Run and Debug view, with its output in the Debug Console', async () => {
    await workbench.editor.open('main.js');
    await startFromView(workbench, 'Main');
    await untilFinished(workbench);
    await untilSessionClosed(workbench);
    const output = await workbench.waitUntil(
      'the output in the Debug Console',
      () => debugConsole(workbench),
      text => text.includes('hello'),
    );
    assert.match(output, /node .*main\.js argument[\s\S]*done[\s\S]*argument hello/);
    await untilAnnotated(workbench, SPIN_LINES);
    await workbench.screenshot('launch configuration');
    const annotations = await workbench.editor.annotations();
    const [heavy = 0, light = 0] = [14, 15].map(line => shareIn(onLine(annotations, line).text));
    assert.ok(Math.abs(heavy / (heavy + light) - 0.75) < 0.1, `${heavy} : ${light} of 3 : 1`);
    await workbench.waitUntil(
      'the times over the functions',
      () => workbench.editor.codeLenses(),
      lenses => lenses.some(({ text }) => text.includes('total')),
    );
  });

  test('leaves the session in the call tree and in the list, as every run does', async () => {
    await workbench.sideBar.open('Hotpath');
    await untilRow(workbench, 'heavy');
    const [session] = await workbench.waitUntil(
      'the session in the list',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows.length > 0,
    );
    assert.equal(session?.label, 'main.js');
  });

  /** Starts the endless program; settles when there is something to see. */
  const startEndless = async (): Promise<void> => {
    await workbench.editor.open('endless.js');
    await workbench.runCommand('Hotpath: Clear Annotations');
    await startFromView(workbench, 'Endless');
    await untilLive();
  };

  /** Annotations may still be those of the run before, but not the samples in the status bar. */
  const untilLive = (): Promise<unknown> =>
    workbench.waitUntil(
      'samples and annotations while the program runs',
      async () => ({
        annotations: await workbench.editor.annotations(),
        item: await status(workbench),
      }),
      ({ annotations, item }) =>
        annotations.length > 0 && /· [1-9][\d,]* sample/.test(item?.text ?? ''),
    );

  test('runs in a terminal if it is told to, and ends with the session', async () => {
    await startEndless();
    assert.match(await workbench.messages.terminal(), /terminal: true/);
    await clickToolbar(workbench, 'stop');
    await untilSessionClosed(workbench);
    const item = await untilFinished(workbench);
    assert.match(item.text, /endless\.js/);
    assert.ok((await workbench.editor.annotations()).length > 0);
  });

  test('has a thread in the call stack for each lane', async () => {
    await startFromView(workbench, 'Threads');
    const threads = workbench.screen.page.locator('.debug-call-stack .thread .name');
    const names = await workbench.waitUntil(
      'two threads in the call stack',
      () => threads.allTextContents(),
      found => found.length === 2,
    );
    await workbench.screenshot('debug session live');
    assert.deepEqual(names, ['main', 'worker 1']);
    await clickToolbar(workbench, 'stop');
    await untilSessionClosed(workbench);
  });

  test('is started again by Restart, and Hotpath: Stop ends it as well', async () => {
    await startEndless();
    await clickToolbar(workbench, 'restart');
    await workbench.waitUntil(
      'the first session in the list',
      async () => {
        await workbench.sideBar.open('Hotpath');
        return workbench.sideBar.rows('Sessions');
      },
      rows => rows.filter(({ label }) => label === 'endless.js').length === 2,
    );
    await untilLive();
    await workbench.runCommand('Hotpath: Stop');
    await untilFinished(workbench);
    await untilSessionClosed(workbench);
    await workbench.waitUntil(
      'the second session in the list',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows.filter(({ label }) => label === 'endless.js').length === 3,
    );
    assert.deepEqual(await workbench.messages.notifications(), []);
  });

  test('does not disturb a program that is recorded already', async () => {
    await startEndless();
    await startFromView(workbench, 'Main');
    const refused = 'Hotpath is recording endless.js: stop that first.';
    await workbench.messages.waitForNotification(refused);
    assert.deepEqual((await status(workbench))?.icons, ['debug-stop']);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Hotpath: Stop');
    const item = await untilFinished(workbench);
    assert.match(item.text, /endless\.js/);
    await untilSessionClosed(workbench);
  });

  test('is refused in one sentence where it makes no sense', async () => {
    await startFromView(workbench, 'Wrong');
    const error = await workbench.messages.waitForNotification('"args" must be a list of texts.');
    assert.equal(error.severity, 'error');
    await workbench.waitUntil(
      'launch.json, where the mistake is',
      () => workbench.editor.file(),
      file => file?.includes('launch.json') === true,
    );
    await workbench.screenshot('launch configuration refused');
    assert.equal((await workbench.messages.notifications()).length, 1);
  });
});

workbenchTest(
  '"Run and Debug" without launch.json offers Hotpath, which profiles the active file',
  { files: { 'main.js': SPIN }, settings: SPIN_SETTINGS },
  async workbench => {
    await workbench.editor.open('main.js');
    await workbench.sideBar.open('Run and Debug');
    const button = workbench.screen.page.locator('.welcome-view-content .monaco-button');
    await workbench.screen.click('Run and Debug', button.filter({ hasText: 'Run and Debug' }));
    await workbench.quickInput.waitUntilOpen();
    await workbench.screenshot('select debugger');
    await workbench.quickInput.pick('Node.js: Profile with Hotpath');
    await untilFinished(workbench);
    await untilAnnotated(workbench, SPIN_LINES);
  },
);

workbenchTest(
  'a configuration of request attach lets a process be picked, records it, and leaves it running',
  {
    files: {
      'attached-server.js': SERVER,
      '.vscode/launch.json': launchJson(
        hotpath('Attach', { request: 'attach', processId: '${command:PickProcess}' }),
      ),
    },
    settings: SPIN_SETTINGS,
  },
  async workbench => {
    const path = join(workbench.workspace, 'attached-server.js');
    const server = spawn(process.execPath, ['--inspect-port=0', path], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      await once(server.stdout, 'data');
      await workbench.editor.open('attached-server.js');
      await startFromView(workbench, 'Attach');
      await workbench.quickInput.waitUntilOpen();
      await workbench.screen.page.keyboard.type(String(server.pid));
      // Until the others have gone, a click may meet another row than the one it was meant for.
      await workbench.waitUntil(
        'the program alone in the list of processes',
        () => workbench.quickInput.seen(),
        seen => seen?.items.join() === 'attached-server.js',
      );
      await workbench.quickInput.pick('attached-server.js');
      await workbench.waitUntil(
        'an annotation while the program runs',
        () => workbench.editor.annotations(),
        list => list.some(({ line }) => line === 3),
      );
      await clickToolbar(workbench, 'disconnect');
      await untilFinished(workbench);
      assert.equal(server.exitCode ?? server.signalCode, null);
    } finally {
      server.kill();
    }
  },
);

workbenchTest(
  'in a folder that is not trusted nothing is launched',
  {
    trust: 'restricted',
    files: {
      'main.js': SPIN,
      '.vscode/launch.json': launchJson(hotpath('Main', { program: '${workspaceFolder}/main.js' })),
    },
  },
  async workbench => {
    await workbench.editor.open('main.js');
    await startFromView(workbench, 'Main');
    const dialog = await workbench.waitUntil(
      'the question whether the folder is trusted',
      () => workbench.messages.dialog(),
      seen => seen !== undefined,
    );
    await workbench.screenshot('launch in a restricted window');
    assert.match(JSON.stringify(dialog), /trust/i);
    assert.equal(await status(workbench), undefined);
  },
);
