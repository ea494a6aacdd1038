import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { EXPORT_FORMATS, findExportFormat } from '../../src/mapping/export-formats.ts';
import { parseProfile } from '../helpers/profile-text.ts';

test('the ending of a file’s name chooses the format', () => {
  const titles = ['a.txt', 'A.JSON', 'a.speedscope.json', 'a.b.cpuprofile', 'a.pb.gz'].map(
    name => findExportFormat(name).title,
  );
  assert.deepEqual(titles, ['Text report', 'JSON report', 'speedscope', 'V8 CPU profile', 'pprof']);
});

test('a name without an ending that is known becomes a session', () => {
  assert.equal(findExportFormat('/tmp/before.the.change').title, 'Hotpath session');
});

test('every format holds the profile', async () => {
  const session = parseProfile('main@/app/a.js:1 :2 > parse@/app/b.js:3 :4 5ms');
  for (const format of EXPORT_FORMATS.filter(({ extension }) => extension !== 'html')) {
    const content = await format.encode(session);
    const text =
      content instanceof Uint8Array
        ? gunzipSync(content).toString('latin1')
        : Array.from(content).join('');
    assert.match(text, /parse/, format.title);
  }
});
