import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseInspectorAddress } from '../../../src/sampler/attaching/inspector-address.ts';

it('an inspector is named by its port on this machine, or by its whole address', () => {
  for (const text of [':9229', 'localhost:9229', '127.0.0.1:9229', '[::1]:9229'])
    assert.deepEqual(parseInspectorAddress(text), { kind: 'port', port: 9229 }, text);
  for (const address of ['ws://127.0.0.1:9229/0f2c936f', 'wss://localhost:9229/a'])
    assert.deepEqual(parseInspectorAddress(address), { kind: 'address', address }, address);
});

it('a bare number, another machine and what is no port are no inspector', () => {
  for (const text of ['', '9229', ':0', ':65536', 'example.com:9229', 'ws://', 'http://a/'])
    assert.equal(parseInspectorAddress(text), undefined, text);
});
