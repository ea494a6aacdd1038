import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AwaitLog } from '../../../src/sampler/awaits/await-log.ts';
import { PendingAwaits } from '../../../src/sampler/awaits/pending-awaits.ts';
import { momentsOf } from '../../../src/sampler/awaits/sample-moments.ts';
import { BRIEF_ID } from '../../../src/sampler/awaits/wait-rows.ts';
import { withCallers } from '../../../src/sampler/awaits/site-callers.ts';
import { seededRandom } from '../../helpers/random.ts';
import type { AwaitBatch, AwaitSite } from '../../../src/sampler/await-batch.ts';

const SITES = [siteAt(5), siteAt(9)];
/** When the thread's `performance.now()` was 0, on V8's clock. */
const ORIGIN_US = 1_000_000;
const NOT_KNOWN = -1;

function siteAt(line: number): AwaitSite {
  const place = { line, column: 3, functionLine: 1, functionColumn: 1 };
  const frame = { name: 'load', url: 'file:///app.js', ...place, isAsync: false };
  return { frames: [frame], plain: true, kind: 'await' };
}

interface Told {
  readonly id?: number;
  readonly site?: number;
  readonly start: number;
  readonly end: number;
  readonly weight?: number;
  readonly isOver?: boolean;
}

function logOf(...batches: readonly (readonly Told[])[]): AwaitLog {
  const log = new AwaitLog(ORIGIN_US);
  batches.forEach((told, i) => {
    log.add(batchOf(told, i === 0 ? SITES : []));
  });
  return log;
}

function batchOf(told: readonly Told[], sites: readonly AwaitSite[]): AwaitBatch {
  const waits = told.flatMap(({ id = 1, site = 0, start, end, weight = 1, isOver = true }) => [
    id,
    site,
    start,
    end,
    weight,
    0,
    Number(isOver),
  ]);
  return { sites, waits, runs: [] };
}

/** `line: count × total ms, longest ms` of a recording that ends at 1,000 ms. */
function factsOf(log: AwaitLog): readonly string[] {
  const table = log.table(() => 0, ORIGIN_US + 1_000_000);
  return table.line.map((line, i) => {
    const [count, total, max] = [table.count[i], table.totalUs[i], table.maxUs[i]];
    return `${line}: ${count} × ${(total ?? 0) / 1000} ms, ${(max ?? 0) / 1000} ms`;
  });
}

describe('AwaitLog', () => {
  it('counts a wait once that is told while it goes on and when it is over', () => {
    const log = logOf([{ start: 100, end: NOT_KNOWN, isOver: false }], [{ start: 100, end: 400 }]);
    assert.deepEqual(factsOf(log), ['5: 1 × 300 ms, 300 ms']);
  });

  it('lets the end of a wait replace the end that was expected', () => {
    const log = logOf([{ start: 100, end: 700, isOver: false }], [{ start: 100, end: 200 }]);
    assert.deepEqual(factsOf(log), ['5: 1 × 100 ms, 100 ms']);
  });

  it('takes the expected end where nothing more is told', () => {
    const log = logOf([{ start: 100, end: 700, isOver: false }]);
    assert.deepEqual(factsOf(log), ['5: 1 × 600 ms, 600 ms']);
  });

  it('ends a wait that goes on with the recording', () => {
    const log = logOf([{ start: 400, end: NOT_KNOWN, isOver: false }]);
    assert.deepEqual(factsOf(log), ['5: 1 × 600 ms, 600 ms']);
  });

  it('counts no wait that was taken back', () => {
    const log = logOf(
      [
        { id: 1, start: 100, end: NOT_KNOWN, isOver: false },
        { id: 2, site: 1, start: 200, end: 300 },
      ],
      [{ id: 1, start: 100, end: 100 }],
    );
    assert.deepEqual(factsOf(log), ['9: 1 × 100 ms, 100 ms']);
  });

  it('counts a wait for as many as it stands for, and is an estimate then', () => {
    const told = [
      { id: 1, start: 0, end: 10, weight: 8 },
      { id: 2, start: 20, end: 50, weight: 2 },
    ];
    assert.deepEqual(factsOf(logOf(told)), ['5: 10 × 140 ms, 30 ms']);
    assert.equal(logOf(told).isEstimate, true);
    assert.equal(logOf([{ start: 0, end: 10 }]).isEstimate, false);
  });

  it('counts those that were told together, of which samples see one', () => {
    const log = logOf([{ start: 1, end: 3 }]);
    log.add({
      ...batchOf([], []),
      briefWaits: [...[0, 5, 9, 50, 3, 0.09, 0, 0], ...[1, 10, 12, 20, 1, 0.08, 1, 0]],
    });
    assert.deepEqual(factsOf(log), ['5: 51 × 5 ms, 2 ms', '9: 20 × 1 ms, 0.08 ms']);
    const [, brief, ...others] = [...log.waits()];
    const [startUs, endUs] = [ORIGIN_US + 5000, ORIGIN_US + 9000];
    const expected = { id: BRIEF_ID, site: 0, startUs, endUs, weight: 0.75, waitsFor: 0 };
    assert.deepEqual(brief, expected);
    // Others wait for those of the second row, and have the time.
    assert.deepEqual(others, []);
    assert.equal(log.isEstimate, false);
  });

  it('gives waits by their start, however late they are told', () => {
    const log = logOf(
      [{ id: 1, start: 50, end: NOT_KNOWN, isOver: false }],
      [
        { id: 3, start: 70, end: 80 },
        { id: 2, start: 60, end: 90 },
      ],
      [{ id: 1, start: 50, end: 95 }],
    );
    const waits = [...log.waits()].map(({ id, startUs, endUs }) => [id, startUs, endUs]);
    assert.deepEqual(waits, [
      [1, 1_050_000, 1_095_000],
      [2, 1_060_000, 1_090_000],
      [3, 1_070_000, 1_080_000],
    ]);
  });

  it('can be read, and read again after more was told', () => {
    const log = logOf([{ id: 1, start: 100, end: NOT_KNOWN, isOver: false }]);
    assert.deepEqual(factsOf(log), ['5: 1 × 900 ms, 900 ms']);
    log.add(batchOf([{ id: 1, start: 100, end: 250 }], []));
    assert.deepEqual(factsOf(log), ['5: 1 × 150 ms, 150 ms']);
  });

  it('keeps each wait of a long run in a few bytes', () => {
    const [batches, rows] = [260, 1000];
    const before = usedBytes();
    const log = logOf([]);
    for (let from = 0; from < batches * rows; from += rows) {
      const ids = Array.from({ length: rows }, (_, i) => from + i + 1);
      log.add(
        batchOf(
          ids.map(id => ({ id, start: id / 1000, end: id / 1000 + 1 })),
          [],
        ),
      );
    }
    const bytes = usedBytes() - before;
    assert.equal(factsOf(log)[0]?.split(' × ')[0], '5: 260000');
    assert.ok(bytes < 48 * batches * rows, `${bytes / batches / rows} bytes for each wait`);
  });
});

