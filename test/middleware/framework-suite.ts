// What every framework's middleware must do, tried against the real framework.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { decodeSession } from '../../src/formats/session.ts';
import type { MiddlewareOptions } from '../../src/middleware/options.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { SessionData } from '../../src/model/session.ts';
import { check, functionsOf, itSamples, timeIn, waitingIn } from '../library/shares.ts';
import { spentBlue } from './blue.ts';
import { spentRed } from './red.ts';

/** A server whose `/red` and `/blue` answer with the work of `red.ts` and `blue.ts`. */
export interface TriedServer {
  /** Its address, without a path. */
  readonly origin: string;
  get(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Starts the server with the middleware of these options. */
export type StartServer = (options: MiddlewareOptions) => Promise<TriedServer>;

const OTHER = { red: 'burnBlue', blue: 'burnRed' } as const;
const OWN = { red: 'burnRed', blue: 'burnBlue' } as const;
const COLORS = ['red', 'blue'] as const;

/** Defines the tests of one framework. */
export function testFramework(name: string, start: StartServer): void {
  describe(name, () => {
    it('answers as ever when nobody asks for a profile', async () => {
      await using tried = await open(start, {});
      const response = await tried.server.get('/red');
      assert.equal(response.status, 200);
      assert.equal(await response.text(), 'red');
    });

    itSamples('answers ?profile with the report of that request alone, under load', async () => {
      await using tried = await open(start, {});
      const requests = Array.from({ length: 12 }, (_, i) => COLORS[i % 2] ?? 'red');
      const answers = await Promise.all(
        requests.map(async (color, i) => {
          const response = await tried.server.get(i % 3 === 2 ? `/${color}` : `/${color}?profile`);
          return { color, isProfile: i % 3 !== 2, response, text: await response.text() };
        }),
      );
      for (const { color, isProfile, response, text } of answers) {
        assert.equal(response.status, 200);
        if (!isProfile) {
          assert.equal(text, color);
          continue;
        }
        assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
        assert.match(text, new RegExp(`<title>GET /${color}\\?profile`));
        check(text.includes(OWN[color]), `${color} has its own samples`);
        check(!text.includes(OTHER[color]), `${color} has none of its neighbours'`);
      }
    });

    itSamples(
      'writes a report of each request to a folder, each with its own samples and awaits',
      async () => {
        await using tried = await open(start, { renderer: 'session' });
        const requests = Array.from({ length: 10 }, (_, i) => COLORS[i % 2] ?? 'red');
        spentRed.ms = spentBlue.ms = 0;
        const answers = await Promise.all(
          requests.map(async color => (await tried.server.get(`/${color}`)).text()),
        );
        assert.deepEqual(answers, requests);
        const sessions = await tried.sessions(requests.length);
        const red = sessions.filter(({ meta }) => meta.program === 'GET /red');
        const blue = sessions.filter(({ meta }) => meta.program === 'GET /blue');
        assert.deepEqual([red.length, blue.length], [5, 5]);
        checkSessions(red, 'red', spentRed.ms);
        checkSessions(blue, 'blue', spentBlue.ms);
      },
    );

    it('answers as ever in production, unless it is told otherwise', async () => {
      const before = process.env['NODE_ENV'];
      process.env['NODE_ENV'] = 'production';
      try {
        await using tried = await open(start, {});
        assert.equal(await (await tried.server.get('/red?profile')).text(), 'red');
        await using shown = await open(start, { show: () => true });
        assert.match(await (await shown.server.get('/red?profile')).text(), /<title>/);
      } finally {
        if (before === undefined) delete process.env['NODE_ENV'];
        else process.env['NODE_ENV'] = before;
      }
    });

    it('answers as ever when the profile fails', async () => {
      const warned: string[] = [];
      const onWarning = (warning: Error): void => void warned.push(warning.message);
      process.on('warning', onWarning);
      await using tried = await open(start, { intervalMs: -1 });
      const text = await (await tried.server.get('/blue?profile')).text();
      await using naming = await open(start, {
        filename: () => {
          throw new Error('no name today');
        },
      });
      const named = await (await naming.server.get('/blue')).text();
      await wait(50);
      process.off('warning', onWarning);
      assert.deepEqual([text, named], ['blue', 'blue']);
      check(warned.some(message => /interval/.test(message)));
    });
  });
}

/** All work of these requests, and nothing of the others', is in their sessions; besides, each of them waited. */
function checkSessions(sessions: readonly SessionData[], color: 'red' | 'blue', spentMs: number) {
  const answer = color === 'red' ? 'answerRed' : 'answerBlue';
  let workMs = 0;
  for (const session of sessions) {
    check(!functionsOf(session).has(OTHER[color]), `${color} has none of its neighbours'`);
    const waitingMs = buildCallTree(session).waiting / 1000;
    check(waitingIn(session, answer) > 0.95 * waitingMs, `${color} waits where it awaits`);
    // V8 may have put the function that works into the one that answers, in code from before anything was recorded.
    workMs += timeIn(session, answer) - waitingIn(session, answer);
  }
  check(Math.abs(workMs - spentMs) < 0.2 * spentMs, `${workMs} ms of ${spentMs} ms of work`);
}

interface Tried extends AsyncDisposable {
  readonly server: TriedServer;
  /** What was written to the folder, once there is so much of it. */
  sessions(count: number): Promise<SessionData[]>;
}

const folders: string[] = [];
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A folder is given when the options say how its files are to be. */
async function open(start: StartServer, options: MiddlewareOptions): Promise<Tried> {
  const dir = await mkdtemp(join(tmpdir(), 'hotpath-middleware-'));
  folders.push(dir);
  const isWritten = options.renderer !== undefined || options.filename !== undefined;
  const server = await start(isWritten ? { ...options, dir } : options);
  return {
    server,
    async sessions(count) {
      const deadline = performance.now() + 20_000;
      for (;;) {
        const files = (await readdir(dir)).filter(file => file.endsWith('.hotpath'));
        if (files.length >= count || performance.now() > deadline) {
          assert.equal(files.length, count);
          return Promise.all(
            files.map(async f => decodeSession(await readFile(join(dir, f), 'utf8'))),
          );
        }
        await wait(20);
      }
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
