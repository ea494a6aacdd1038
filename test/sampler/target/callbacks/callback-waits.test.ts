// Where a program waits for callbacks: the time stands on the line that started what it waits for.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NODE_MAJOR } from '../../../helpers/node-under-test.ts';
import type { CallNode } from '../../../../src/model/call-node.ts';
import { buildCallTree } from '../../../../src/model/call-tree.ts';
import { durationOf, record, runPlainly, timesOf, writeProgram } from '../../run-program.ts';
import type { Recorded } from '../../run-program.ts';

const WAITING = 300;

/** Each starts something that takes 300 ms; `done` ends the program. */
const PROGRAMS: Record<string, string> = {
  'a timer': `setTimeout(done, ${WAITING});`,
  'a timer that repeats': `const timer = setInterval(() => { if (++ticks === 5) { clearInterval(timer); done(); } }, ${WAITING / 5});`,
  'a child process': `require('child_process').exec('sleep 0.3', done);`,
  'an HTTP request': `http.get({ port: other }, response => response.on('end', done).resume());`,
  'an HTTP request over a kept connection': `warm(() => http.get({ port: other, agent }, response => response.on('end', done).resume()));`,
  'the rest of an HTTP response': `http.get({ port: other, path: '/body' }, response => response.on('end', done).resume());`,
  'a file that is read in a stream': `require('fs').createReadStream(fifo()).on('close', done).resume();`,
  'the answer on a socket': `const socket = net.connect(other, () => socket.write('GET / HTTP/1.0\\r\\n\\r\\n'));  socket.once('data', done);`,
  'a key to be derived': `crypto.pbkdf2('secret', 'salt', rounds, 64, 'sha512', done);`,
};

/** What they need, on one line: the other end of connections is in another process, where its timers are not theirs. */
const SET_UP = `
var ticks = 0;
var http = require('http'), net = require('net'), crypto = require('crypto');
var agent = new http.Agent({ keepAlive: true });
var other = Number(process.env.OTHER_PORT), rounds = Number(process.env.ROUNDS);
function fifo() {
  const path = process.argv[1] + '.fifo', cp = require('child_process');
  cp.execSync('mkfifo "' + path + '"');
  cp.spawn('sh', ['-c', 'sleep 0.3; echo > "' + path + '"'], { stdio: 'ignore' }).unref();
  return path;
}
function warm(then) { http.get({ port: other, path: '/fast', agent }, r => r.on('end', () => setImmediate(then)).resume()); }
function done() { agent.destroy(); process.nextTick(() => process.exit()); }
`;

async function withServer<T>(use: (port: number) => Promise<T>): Promise<T> {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    if (request.url === '/body') response.write('begin');
    setTimeout(() => response.end('answer'), request.url === '/fast' ? 0 : WAITING);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as { port: number }).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** How many rounds of a key derivation take about as long as the other programs wait. */
async function findRounds(): Promise<number> {
  const { pbkdf2Sync } = await import('node:crypto');
  const begin = performance.now();
  pbkdf2Sync('secret', 'salt', 20_000, 64, 'sha512');
  return Math.ceil((20_000 * WAITING) / (performance.now() - begin));
}

/** Newer versions of Node.js keep the handles of some operations to themselves. */
function isSeen(what: string): boolean {
  const until = { 'a key to be derived': 23, 'the answer on a socket': 25 }[what] ?? Infinity;
  if (what.startsWith('a file') && process.platform === 'win32') return false;
  return NODE_MAJOR <= until;
}

describe('A program that waits for', () => {
  for (const [what, code] of Object.entries(PROGRAMS))
    it(`${what} has the time on the line that started it`, { skip: !isSeen(what) }, async () => {
      const path = writeProgram(`${SET_UP.replaceAll('\n', ' ')}\n${code}`);
      const run = await withServer(async port => {
        const env = {
          ...process.env,
          OTHER_PORT: String(port),
          ROUNDS: String(await findRounds()),
        };
        return record(path, { env });
      });
      assert.deepEqual(run.exit, { code: 0, signal: null }, run.stderr);
      const line = timesOf(run)?.lines.get(2);
      const waiting = (line?.waiting ?? 0) / durationOf(run.session);
      const idle = shareOf(run, '[idle]');
      assert.ok(waiting > 4 * idle, `${waiting} is waiting, ${idle} is idle`);
      assert.ok((line?.awaits?.count ?? 0) >= 1, 'no wait is counted');
    });
});

function shareOf(run: Recorded, name: string, lane?: number): number {
  const root = buildCallTree(run.session, lane === undefined ? {} : { lane });
  let us = 0;
  const open: CallNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.frame.name === name) us += node.total;
    open.push(...node.children);
  }
  return us / root.total;
}

