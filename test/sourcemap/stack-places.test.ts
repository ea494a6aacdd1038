// Stack traces place a function where its text begins, samples at its parameters. The awaits of a function that was
// never sampled are known from stack traces alone.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runInThisContext } from 'node:vm';
import { buildOutline } from '../../src/sourcemap/syntax/outline.ts';
import { dedent } from './map-text.ts';

const FILE = 'stack-places.js';
const TEXT = dedent(`
  (async seen => {
    function plain() { seen(new Error()); }
    async function later() { await null; seen(new Error()); }
    class Users {
      load(a) { seen(new Error()); }
      async reload() { await null; seen(new Error()); }
      get size() { seen(new Error()); return 0; }
      static async from() { await null; seen(new Error()); }
      async #secret() { await null; seen(new Error()); }
      reveal() { return this.#secret(); }
      onClick = async () => { await null; seen(new Error()); };
    }
    const users = new Users();
    plain(); await later(); users.load(); await users.reload(); users.size; await Users.from();
    await users.reveal(); await users.onClick();
  })
`);

/** Where V8's stack traces say that the functions are. */
async function functionsInTraces(): Promise<NodeJS.CallSite[]> {
  const found: NodeJS.CallSite[] = [];
  const theirs = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Error.prepareStackTrace = (_error, sites) => sites;
  const run = runInThisContext(TEXT, FILE) as (seen: (error: Error) => void) => Promise<void>;
  await run(error => found.push(...(error.stack as unknown as NodeJS.CallSite[]).slice(0, 1)));
  if (theirs === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
  else Object.defineProperty(Error, 'prepareStackTrace', theirs);
  return found;
}

it('functions are found where stack traces place them, with their class', async () => {
  const outline = buildOutline(TEXT);
  const found = (await functionsInTraces()).map(site => {
    const fn = outline?.findFunction({
      name: site.getFunctionName() ?? '',
      line: site.getEnclosingLineNumber() ?? 0,
      column: site.getEnclosingColumnNumber(),
    });
    return [fn?.className, fn?.name].join('.');
  });
  const methods = ['load', 'reload', 'size', 'from', '#secret', 'onClick'];
  assert.deepEqual(found, ['.plain', '.later', ...methods.map(name => `Users.${name}`)]);
});
