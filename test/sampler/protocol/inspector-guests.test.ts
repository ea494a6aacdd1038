// Who closes a program's inspector.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { CommandGate } from '../../../src/sampler/protocol/command-gate.ts';
import {
  closeLater,
  enterInspector,
  keepOpen,
  leaveGuests,
} from '../../../src/sampler/protocol/inspector-guests.ts';
import type { InspectorPort } from '../../../src/sampler/protocol/inspector-port.ts';
import { TimeLimits } from '../../../src/sampler/protocol/time-limits.ts';

/** A program of which nothing is there but its `process`, and timers. */
function inspectorOf(process: object): InspectorPort {
  const gate = new CommandGate((_method, { expression }, reply) => {
    const value: unknown = runInNewContext(String(expression), {
      ...{ process, setTimeout, setImmediate },
    });
    reply(null, { result: { value } });
  }, new TimeLimits());
  return {
    ...{ gate, post: gate.post },
    on: () => undefined,
  };
}

/** Counts how often its inspector is closed. */
function newProgram(): { closed: number } {
  const program = { closed: 0 };
  const value = (): void => {
    program.closed++;
  };
  Object.defineProperty(program, '_debugEnd', { value });
  return program;
}

it('An inspector is closed by the last who leaves, whoever opened it', async () => {
  const program = newProgram();
  const port = inspectorOf(program);
  enterInspector(port, true);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, true), false);
  enterInspector(port, false);
  assert.equal(await leaveGuests(port, false), false);
  assert.equal(await leaveGuests(port, false), true);
  await closeLater(port, 1);
  await sleep(20);
  assert.deepEqual(program, { closed: 1 });
  assert.deepEqual(Object.getOwnPropertySymbols(program), []);
});

it('An inspector is not closed for who comes when the last one has just left, but when that leaves', async () => {
  const program = newProgram();
  const port = inspectorOf(program);
  enterInspector(port, true);
  assert.equal(await leaveGuests(port, true), true);
  await closeLater(port, 1);
  enterInspector(port, false);
  await sleep(20);
  assert.equal(program.closed, 0);
  assert.equal(await leaveGuests(port, false), true);
  await closeLater(port, 1);
  await sleep(20);
  assert.equal(program.closed, 1);
});

it('An inspector that a debugger needs is kept, and we leave nothing behind', async () => {
  const program = newProgram();
  const port = inspectorOf(program);
  enterInspector(port, true);
  assert.equal(await leaveGuests(port, true), true);
  await keepOpen(port);
  assert.deepEqual(Object.getOwnPropertySymbols(program), []);
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
