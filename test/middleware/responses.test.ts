// Responses under `?profile` that are streamed, that fail or that are missing: the report comes instead.

import express from 'express';
import Fastify from 'fastify';
import Koa from 'koa';
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { profileRequests as forExpress } from '../../src/middleware/express.ts';
import { profileRequests as forFastify } from '../../src/middleware/fastify.ts';
import { profileRequests as forKoa } from '../../src/middleware/koa.ts';
import { profileRoute } from '../../src/middleware/next.ts';
import { check, itSamples } from '../library/shares.ts';
import type { TriedServer } from './framework-suite.ts';
import { listen, open, started } from './local-server.ts';
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
