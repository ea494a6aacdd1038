import 'reflect-metadata';
import { Controller, Get, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { createRequire } from 'node:module';
import type { RequestListener, Server } from 'node:http';
import { profileRequests as forConnect } from '../../src/middleware/connect.ts';
import { profileRequests as forExpress } from '../../src/middleware/express.ts';
import { profileRequests as forFastify } from '../../src/middleware/fastify.ts';
import { profileRequests as forHono } from '../../src/middleware/hono.ts';
import { profileRequests as forHttp } from '../../src/middleware/http.ts';
import { profileRequests as forKoa } from '../../src/middleware/koa.ts';
import { profileRequests as forNest } from '../../src/middleware/nest.ts';
import { profileRoute } from '../../src/middleware/next.ts';
import { answerBlue } from './blue.ts';
import { testFramework } from './framework-suite.ts';
import { listen, started } from './local-server.ts';
import { answerRed } from './red.ts';

const require = createRequire(import.meta.url);

/** The work that a path asks for. */
function answer(path: string): Promise<string> {
  return path.startsWith('/red') ? answerRed() : answerBlue();
}

testFramework('node:http', options =>
  listen(
    forHttp((request, response) => {
      void answer(request.url ?? '').then(text => response.end(text));
    }, options),
  ),
);

testFramework('Express 5', options => {
  const app = express();
  app.use(forExpress(options));
  app.get('/:color', async (request, response) => {
    response.send(await answer(request.path));
  });
  return listen(app as RequestListener);
});

testFramework('Express 4', options => {
  const app = (require('express4') as typeof express)();
  app.use(forExpress(options));
  app.get('/:color', (request, response) => {
    void answer(request.path).then(text => response.send(text));
  });
  return listen(app as RequestListener);
});

type ConnectApp = RequestListener & { use(handler: unknown): void };

testFramework('Connect', options => {
  const app = (require('connect') as () => ConnectApp)();
  app.use(forConnect(options));
  app.use((request: { url: string }, response: { end(text: string): void }) => {
    void answer(request.url).then(text => {
      response.end(text);
    });
  });
  return listen(app);
});

testFramework('Fastify', async options => {
  const app = Fastify();
  await app.register(forFastify, options);
  app.get('/:color', request => answer(request.url));
  await app.ready();
  app.server.on('close', () => void app.close());
  return started(app.server);
});

testFramework('Koa', options => {
  const app = new Koa();
  app.use(forKoa(options));
  app.use(async context => {
    context.body = await answer(context.path);
  });
  const handle = app.callback();
  return listen((request, response) => void handle(request, response));
});

testFramework('Hono', options => {
  const app = new Hono();
  app.use(forHono(options) as never);
  app.get('/:color', async context => context.text(await answer(context.req.path)));
  return Promise.resolve({
    origin: 'http://localhost',
    get: async path => app.fetch(new Request(`http://localhost${path}`)),
    close: () => Promise.resolve(),
  });
});

testFramework('NestJS', async options => {
  class Colors {
    red(): Promise<string> {
      return answerRed();
    }
    blue(): Promise<string> {
      return answerBlue();
    }
  }
  // As decorators do it, which tsx leaves to the type checker's settings.
  Controller()(Colors);
  for (const name of ['red', 'blue'] as const)
    Get(name)(Colors.prototype, name, Object.getOwnPropertyDescriptor(Colors.prototype, name)!);
  class App {
    readonly colors = ['red', 'blue'];
  }
  Module({ controllers: [Colors] })(App);
  Logger.overrideLogger(false);
  const app = await NestFactory.create(App);
  app.use(forNest(options));
  await app.init();
  return started(app.getHttpServer() as Server);
});

testFramework('Next.js route handlers', options => {
  const GET = profileRoute(
    async request => new Response(await answer(new URL(request.url).pathname)),
    options,
  );
  return Promise.resolve({
    origin: 'http://localhost',
    get: path => GET(new Request(`http://localhost${path}`)),
    close: () => Promise.resolve(),
  });
});
