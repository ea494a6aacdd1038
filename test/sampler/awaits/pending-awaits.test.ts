import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causedBy, LETS_NONE_GO_ON } from '../../../src/sampler/await-batch.ts';
import type { AwaitFrame, AwaitSite } from '../../../src/sampler/await-batch.ts';
import { PendingAwaits } from '../../../src/sampler/awaits/pending-awaits.ts';
import { withCallers } from '../../../src/sampler/awaits/site-callers.ts';
import { BRIEF_ID, BRIEF_PART_ID } from '../../../src/sampler/awaits/wait-rows.ts';
import type { Wait } from '../../../src/sampler/awaits/wait-rows.ts';

/**
 * Frames written as `name:line`, innermost first; those of a library as `name@line`. `plain`: what is awaited is no
 * work of the program's.
 */
function site(text: string, plain: boolean): AwaitSite {
  const frames = text.split(' ').map((part): AwaitFrame => {
    const [, name = '', sign, line] = /^(\w+)([:@])(\d+)$/.exec(part) ?? [];
    const url = sign === '@' ? 'file:///node_modules/web/index.js' : 'file:///app.js';
    const place = { line: Number(line), column: 1, functionLine: name.length, functionColumn: 1 };
    return { name, url, ...place, isAsync: false };
  });
  return { frames, plain, kind: 'await' };
}

function waitAt(index: number): Wait {
  return { id: index + 1, site: index, startUs: 0, endUs: 10, weight: 1, waitsFor: 0 };
}

/** The sites to which the time goes while all of them are pending. */
function innermost(...sites: readonly AwaitSite[]): readonly string[] {
  const waits = sites.map((_, index) => waitAt(index));
  return new PendingAwaits(waits, withCallers(sites))
    .at(5)
    .map(({ site: index }) => sites[index]?.frames[0]?.name ?? '');
}

