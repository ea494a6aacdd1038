// Renderers as the library's users call them: by name, or as functions that take processors.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import {
  render,
  renderConsole,
  renderJson,
  renderMarkdown,
  renderPprof,
  renderSpeedscope,
} from '../../src/index.ts';
import type { CallNode, Processor } from '../../src/index.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const SESSION = parseProfile(`
  main@/app/a.js:1 > parse@/app/b.js:5 600ms
  main@/app/a.js:1 > draw@/app/b.js:9 400ms
`);

/** A user's own processor: everything below the root is gone, its time is the root's. */
const rootOnly: Processor = (root: CallNode) => ({ ...root, self: root.total, children: [] });

describe('the renderers of the library', () => {
  it('take processors of the user instead of their own', () => {
    const options = { processors: [rootOnly] };
    assert.match(renderConsole(SESSION, options), /^1\.000 <program> {2}\n\n$/m);
    assert.match(renderJson(SESSION, options), /"selfMs":1000,.*?"children":\[\]/);
    const hotPath = /### Hot path\n.*?\n###/s.exec(renderMarkdown(SESSION, options))?.[0];
    assert.ok(hotPath !== undefined && !hotPath.includes('parse'));
    const { profiles } = JSON.parse(renderSpeedscope(SESSION, options)) as {
      profiles: { events: { at: number }[] }[];
    };
    assert.deepEqual(
      profiles[0]?.events.map(({ at }) => at),
      [0, 1],
    );
  });

  it('know Markdown by name', () => {
    const text = render(SESSION, 'markdown');
    assert.ok(typeof text === 'string' && text.includes('### Hot path'));
  });

  it('write pprof files compressed, as their ending says', () => {
    for (const bytes of [renderPprof(SESSION), render(SESSION, 'pprof')]) {
      assert.ok(bytes instanceof Uint8Array);
      const nanos = Profile.decode(gunzipSync(bytes)).sample.map(({ value }) => Number(value[1]));
      assert.deepEqual(nanos, [600_000_000, 400_000_000]);
    }
  });
});
