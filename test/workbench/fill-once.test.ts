/** The cache of installed workbenches never holds a half-done install. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fillOnce } from './fill-once.ts';
import { temporaryRoot } from './folders.ts';

describe('fillOnce', () => {
  let cache: string;
  let target: string;
  beforeEach(() => {
    cache = mkdtempSync(join(temporaryRoot(), 'hotpath-cache-'));
    target = join(cache, 'thing');
  });
  afterEach(() => {
    rmSync(cache, { recursive: true });
  });

  const fill = (text: string) => (folder: string) => {
    writeFileSync(join(folder, 'content'), text);
    return Promise.resolve();
  };
  const content = () => readFileSync(join(target, 'content'), 'utf8');

  test('fills a folder the first time only', async () => {
    await fillOnce(target, fill('first'));
    await fillOnce(target, fill('second'));
    assert.equal(content(), 'first');
  });

  test('leaves nothing when filling fails, and fills again the next time', async () => {
    await assert.rejects(
      fillOnce(target, () => Promise.reject(new Error('no network'))),
      /no network/,
    );
    assert.deepEqual(readdirSync(cache), []);
    await fillOnce(target, fill('second'));
    assert.equal(content(), 'second');
  });

  test('replaces a folder that was never completed', async () => {
    mkdirSync(target);
    writeFileSync(join(target, 'content'), 'half');
    await fillOnce(target, fill('whole'));
    assert.equal(content(), 'whole');
  });

  test('removes what a process that is gone left behind, not what another one is filling', async () => {
    // No process has an id this high: Linux ends at 4,194,304, and Windows and macOS far below.
    const abandoned = `${target}.partial-2000000000`;
    const inUse = `${target}.partial-${process.ppid}`;
    mkdirSync(abandoned);
    mkdirSync(inUse);
    await fillOnce(target, fill('whole'));
    assert.deepEqual([existsSync(abandoned), existsSync(inUse)], [false, true]);
  });

  test('keeps what another process completed in the meantime', async () => {
    await fillOnce(target, async partial => {
      await fillOnceElsewhere(target);
      return fill('late')(partial);
    });
    assert.equal(content(), 'early');
  });

  const fillOnceElsewhere = (folder: string): Promise<void> => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'installed.json'), '{}');
    return fill('early')(folder);
  };
});
