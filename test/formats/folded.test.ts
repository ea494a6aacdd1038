import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFolded } from '../../src/formats/folded.ts';
import { parseProfile } from '../helpers/profile-text.ts';

describe('encodeFolded', () => {
  it('writes each stack once, from the root, with its microseconds', () => {
    const session = parseProfile(`
      main@/app/a.js:1 > Svc.load@/app/b.js:3 > [await] 3ms
      main@/app/a.js:1 > now@native 250us
      main@/app/a.js:1 > Svc.load@/app/b.js:3 > [await] 2ms
    `);
    assert.equal(
      encodeFolded(session),
      'main (/app/a.js:1);Svc.load (/app/b.js:3);[await] 5000\nmain (/app/a.js:1);now 250\n',
    );
  });

  it('puts each of several lanes below its name', () => {
    const session = parseProfile(`
      main 3ms
      lane worker 1 thread=1
      work 5ms
    `);
    assert.equal(encodeFolded(session), 'main;main 3000\nworker 1;work 5000\n');
    assert.equal(encodeFolded(session, { lane: 1 }), 'work 5000\n');
  });

  it('keeps names from ending a frame or a line', () => {
    const session = parseProfile('name@/app/a.js:1 1ms');
    const strings = session.strings.map(text => (text === 'name' ? 'a;b\nc' : text));
    assert.equal(encodeFolded({ ...session, strings }), 'a,b c (/app/a.js:1) 1000\n');
  });
});
