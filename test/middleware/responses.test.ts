// Responses of every kind under `?profile`: the report comes instead, or the response goes out as it was meant.

import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { profileRequests as forExpress } from '../../src/middleware/express.ts';
import { profileRequests as forFastify } from '../../src/middleware/fastify.ts';
import { profileRequests as forHttp } from '../../src/middleware/http.ts';
import { profileRequests as forKoa } from '../../src/middleware/koa.ts';
import { profileRoute } from '../../src/middleware/next.ts';
import { check, itSamples } from '../library/shares.ts';
import type { TriedServer } from './framework-suite.ts';
import { listen, started } from './local-server.ts';
import { burnRed } from './red.ts';

const REPORT = /<title>GET \/[^<]*\?profile/;

/** The same three handlers in each framework: one that streams, one that fails, and one that is not there. */
const SERVERS: Readonly<Record<string, () => Promise<TriedServer>>> = {
  Express: () => {
    const app = express();
    app.use(forExpress());
    app.get('/stream', (_request, response) => void parts().pipe(response));
    app.get('/failing', fail);
    app.set('env', 'test');
    return listen(app as RequestListener);
  },
  Fastify: async () => {
    const app = Fastify();
    await app.register(forFastify);
    app.get('/stream', (_request, reply) => reply.send(parts()));
    app.get('/failing', fail);
    await app.ready();
    app.server.on('close', () => void app.close());
    return started(app.server);
  },
  Koa: () => {
    const app = new Koa();
    app.silent = true;
    app.use(forKoa());
    app.use(context => {
      if (context.path === '/stream') context.body = parts();
      if (context.path === '/failing') fail();
    });
    const handle = app.callback();
    return listen((request, response) => void handle(request, response));
  },
};

function fail(): never {
  burnRed(5);
  throw new Error('as it must');
}

/** Takes its time over each part. */
function parts(): Readable {
  async function* make(): AsyncGenerator<Buffer> {
    for (let i = 0; i < 3; i++) {
      await wait(5);
      burnRed(10);
      yield Buffer.from(`part ${i} `);
    }
  }
  return Readable.from(make());
}

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`${name} under ?profile`, () => {
    itSamples('shows what ran while the response was streamed', async () => {
      await using server = await open(start());
      assert.equal(await (await server.get('/stream')).text(), 'part 0 part 1 part 2 ');
      const text = await (await server.get('/stream?profile')).text();
      assert.match(text, REPORT);
      check(text.includes('burnRed'));
    });

    it('answers with the report also when the handler throws', async () => {
      await using server = await open(start());
      assert.equal((await server.get('/failing')).status, 500);
      const response = await server.get('/failing?profile');
      assert.equal(response.status, 200);
      assert.match(await response.text(), REPORT);
    });

    it('answers with the report where there is no handler', async () => {
      await using server = await open(start());
      assert.equal((await server.get('/missing')).status, 404);
      assert.match(await (await server.get('/missing?profile')).text(), REPORT);
    });
  });
}

describe('A Next.js route handler under ?profile', () => {
  itSamples('shows what ran while the response was streamed', async () => {
    const GET = profileRoute(() => new Response(Readable.toWeb(parts()) as ReadableStream));
    assert.match(await (await GET(new Request('http://a/b'))).text(), /^part 0/);
    const text = await (await GET(new Request('http://a/b?profile'))).text();
    assert.match(text, REPORT);
    check(text.includes('burnRed'));
  });

  it('lets errors through, as Next.js needs them for redirects', async () => {
    await assert.rejects(profileRoute(fail)(new Request('http://a/b?profile')), /as it must/);
  });
});

