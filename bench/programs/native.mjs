// Native code that is not interrupted, called from two lines each: key derivation, compression, files, regular
// expressions, and a thread that sleeps.
import { randomBytes, scryptSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { now, ran, scale } from './truth.mjs';

const folder = mkdtempSync(join(tmpdir(), 'bench-native-'));
const [large, small] = [join(folder, 'large'), join(folder, 'small')];
const bytes = randomBytes(6e6);
writeFileSync(large, bytes);
writeFileSync(small, bytes.subarray(0, 2e6));
const text = 'x'.repeat(21);
const slow = /^(?:x+x+)+z/;
const cell = new Int32Array(new SharedArrayBuffer(4));

function all() {
  let t = now();
  scryptSync('password', 'salt', 64, { N: 2 ** 14 }); // #key
  ran(t, 'key', 'all');
  t = now();
  scryptSync('password', 'salt', 64, { N: 2 ** 16, maxmem: 2 ** 30 }); // #keys
  ran(t, 'keys', 'all');
  t = now();
  gzipSync(bytes.subarray(0, 3e6)); // #zip
  ran(t, 'zip', 'all');
  t = now();
  gzipSync(bytes.subarray(0, 1e6)); // #less
  ran(t, 'less', 'all');
  t = now();
  for (let i = 0; i < 20; i++) readFileSync(large); // #large
  ran(t, 'large', 'all');
  t = now();
  for (let i = 0; i < 20; i++) readFileSync(small); // #small
  ran(t, 'small', 'all');
  t = now();
  for (let i = 0; i < 3; i++) /(x+x+)+y/.test(text); // #expression
  ran(t, 'expression', 'all');
  t = now();
  for (let i = 0; i < 3; i++) slow.test(text); // #other
  ran(t, 'other', 'all');
  t = now();
  Atomics.wait(cell, 0, 0, 40); // #nap
  ran(t, 'nap', 'all');
  t = now();
  Atomics.wait(cell, 0, 0, 90); // #sleep
  ran(t, 'sleep', 'all');
}

const end = now() + 4500 * scale;
while (now() < end) all(); // #all
rmSync(folder, { recursive: true });
