// Where a program waits for HTTP requests: each is one wait, of who made it. The programs measure their own truth.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import type { LineTime } from '../../../../src/model/line-times.ts';
import { NODE_MAJOR } from '../../../helpers/node-under-test.ts';
import { record, timesOf, writeProgram } from '../../run-program.ts';
import type { Recorded } from '../../run-program.ts';

/** Line 1 of each program. Answers to `/200/400` begin after 200 ms and end after 400. */
const SET_UP = `
const http = require('http'), port = process.env.OTHER_PORT;
const agent = new http.Agent({ keepAlive: true }), now = () => performance.now(), spent = [0, 0];
`;

/** Runs a program beside a server. */
async function recordClient(code: string): Promise<Recorded> {
  const server = createServer((request, response) => {
    const [, begin, end] = request.url?.split('/').map(Number) ?? [];
    setTimeout(() => response.write('begin'), begin);
    setTimeout(() => response.end('end'), end);
  });
  await new Promise<void>(resolve => server.listen(0, resolve));
  const OTHER_PORT = String((server.address() as { port: number }).port);
  const path = writeProgram(`${SET_UP.replaceAll('\n', ' ')}\n${code.trim()}`);
  try {
    return await record(path, { env: { ...process.env, OTHER_PORT } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function lineOf(run: Recorded, line: number): LineTime {
  const time = timesOf(run)?.lines.get(line);
  assert.ok(time !== undefined, `${run.stdout}${run.stderr}`);
  return time;
}

/** The part of the first line in what both waited, by Hotpath and by the program itself. */
function assertParts(run: Recorded, lines: readonly [number, number]): void {
  const [first, second] = lines.map(line => lineOf(run, line).waiting) as [number, number];
  const [one, two] = JSON.parse(run.stdout) as [number, number];
  const [found, truth] = [first / (first + second), one / (one + two)];
  assert.ok(Math.abs(found - truth) < 0.15, `${found} is not ${truth}`);
}

describe('A request', () => {
  it('is one wait, whatever it takes: a look-up, a connection, parts of a response', async () => {
    const run = await recordClient(`
http.get('http://localhost:' + port + '/100/300', response => response.resume());
`);
    const { awaits, waiting } = lineOf(run, 2);
    assert.equal(awaits?.count, 1);
    assert.ok(waiting > 250_000, `${waiting} of 300,000 µs`);
  });

  it('over a connection that another has kept is waited for where it was made', async () => {
    const run = await recordClient(`
const get = path => new Promise(done =>
  http.get({ port, agent, path }, response => response.on('end', done).resume()));
(async () => {
  await get('/0/0');
  let begin = now();
  await get('/200/200');
  spent[0] += now() - begin;
  begin = now();
  await get('/400/400');
  spent[1] += now() - begin;
  agent.destroy();
  console.log(JSON.stringify(spent));
})();
`);
    assertParts(run, [7, 10]);
  });

  const skip = NODE_MAJOR < 20 && 'has no `fetch` that can be followed';
  it('of `fetch` waits where it is awaited, and for its body where that is', { skip }, async () => {
    const run = await recordClient(`
(async () => {
  await fetch('http://127.0.0.1:' + port + '/0/0').then(response => response.text());
  for (let i = 0; i < 4; i++) {
    const response = await fetch('http://127.0.0.1:' + port + '/150/450');
    await response.text();
  }
})();
`);
    const [head, body] = [5, 6].map(line => lineOf(run, line).waiting) as [number, number];
    assert.ok(body > 1.2 * head, `${head} and ${body} µs, of 600,000 and 1,200,000`);
  });
});
