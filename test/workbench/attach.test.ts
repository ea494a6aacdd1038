/** Attaching to a program that is running already: chosen from the list, by port, and what can go wrong. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { onLine, shareIn, status, untilAnnotated, untilFinished } from './hotpath.ts';
import { workbenchTest } from './workbench-test.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const ATTACH = 'Hotpath: Attach to Process…';

/** Answers each line with `working`, and works all the time; mostly on line 4. */
const SERVER = `function work() {
  const end = Date.now() + 40;
  let sum = 0;
  while (Date.now() < end) sum += Math.sqrt(sum + 2);
}

setInterval(work, 50);
process.stdin.on('data', () => console.log('working'));
console.log('working');
`;

/** Starts the program; settles when it works. */
async function startServer(path: string, nodeArgs: readonly string[] = []): Promise<ChildProcess> {
  const server = spawn(process.execPath, [...nodeArgs, path], { stdio: ['pipe', 'pipe', 'pipe'] });
  await once(server.stdout, 'data');
  return server;
}

/** Asks a program whether it works. */
async function isWorking(server: ChildProcess): Promise<boolean> {
  const { stdin, stdout, exitCode, signalCode } = server;
  if (stdin === null || stdout === null || exitCode !== null || signalCode !== null) return false;
  stdin.write('?\n');
  const [answer] = (await Promise.race([once(stdout, 'data'), once(server, 'exit')])) as unknown[];
  return String(answer).includes('working');
}

describe('attaching', () => {
  let workbench: Workbench;
  let server: ChildProcess;
  before(async () => {
    workbench = await openWorkbench({
      files: { 'busy-server.js': SERVER },
      settings: { 'hotpath.annotations.threshold': 10 },
    });
    await workbench.editor.open('busy-server.js');
    await workbench.sideBar.open('Hotpath');
    server = await startServer(join(workbench.workspace, 'busy-server.js'));
  });
  after(async () => {
    server.kill();
    await workbench.close();
  });

  /** Opens the list of processes, with only those that match the pid. */
  const openListFor = async ({ pid }: ChildProcess): Promise<void> => {
    await workbench.runCommand(ATTACH);
    await workbench.quickInput.waitUntilOpen();
    await workbench.screen.page.keyboard.type(String(pid));
    await workbench.waitUntil(
      'the program alone in the list of processes',
      () => workbench.quickInput.seen(),
      seen => seen?.items.join() === 'busy-server.js',
    );
  };

  test('offers the Node.js programs that run, and not the editor', async () => {
    await workbench.runCommand(ATTACH);
    const { items } = await workbench.waitUntil(
      'the list of processes',
      () => workbench.quickInput.waitUntilOpen(),
      box => box.items.length > 1,
    );
    await workbench.screenshot('attach list');
    assert.ok(!items.some(item => /server-main|bootstrap-fork|tsserver/.test(item)), String(items));
    await workbench.quickInput.close();
  });

  test('records one live on its lines, until it is stopped', async () => {
    await openListFor(server);
    await workbench.quickInput.pick('busy-server.js');
    await workbench.quickInput.pick('Until stopped');
    const live = await workbench.waitUntil(
      'an annotation while the program runs',
      async () => ({
        annotations: await workbench.editor.annotations(),
        status: await status(workbench),
      }),
      seen => seen.annotations.some(({ line }) => line === 4),
    );
    assert.deepEqual(live.status?.icons, ['debug-stop']);
    await workbench.screenshot('attach live');
    await workbench.runCommand('Hotpath: Stop');
    const item = await untilFinished(workbench);
    assert.match(item.text, /busy-server\.js · [\d.]+ m?s/);
    assert.ok(shareIn(onLine(await workbench.editor.annotations(), 4).text) > 40);
  });

  test('leaves the program running, and keeps the session', async () => {
    assert.ok(await isWorking(server));
    const [row] = await workbench.waitUntil(
      'the session in the list',
      () => workbench.sideBar.rows('Sessions'),
      rows => rows.length > 0,
    );
    assert.equal(row?.label, 'busy-server.js');
  });

  test('attaches by the port that is typed, for a time', async () => {
    const inspected = await startServer(join(workbench.workspace, 'busy-server.js'), [
      '--inspect=0',
    ]);
    try {
      const port = await readPort(inspected);
      await workbench.runCommand('Hotpath: Clear Annotations');
      await workbench.runCommand(ATTACH);
      await workbench.quickInput.waitUntilOpen();
      await workbench.screen.page.keyboard.type(port);
      await workbench.quickInput.pick(`Attach to port ${port}`);
      await workbench.quickInput.pick('Other…');
      await workbench.quickInput.answer('2');
      const item = await untilFinished(workbench);
      assert.match(item.text, new RegExp(`port ${port} · [12]\\.\\d s`));
      assert.ok(await isWorking(inspected));
    } finally {
      inspected.kill();
    }
  });

  test('says so where no inspector listens', async () => {
    await workbench.runCommand(ATTACH);
    await workbench.quickInput.waitUntilOpen();
    await workbench.screen.page.keyboard.type('localhost:9');
    await workbench.quickInput.pick('Attach to port 9');
    await workbench.quickInput.pick('Until stopped');
    const error = await workbench.messages.waitForNotification('port 9');
    assert.equal(error.severity, 'error');
    assert.equal((await status(workbench))?.icons.includes('debug-stop'), false);
  });

  test('keeps what was recorded when the program ends meanwhile', async () => {
    await workbench.runCommand('Hotpath: Clear Annotations');
    await untilAnnotated(workbench, []);
    await openListFor(server);
    await workbench.quickInput.pick('busy-server.js');
    await workbench.quickInput.pick('Until stopped');
    await workbench.waitUntil(
      'an annotation while the program runs',
      () => workbench.editor.annotations(),
      list => list.length > 0,
    );
    server.kill('SIGKILL');
    await untilFinished(workbench);
    assert.ok((await workbench.editor.annotations()).length > 0);
  });
});

workbenchTest(
  'in a folder that is not trusted nothing is attached to',
  { trust: 'restricted' },
  async workbench => {
    await workbench.runCommand(ATTACH);
    await workbench.messages.waitForNotification('only in folders that you trust');
    assert.equal(await workbench.quickInput.seen(), undefined);
  },
);

/** The port that Node.js says it listens on. */
async function readPort({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('The program has no stderr');
  for await (const line of createInterface({ input: stderr })) {
    const [, port] = /listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line) ?? [];
    if (port !== undefined) return port;
  }
  throw new Error('The program told no port');
}