describe('A callback', () => {
  it('is waited for in a worker thread as in the main one', async () => {
    const run = await record(
      writeProgram(`
const { Worker, isMainThread } = require('worker_threads');
if (isMainThread) new Worker(__filename);
else setTimeout(() => require('crypto').pbkdf2('secret', 'salt', 200000, 64, 'sha512', () => {}),
  500);
`),
    );
    const { total = 0, waiting = 0, awaits } = timesOf(run)?.lines.get(3) ?? {};
    assert.ok(waiting > 450_000, `${waiting} of ${total} µs`);
    assert.equal(awaits?.count, NODE_MAJOR <= 23 ? 2 : 1);
  });

  it('that no await is for has an equal part of the time', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const tick = rounds => {
  setTimeout(() => rounds > 1 && tick(rounds - 1), 150);
};
tick(4);
(async () => {
  for (let i = 0; i < 6; i++)
    await sleep(100);
})();
`),
    );
    const [callback, awaited] = [3, 8].map(line => timesOf(run)?.lines.get(line)?.waiting ?? 0);
    const part = callback! / (callback! + awaited!);
    assert.ok(Math.abs(part - 0.5) < 0.08, `${part} is for the callback`);
  });

  it('that another has begun has its time below the await that is for both', async () => {
    const run = await record(
      writeProgram(`
(async () => {
  await new Promise(done => {
    setTimeout(() => setImmediate(() => {
      setTimeout(() => {
        setTimeout(done, 20);
      }, 350);
    }), 150);
  });
})();
`),
    );
    const waiting = [2, 3, 4].map(line => (timesOf(run)?.lines.get(line)?.waiting ?? 0) / 520_000);
    for (const [i, expected] of [1, 150 / 520, 350 / 520].entries())
      assert.ok(Math.abs(waiting[i]! - expected) < 0.08, `${waiting[i]} is not ${expected}`);
  });

  it('that is called again and again is waited for each time', async () => {
    const run = await record(
      writeProgram(`
let left = 10;
const timer = setInterval(() => { if (--left === 0) clearInterval(timer); }, 40);
`),
    );
    const awaits = timesOf(run)?.lines.get(2)?.awaits;
    assert.equal(awaits?.count, 10);
    assert.ok(awaits.max < 200_000, `${awaits.max} of 40,000 µs`);
  });

  it('that is called again and again is not waited for beside an await', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const spinner = setInterval(() => process.stderr.write('.'), 40);
(async () => {
  await sleep(600);
  clearInterval(spinner);
})();
`),
    );
    const waiting = [2, 4].map(line => timesOf(run)?.lines.get(line)?.waiting ?? 0);
    assert.ok(waiting[0]! < 30_000, `${waiting[0]} µs at the spinner`);
    assert.ok(waiting[1]! > 540_000, `${waiting[1]} of 600,000 µs at the await`);
  });

  it('that runs for a moment has that time, and not that of the samples in it', async () => {
    const run = await record(
      writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
let spent = 0;
function go(left) {
  setTimeout(() => {
    const begin = performance.now();
    work(1.5);
    spent += performance.now() - begin;
    if (left > 0) go(left - 1); else console.log(spent);
  }, 3);
}
go(120);
`),
    );
    const [us = 0, spent] = [timesOf(run)?.lines.get(6)?.total, Number(run.stdout) * 1000];
    assert.ok(Math.abs(us - spent) < 0.2 * spent, `${us} of ${spent} µs`);
  });
});

describe('What is no wait of the program’s', () => {
  it('is idle: a server that waits for requests, whatever timers watch over it', async () => {
    const run = await record(
      writeProgram(`
const server = require('http').createServer((request, response) => response.end()).listen(0, () => {
  setTimeout(() => process.exit(), 600);
});
setInterval(() => {}, 50);
setTimeout(() => {}, 60_000);
`),
    );
    assert.ok(shareOf(run, '[idle]') > 0.8, `${shareOf(run, '[idle]')} is idle`);
  });

  it('is idle: a timer that was cleared, and one that keeps nothing alive', async () => {
    const run = await record(
      writeProgram(`
clearTimeout(setTimeout(() => {}, 100));
setTimeout(() => {}, 100).unref();
process.stdin.on('data', () => process.exit());
require('worker_threads');
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => process.exit();
new (require('worker_threads').Worker)('setTimeout(() => require("worker_threads").workerData.postMessage(1), 500)', { eval: true, workerData: port2, transferList: [port2] });
`),
    );
    const idle = shareOf(run, '[idle]', 0);
    assert.ok(idle > 0.6, `${idle} of the main thread is idle`);
  });
});

describe('A `.then`', () => {
  it('waits for what stands before it in the chain, which has the time', async () => {
    const run = await record(
      writeProgram(`
new Promise(resolve => setTimeout(resolve, 400))
  .then(() => 1)
  .then(() => 2)
  .then(() => 3);
`),
    );
    const lines = timesOf(run)?.lines;
    const waiting = (line: number): number => (lines?.get(line)?.waiting ?? 0) / 1000;
    assert.ok(waiting(1) > 300, `${waiting(1)} ms where the promise is made`);
    const others = [2, 3, 4].map(waiting);
    assert.ok(Math.max(...others) < 50, `${others.join(', ')} ms on the others`);
  });
});

describe('Timers, requests and sockets', () => {
  it('look to the program as they do without us', async () => {
    const path = writeProgram(`
const { inspect } = require('util');
const timer = setTimeout(() => {}, 1);
console.log(inspect(timer).replace(/\\d+/g, '0'), Object.keys(timer));
const socket = new (require('net').Socket)();
console.log(Object.keys(socket), socket.push.name, Object.keys(require('net').Socket.prototype));
const request = require('http').request({ port: 1 });
request.on('error', error => {
  console.log(error.code, Object.keys(request), request.res);
  require('fs').stat('/nowhere', function (error) { console.log(error.message, new Error('here').stack.split('\\n').length); });
});
request.end();
process.on('exit', () => console.log(process.getActiveResourcesInfo()));
`);
    const [plain, run] = [await runPlainly(path), await record(path)];
    assert.deepEqual([run.stdout, run.stderr, run.exit], [plain.stdout, plain.stderr, plain.exit]);
  });
});
