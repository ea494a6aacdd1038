// Who closes a program's inspector.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { enterInspector, leaveGuests } from '../../../src/sampler/protocol/inspector-guests.ts';
import type { InspectorPort } from '../../../src/sampler/protocol/inspector-port.ts';

/** A program of which nothing is there but its `process`. */
function inspectorOf(process: object): InspectorPort {
  return {
    post(_method, { expression }, reply) {
      const value: unknown = runInNewContext(String(expression), { process });
      reply(null, { result: { value } });
    },
    on: () => undefined,
  };
}

it('An inspector is closed by the last who leaves, whoever opened it', async () => {
  const program = {};
  const port = inspectorOf(program);
  enterInspector(port, true);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, true), false);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, false), false);
  assert.equal(await leaveGuests(port, false), true);
  assert.deepEqual(Reflect.ownKeys(program), []);
});

it('An inspector that was open before is left open', async () => {
  const port = inspectorOf({});
  enterInspector(port, false);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, false), false);
  assert.equal(await leaveGuests(port, false), false);
});

it('The inspector of a program that froze `process` is closed by who opened it', async () => {
  const port = inspectorOf(Object.freeze({}));
  enterInspector(port, true);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, false), false);
  assert.equal(await leaveGuests(port, true), true);
});
