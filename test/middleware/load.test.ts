// Many requests at once, of which some are looked at: their figures are their own, also where connections are shared.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { load } from '../../src/load.ts';
import { profileRequests } from '../../src/middleware/http.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import { check, functionsOf, itSamples, timeIn, waitingIn } from '../library/shares.ts';
import { burnBlue } from './blue.ts';
import { listen } from './local-server.ts';
import { burnRed, spentRed } from './red.ts';

/** A database that answers each line after 50 ms. */
const database = createServer(socket => {
  socket.on('data', data => {
    for (const line of data.toString().trim().split('\n'))
      setTimeout(() => socket.write(`rows of ${line}\n`), 50);
  });
});

/** Connections that are opened once and lent to one query after the other. */
class Pool {
  readonly #free: Socket[] = [];
  readonly #waiting: ((connection: Socket) => void)[] = [];

  async open(port: number, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const connection = connect(port);
      await new Promise(resolve => connection.once('connect', resolve));
      this.#free.push(connection);
    }
  }

  query(sql: string): Promise<string> {
    return new Promise(resolve => {
      const send = (connection: Socket): void => {
        connection.once('data', rows => {
          this.#release(connection);
          resolve(String(rows));
        });
        connection.write(`${sql}\n`);
      };
      const connection = this.#free.pop();
      if (connection === undefined) this.#waiting.push(send);
      else send(connection);
    });
  }

  close(): void {
    for (const connection of this.#free) connection.destroy();
  }

  #release(connection: Socket): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else next(connection);
  }
}

const pool = new Pool();

async function answerOwn(): Promise<string> {
  burnRed(30);
  return pool.query('own');
}

async function findRows(): Promise<string> {
  const rows = await answerOwn(); // the line that waits for its callee
  burnRed(5);
  return rows;
}

async function answerOther(): Promise<string> {
  burnBlue(3);
  await wait(10);
  burnBlue(3);
  return pool.query('other');
}

describe('Middleware under load', () => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hotpath-load-'));
    await new Promise<void>(resolve => database.listen(0, '127.0.0.1', resolve));
    await pool.open((database.address() as AddressInfo).port, 6);
  });
  after(async () => {
    pool.close();
    database.close();
    await rm(dir, { recursive: true });
  });

  itSamples(
    'gives each of 200 requests its own work, and its waiting where it awaits',
    async () => {
      const folder = await mkdtemp(join(dir, 'own-'));
      const server = await listen((request, response) => {
        const answer = request.url?.startsWith('/own') === true ? findRows : answerOther;
        const listener = profileRequests(() => void answer().then(text => response.end(text)), {
          ...(answer === findRows ? { dir: folder } : {}),
          renderer: 'session',
        });
        listener(request, response);
      });
      spentRed.ms = 0;
      const paths = Array.from({ length: 200 }, (_, i) => (i % 20 === 0 ? '/own' : '/other'));
      const texts = await Promise.all(paths.map(async path => (await server.get(path)).text()));
      const sessions = await written(folder, 10);
      await server.close();
      assert.deepEqual(
        texts.map(text => text.trim()),
        paths.map(path => `rows of ${path.slice(1)}`),
      );
      for (const session of sessions) checkOwn(session);
      // V8 may have put the function that works into the one that calls it, in code from before anything was recorded.
      const workMs = sessions.reduce(
        (sum, session) => sum + timeIn(session, 'findRows') - waitingIn(session, 'findRows'),
        0,
      );
      check(Math.abs(workMs - spentRed.ms) < 0.2 * spentRed.ms, `${workMs} of ${spentRed.ms} ms`);
    },
  );

  it('writes reports under names that lead nowhere else', async () => {
    const folder = await mkdtemp(join(dir, 'names-'));
    const options = { dir: folder, renderer: 'folded' as const };
    const server = await listen(profileRequests((_, response) => void response.end(), options));
    const paths = [
      '/%2e%2e%2f%2e%2e%2fetc',
      '/caf%C3%A9?a=b&c',
      '/CON',
      `/${'x'.repeat(3000)}`,
      '/%',
    ];
    for (const path of paths) await server.get(path);
    const files = await names(folder, paths.length);
    await server.close();
    for (const file of files) {
      assert.match(file, /^\d\.\d{3}s GET _[^/\\:*?"<>|%]* \d+\.folded\.txt$/);
      check(Buffer.byteLength(file) <= 255);
    }
    check(files.some(file => file.includes('_café ')));
  });
});

/** It has all of its waiting on the line that awaits the pool, and no code of its neighbours. */
function checkOwn(session: SessionData): void {
  check(!functionsOf(session).has('burnBlue'), 'it has nothing of its neighbours');
  const { waiting } = buildCallTree(session);
  const file = [...buildLineTimes(session).values()].find(({ path }) =>
    path.endsWith('load.test.ts'),
  );
  const awaiting = [...(file?.lines.values() ?? [])].reduce((most, line) =>
    line.waiting > most.waiting ? line : most,
  );
  check(waiting > 40_000, `it waits for the database: ${waiting} us`);
  check(awaiting.waiting > 0.95 * waiting, 'all of it where it awaits');
}

async function names(folder: string, count: number): Promise<readonly string[]> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const files = (await readdir(folder)).filter(file => !file.endsWith('.tmp'));
    if (files.length >= count) return files;
    if (performance.now() > deadline) assert.fail(`${files.length} of ${count} reports`);
    await wait(20);
  }
}

async function written(folder: string, count: number): Promise<readonly SessionData[]> {
  const files = await names(folder, count);
  return Promise.all(files.map(file => load(join(folder, file))));
}
