// The library's entry points beside `hotpath` itself: `hotpath/express` and so on. Name → source.
export const entries = {
  ...sourcesIn('src/middleware', [
    'connect',
    'express',
    'fastify',
    'hono',
    'http',
    'koa',
    'nest',
    'next',
  ]),
  ...sourcesIn('src/test-runners', ['jest', 'mocha', 'node-test', 'vitest']),
};

function sourcesIn(folder, names) {
  return Object.fromEntries(names.map(name => [name, `${folder}/${name}.ts`]));
}