describe('PendingAwaits', () => {
  it('gives the time to what was called, not to the function that awaits it', () => {
    assert.deepEqual(innermost(site('main:2 top:9', false), site('load:5 main:2', true)), ['load']);
  });

  it('shares it among functions that wait for different things', () => {
    assert.deepEqual(innermost(site('red:2 main:8', true), site('blue:5 main:8', true)), [
      'red',
      'blue',
    ]);
  });

  it('gives none to what a library waits for by itself while the application waits', () => {
    assert.deepEqual(innermost(site('run@1', true), site('test:4', true)), ['test']);
    assert.deepEqual(innermost(site('run@1', true), site('poll@4 main:2', true)), ['poll']);
    assert.deepEqual(innermost(site('run@1', true), site('poll@4', true)), ['run', 'poll']);
  });

  it('knows who called a function also after its first await', () => {
    const before = site('main:2 top:9', true);
    const after = site('main:3', true);
    const handler = site('top:9', false);
    const waits = [1, 2].map(waitAt);
    const pending = new PendingAwaits(waits, withCallers([before, after, handler]));
    assert.deepEqual(pending.at(5), [{ site: 1, share: 1 }]);
  });

  it('gives the time to the promise that another waits for', () => {
    const sites = [site('first:2 main:8', true), site('second:3 main:8', true)];
    const waits = [waitAt(0), { ...waitAt(1), waitsFor: 1 }];
    assert.deepEqual(new PendingAwaits(waits, sites).at(5), [{ site: 0, share: 1 }]);
  });

  it('puts what a function waits for on the line on which its caller awaits it, once it does', () => {
    const sites = [site('load:2 each:13 main:13 top:9', true), site('main:15 top:9', false)];
    const waits = [waitAt(0), { ...waitAt(1), startUs: 5, waitsFor: causedBy(1) }];
    const pending = new PendingAwaits(waits, sites);
    const linesAt = (us: number): unknown =>
      pending.at(us).map(({ site: of }) => pending.sites[of]?.frames.map(({ line }) => line));
    assert.deepEqual(linesAt(3), [[2, 13, 13, 9]]);
    assert.deepEqual(linesAt(7), [[2, 13, 15, 9]]);
  });

  describe('of several of which the first decides', () => {
    const RACE = { ...site('main:8', false), kind: 'part', isRaced: true } as const;
    const sites = [
      site('query:2 main:8', true),
      site('timeout:3 main:8', true),
      RACE,
      site('other:5 main:9', true),
    ];
    /** `await Promise.race([query(), timeout()])`, of which the second is slow, and `await other()`. */
    const waits: readonly Wait[] = [
      { ...waitAt(0), endUs: 10 },
      { ...waitAt(1), endUs: 100 },
      { ...waitAt(2), id: 3, endUs: 10, waitsFor: causedBy(1) },
      { ...waitAt(2), id: 4, endUs: 100, waitsFor: 2 },
      { ...waitAt(0), id: 5, site: 4, endUs: 10, waitsFor: causedBy(3) },
      { ...waitAt(3), id: 6, startUs: 11, endUs: 20 },
    ];
    const all = [...sites, site('main:8', false)];
    const sitesAt = (pending: PendingAwaits, us: number): readonly number[] =>
      pending
        .at(us)
        .map(({ site: of }) => of)
        .sort();

    it('gives the time to all until one is there', () => {
      assert.deepEqual(sitesAt(new PendingAwaits(waits, withCallers(all)), 5), [0, 1]);
    });

    it('gives the others no time while anything is waited for', () => {
      const pending = new PendingAwaits(waits, withCallers(all));
      pending.at(5);
      assert.deepEqual(sitesAt(pending, 15), [3]);
      assert.deepEqual(sitesAt(pending, 30), [1]);
    });

    it('gives time to one that is awaited after that', () => {
      const again = { ...waitAt(0), id: 7, site: 4, startUs: 12, endUs: 50, waitsFor: 2 };
      const pending = new PendingAwaits([...waits, again], withCallers(all));
      pending.at(5);
      assert.deepEqual(sitesAt(pending, 15), [1, 3]);
    });
  });

  describe('of waits that are told together', () => {
    const sites = [
      site('main:2 top:9', false),
      site('load:5 main:2 top:9', true),
      site('other:7 top:8', true),
    ];
    const brief = { ...waitAt(1), id: BRIEF_ID, startUs: 2, endUs: 8, weight: 0.5 };

    it('gives them the time of those who await them', () => {
      const pending = new PendingAwaits([waitAt(0), brief], withCallers(sites));
      const at = (us: number): unknown => pending.at(us);
      const [outer, inner] = [0, 1].map(of => [{ site: of, share: 1 }]);
      assert.deepEqual([1, 2, 7, 8].map(at), [outer, inner, inner, outer]);
    });

    it('gives them as much of it as they waited, beside others', () => {
      const pending = new PendingAwaits([waitAt(2), brief, brief], withCallers(sites));
      assert.deepEqual(pending.at(5), [
        { site: 2, share: 0.5 },
        { site: 1, share: 0.5 },
      ]);
    });

    it('gives them nothing where others waited in their pauses, if only a part of them was noted', () => {
      const part = { ...brief, id: BRIEF_PART_ID };
      const [short, long] = [10, 100_000].map(endUs => ({ ...waitAt(2), endUs }));
      const sitesOf = (wait: Wait): unknown =>
        new PendingAwaits([wait, part], withCallers(sites)).at(5).map(({ site: of }) => of);
      assert.deepEqual(
        [short, long].map(wait => sitesOf(wait!)),
        [[2], [2, 1]],
      );
    });
  });

  it('counts callbacks only while nothing is awaited, and child processes only while nothing else is', () => {
    const kinds = ['process', 'callback', 'await'] as const;
    const sites = kinds.map(kind => ({ ...site('main:8', true), kind }));
    const waits = kinds.map((_, index) => ({ ...waitAt(index), endUs: 30 - 10 * index }));
    const pending = new PendingAwaits(waits, sites);
    const at = (us: number): string | undefined => kinds[pending.at(us)[0]?.site ?? -1];
    assert.deepEqual([5, 15, 25].map(at), ['await', 'callback', 'process']);
  });

  it('counts a callback that lets no await go on like an await, and one that does not at all', () => {
    const await_ = site('main:8', true);
    const callback = { ...site('other:2', true), kind: 'callback' } as const;
    const waits = [waitAt(0), { ...waitAt(1), waitsFor: LETS_NONE_GO_ON }];
    assert.deepEqual(new PendingAwaits(waits, [await_, callback]).at(5), [
      { site: 0, share: 0.5 },
      { site: 1, share: 0.5 },
    ]);
    // The timer is started before the await begins, and called before it ends.
    const timer = { ...waitAt(1), startUs: -1, endUs: 9, waitsFor: 1 };
    const pending = new PendingAwaits([timer, waitAt(0)], [await_, callback]);
    const at = (us: number): number | undefined => pending.at(us)[0]?.site;
    assert.deepEqual([-1, 5, 9, 10].map(at), [1, 0, 0, undefined]);
  });

  it('counts who awaits promises that were put together once, however many these are', () => {
    const part = { ...site('all:3 main:9', false), kind: 'part' } as const;
    const sites = [site('all:3 main:9', false), part, site('other:5 main:9', true)];
    const waits = [waitAt(0), waitAt(2), ...[7, 8, 9].map(id => ({ ...waitAt(1), id }))];
    assert.deepEqual(new PendingAwaits(waits, sites).at(5), [
      { site: 0, share: 0.5 },
      { site: 2, share: 0.5 },
    ]);
  });

  it('gives the time of promises that were put together to who awaits the whole, in a chain of awaits', () => {
    const part = { ...site('all:3 load:5 main:2', false), kind: 'part' } as const;
    const sites = [site('main:2', false), site('load:5 main:2', false), part];
    const [outer, whole] = [
      { ...waitAt(0), endUs: 30 },
      { ...waitAt(1), id: 9, waitsFor: causedBy(4) },
    ];
    const parts = [3, 4].map(id => ({ ...waitAt(2), id, startUs: -1, endUs: 4 * id - 6 }));
    const pending = new PendingAwaits([...parts, outer, whole], withCallers(sites));
    const at = (us: number): unknown => pending.at(us);
    const [main, load] = [0, 1].map(of => [{ site: of, share: 1 }]);
    assert.deepEqual([1, 7, 9, 11].map(at), [load, load, load, main]);
  });

  it('leaves out what Node.js awaits for itself, though it was once called by the program', () => {
    const [watching, ...callers] = site('watch:2 main:3', true).frames;
    const frames = [{ ...watching!, url: 'node:internal/streams/end-of-stream' }, ...callers];
    const watch = { ...site('watch:2', true), frames, seen: 1 };
    const own = site('main:8', true);
    const waits = [waitAt(0), waitAt(1)];
    assert.deepEqual(new PendingAwaits(waits, [watch, own]).at(5), [{ site: 1, share: 1 }]);
    assert.deepEqual(new PendingAwaits([waitAt(0)], [watch]).at(5), [{ site: 0, share: 1 }]);
  });

  it('gives the time to what a callback has begun, below the await that is for it', () => {
    const sites: AwaitSite[] = [
      site('main:8', true),
      { ...site('first:2 main:8', true), kind: 'callback' },
      { ...site('second:3', true), kind: 'callback', after: 1 },
    ];
    const waits = [waitAt(0), { ...waitAt(2), waitsFor: LETS_NONE_GO_ON }];
    assert.deepEqual(new PendingAwaits(waits, sites).at(5), [{ site: 2, share: 1, below: 0 }]);
  });

  it('does not wait in a library that was given the promise by its caller', () => {
    const handler = site('handler:2 handle@7 serve@9', true);
    const helper = site('whenDone@4 handle@8 serve@9', false);
    assert.deepEqual(innermost(handler, helper), ['handler']);
  });
});