describe('An await log that knows the samples', () => {
  it('says the same as one that does not, of what the samples see and in its facts', () => {
    const random = seededRandom(7);
    const [sifted, whole] = [new AwaitLog(0), new AwaitLog(0)];
    const [idle, running]: [number[], number[]] = [[], []];
    let id = 0;
    for (let chunk = 0; chunk < 20; chunk++) {
      const [startMs, endMs] = [chunk * 100, (chunk + 1) * 100];
      const waits = Array.from({ length: 200 }, () => {
        // Some are told late, and some before the samples of their time are here.
        const start = startMs - 20 + random() * 140;
        const end = random() < 0.1 ? NOT_KNOWN : start + random() ** 4 * 150;
        return { id: ++id, site: id % 2, start, end, isOver: end >= 0 };
      });
      const ended = waits
        .filter(({ isOver }) => !isOver)
        .map(wait => ({ ...wait, end: wait.start + random() * 80, isOver: true }));
      const runs = Array.from({ length: 50 }, (_, i) => startMs + 2 * i).flatMap(start => [
        0,
        start,
        start + random() * 1.9,
      ]);
      const moments = momentsOf(
        {
          stack: Array.from({ length: 100 }, () => Number(random() < 0.5)),
          durationUs: Array.from({ length: 100 }, () => 1000),
        },
        startMs * 1000,
        stack => stack === 0,
      );
      idle.push(...moments.idle);
      running.push(...moments.running);
      assert.equal(moments.endUs, endMs * 1000);
      for (const log of [sifted, whole]) {
        log.add({ ...batchOf(waits, chunk === 0 ? SITES : []), runs });
        if (log === sifted) log.settle(moments);
        log.add(batchOf(ended, []));
      }
    }
    assert.deepEqual(pendingAt(sifted, idle), pendingAt(whole, idle));
    assert.deepEqual(runsAt(sifted, running), runsAt(whole, running));
    assert.ok([...sifted.waits()].length < [...whole.waits()].length);
    assert.ok([...sifted.runs()].length < [...whole.runs()].length);
    const [facts, all] = [sifted, whole].map(log => log.table(() => 0, 2_200_000));
    assert.deepEqual(
      [facts?.line, facts?.count, facts?.maxUs],
      [all?.line, all?.count, all?.maxUs],
    );
    facts?.totalUs.forEach((us, i) => {
      assert.ok(Math.abs(us - (all?.totalUs[i] ?? 0)) < 0.01);
    });
  });

  it('does not grow with waits that no sample sees', () => {
    const log = logOf([]);
    const chunkOf = (second: number): void => {
      const starts = Array.from({ length: 2000 }, (_, i) => second * 1000 + i / 2 + 0.1);
      const told = starts.map((start, i) => ({
        id: second * 2000 + i + 1,
        start,
        end: start + 0.3,
      }));
      log.add({
        ...batchOf(told, []),
        runs: starts.flatMap(start => [0, start + 0.3, start + 0.39]),
      });
      const table = {
        stack: Array<number>(1000).fill(0),
        durationUs: Array<number>(1000).fill(1000),
      };
      const startUs = ORIGIN_US + second * 1_000_000;
      log.freshRuns.take(startUs + 1_000_000);
      log.settle(momentsOf(table, startUs, () => true));
    };
    chunkOf(0);
    const before = usedBytes();
    for (let second = 1; second <= 200; second++) chunkOf(second);
    const bytes = usedBytes() - before;
    assert.ok(bytes < 400_000, `${bytes} bytes for 400,000 waits`);
    assert.equal(factsOf(log)[0]?.split(' × ')[0], '5: 402000');
  });
});

function pendingAt(log: AwaitLog, moments: readonly number[]): readonly unknown[] {
  const pending = new PendingAwaits(log.waits(), withCallers(log.sites));
  return moments.map(moment => pending.at(moment));
}

/** The start of the run at each moment. */
function runsAt(log: AwaitLog, moments: readonly number[]): readonly unknown[] {
  const runs = [...log.runs()];
  return moments.map(at => runs.find(({ startUs, endUs }) => startUs <= at && at < endUs)?.startUs);
}

/** Of memory, after garbage collection: buffers are given back with the next one. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 3; round++) runInNewContext('gc()');
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
