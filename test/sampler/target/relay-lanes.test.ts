// What a program delivers at its end arrives whole.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { FrameReader } from '../../../src/sampler/protocol/framing.ts';
import { RelayLanes } from '../../../src/sampler/target/relay-lanes.ts';
import type { RelayData } from '../../../src/sampler/target/relay-data.ts';

const SCRIPT = { type: 'script', url: 'hotpath:test', source: 'x'.repeat(3_000_000) } as const;

it('A lane delivers all that it was given, though more comes after its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpath-lane-'));
  const server = createServer({ pauseOnConnect: true }).listen(join(folder, 's'));
  await once(server, 'listening');
  const socket = connect(join(folder, 's'));
  const [received] = (await once(server, 'connection')) as [Socket];

  const data = { command: 'node a.js', clockOriginUs: 0 } as RelayData;
  const lane = new RelayLanes(data).openMain(socket);
  lane.send(SCRIPT);
  const ended = new Promise<void>(resolve => {
    lane.end(resolve);
  });
  lane.send({ type: 'awaits', frames: [], sites: [], waits: [], runs: [] });

  const reader = new FrameReader();
  const messages: unknown[] = [];
  received.on('data', bytes => messages.push(...reader.push(bytes)));
  received.resume();
  await ended;
  await once(received, 'end');
  assert.deepEqual(
    messages.map(message => (message as { type: string }).type),
    ['hello', 'script', 'end'],
  );
  assert.deepEqual(messages[1], SCRIPT);
  server.close();
  rmSync(folder, { recursive: true });
});
