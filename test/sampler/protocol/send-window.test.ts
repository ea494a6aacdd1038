import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { connectInspector } from '../../../src/sampler/protocol/web-socket-port.ts';
import type { RemotePort } from '../../../src/sampler/protocol/web-socket-port.ts';

/** The header of a message that is no longer than 64 KiB, in a WebSocket. */
const HEADER_BYTES = 8;

/** Asks for the length of texts, all at once, in messages of these lengths. */
async function askAll(port: RemotePort, lengths: readonly number[]): Promise<boolean[]> {
  return Promise.all(
    lengths.map(
      length =>
        new Promise<boolean>((resolve, reject) => {
          const message = {
            id: 100,
            method: 'Runtime.evaluate',
            params: { expression: "''.length" },
          };
          const size = length - JSON.stringify(message).length - HEADER_BYTES;
          const expression = `'${'x'.repeat(size)}'.length`;
          port.post('Runtime.evaluate', { expression }, (error, { result }) => {
            if (error !== null) reject(error);
            else resolve((result as { readonly value: unknown }).value === size);
          });
          void port.closed.then(() => {
            reject(new Error('The program has crashed.'));
          });
        }),
    ),
  );
}

describe('What is sent to an inspector', () => {
  it('is read whole where the last bytes come after the 64 KiB that Node.js reads at a time', async t => {
    const args = ['--inspect=0', '-e', 'setInterval(() => {}, 1000)'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    const [text] = (await once(child.stderr, 'data')) as [Buffer];
    const port = await connectInspector(/ws:\S+/.exec(text.toString())![0]);
    for (let round = 0; round < 5; round++)
      for (let late = 0; late <= 8; late++) {
        const whole = await askAll(port, [20_000, 20_000, 25_536 + late]);
        assert.deepEqual(whole, [true, true, true]);
      }
    port.close();
  });
});
