// Responses of node:http under `?profile`: the report comes instead, or the response goes out as it was meant.

import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { profileRequests as forHttp } from '../../src/middleware/http.ts';
import { check } from '../library/shares.ts';
import { listen, open } from './local-server.ts';

const REPORT = /<title>GET \/[^<]*\?profile/;

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