describe('node:http under ?profile', () => {
  it('sends no body to a HEAD request, and reads that of a POST request', async () => {
    await using server = await serve((request, response) => {
      request.resume().on('end', () => response.end('ok'));
    });
    const head = await server.get('/?profile', { method: 'HEAD' });
    assert.equal(await head.text(), '');
    check(Number(head.headers.get('content-length')) > 1000);
    const post = await server.get('/?profile', { method: 'POST', body: 'x'.repeat(100_000) });
    assert.match(await post.text(), /<title>POST/);
  });

  it('calls back once the response has ended', async () => {
    const ended: string[] = [];
    await using server = await serve((request, response) => {
      response.end('plain', () => ended.push(request.url ?? ''));
    });
    assert.match(await (await server.get('/?profile')).text(), REPORT);
    await wait(50);
    assert.deepEqual(ended, ['/?profile']);
  });

  it('tells nothing of the response that it replaces', async () => {
    await using server = await serve((_request, response) => {
      response.setHeader('etag', '"1"');
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const response = await server.get('/?profile', { redirect: 'manual' });
    assert.equal(response.status, 200);
    assert.deepEqual(
      ['etag', 'location'].map(name => response.headers.get(name)),
      [null, null],
    );
  });

  it('leaves a response alone whose head was sent before', async () => {
    const profiled = forHttp((_request, response) => void response.end('the end'));
    await using server = await open(
      listen((request, response) => {
        response.write('before ');
        void profiled(request, response);
      }),
    );
    assert.equal(await (await server.get('/?profile')).text(), 'before the end');
  });

  it('sends a response that is too large to be kept', async () => {
    const part = Buffer.alloc(2 ** 20, 'x');
    await using server = await serve((_request, response) => {
      for (let i = 0; i < 80; i++) response.write(part);
      response.end('the end');
    });
    const warned = nextWarning();
    const body = await (await server.get('/?profile')).arrayBuffer();
    assert.equal(body.byteLength, 80 * part.length + 7);
    assert.match(await warned, /too large/);
  });

  it('works with a compression that wraps the response, before and behind it', async () => {
    const handler: RequestListener = (_request, response) => void response.end('plain');
    for (const listener of [compressed(forHttp(handler)), forHttp(compressed(handler))]) {
      await using server = await open(listen(listener));
      assert.equal(await (await server.get('/')).text(), 'plain');
      assert.match(await (await server.get('/?profile')).text(), REPORT);
    }
  });

  it('goes on when the client leaves', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/fine') response.end('fine');
    });
    const left = httpRequest(`${server.origin}/?profile`).on('error', () => undefined);
    left.end();
    await wait(30);
    left.destroy();
    await wait(30);
    assert.equal(await (await server.get('/fine')).text(), 'fine');
  });

  it('takes no promise for a permission', async () => {
    const show = (() => Promise.resolve(true)) as unknown as () => boolean;
    const listener = forHttp((_request, response) => void response.end('plain'), { show });
    await using server = await open(listen(listener));
    const warned = nextWarning();
    assert.equal(await (await server.get('/?profile')).text(), 'plain');
    assert.match(await warned, /show must answer at once/);
  });
});

/** What `compression` does: the first write or end decides, and everything goes through gzip. */
function compressed(handler: RequestListener): RequestListener {
  return (request, response) => {
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    const gzip = createGzip();
    gzip.on('data', (part: Buffer) => write(part));
    gzip.on('end', () => end());
    const encode = (): void => {
      response.removeHeader('content-length');
      response.setHeader('content-encoding', 'gzip');
    };
    response.write = ((part: Buffer) => (encode(), gzip.write(part))) as ServerResponse['write'];
    response.end = ((part?: Buffer) => (encode(), gzip.end(part), response)) as typeof response.end;
    handler(request, response);
  };
}

function nextWarning(): Promise<string> {
  return new Promise(resolve => {
    process.once('warning', ({ message }) => {
      resolve(message);
    });
  });
}

function serve(handler: RequestListener): ReturnType<typeof open> {
  return open(listen(forHttp(handler)));
}

async function open(starting: Promise<TriedServer>): Promise<TriedServer & AsyncDisposable> {
  const server = await starting;
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}
