// Whose time it is that was not noted: of the helper of several, and of Node.js between what a program does.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FairChoice } from '../../../src/sampler/awaits/fair-choice.ts';
import { LikelySites } from '../../../src/sampler/awaits/likely-sites.ts';
import { SiteActivity } from '../../../src/sampler/awaits/site-activity.ts';
import { SiteMoments } from '../../../src/sampler/awaits/site-moments.ts';
import { BRIEF_ID } from '../../../src/sampler/awaits/wait-rows.ts';
import { record, timesOf, writeProgram } from '../run-program.ts';

const WAIT = { id: 1, site: 0, startUs: 0, endUs: 10, weight: 1, waitsFor: 0 };

describe('The await after which a function went on', () => {
  it('is where it last ended to wait', () => {
    const activity = new SiteActivity();
    const likely = new LikelySites(activity, new SiteMoments().walk());
    assert.equal(likely.choose([], 0), undefined);
    assert.equal(likely.choose([5, 6], 0), 5);
    for (const [site, endUs] of [
      [6, 10],
      [5, 30],
      [6, 40],
    ] as const) {
      activity.enter({ ...WAIT, site, endUs });
      activity.drop({ ...WAIT, site, endUs });
      assert.equal(likely.choose([5, 6, 7], endUs), site);
    }
  });

  it('is each of those where it waits again and again, as often as it does', () => {
    const activity = new SiteActivity();
    const likely = new LikelySites(activity, new SiteMoments().walk());
    const brief = [1, 3].map((weight, i) => ({ ...WAIT, id: BRIEF_ID, site: 5 + i, weight }));
    for (const wait of brief) activity.enter(wait);
    const chosen = Array.from({ length: 40 }, () => likely.choose([4, 5, 6], 0));
    assert.equal(chosen.filter(site => site === 5).length, 10);
    assert.equal(chosen.filter(site => site === 6).length, 30);
    for (const wait of brief) activity.drop(wait);
    assert.equal(likely.choose([4, 5, 6], 0), 4);
  });

  it('is each of those that were noted to go on at that time, by how long they ran', () => {
    const moments = new SiteMoments();
    // In no order, as what threads tell of comes.
    for (const [site, atUs, us] of [
      [5, 900_000, 30],
      [5, 100_000, 900],
      [6, 910_000, 90],
      [5, 2_000_000, 5],
      [6, 3_600_000_000, 7],
    ] as const)
      moments.add(site, 1e12 + atUs, us);
    const likely = new LikelySites(new SiteActivity(), moments.walk());
    const chosenAt = (atUs: number): readonly (number | undefined)[] =>
      Array.from({ length: 40 }, () => likely.choose([4, 5, 6], 1e12 + atUs));
    assert.deepEqual([...new Set(chosenAt(500_000))], [5]);
    assert.equal(chosenAt(930_000).filter(site => site === 6).length, 30);
    assert.deepEqual([...new Set(chosenAt(2_500_000))], [5]);
    assert.deepEqual([...new Set(chosenAt(3_599_000_000))], [5]);
    assert.deepEqual([...new Set(chosenAt(3_601_000_000))], [6]);
  });
});

it('What several share goes to each as often as it has a part', () => {
  const choice = new FairChoice();
  const parts = [0.2, 0.5, 0.3].map((share, site) => ({ site, share }));
  const chosen = Array.from({ length: 100 }, () => choice.choose(parts, 1));
  for (const { site, share } of parts)
    assert.equal(chosen.filter(of => of === site).length, 100 * share);
  assert.equal(choice.choose([], 1), -1);
});

it('A helper that awaits for some hundredths of a millisecond has its time below each caller', async () => {
  const run = await record(
    writeProgram(`
const { access } = require('node:fs/promises');
const spin = ms => { const end = performance.now() + ms; while (performance.now() < end); };
async function look() { await access('.'); spin(0.3); }
async function once() { await look(); }
async function often() { await look(); }
async function main() {
  await once();
  for (let i = 0; i < 3000; i++) await often();
}
main();
`),
  );
  const total = (line: number): number => timesOf(run)?.lines.get(line)?.total ?? 0;
  assert.ok(total(4) < 0.03 * total(10), `${total(4)} of ${total(10)} us below the call of once`);
  assert.ok(total(5) > 0.8 * total(10), `${total(5)} of ${total(10)} us below the other`);
});

it('A helper of several phases has its time below the one that runs, where awaits are too many to be noted', async () => {
  const run = await record(
    writeProgram(`
const spin = ms => { const end = performance.now() + ms; while (performance.now() < end); };
async function check(x) { await null; return x; }
async function handle(x) { await check(x); spin(0.5); await check(x); }
async function first() { for (let i = 0; i < 800; i++) await handle(i); }
async function second() { for (let i = 0; i < 1600; i++) await handle(i); }
async function third() { for (let i = 0; i < 400; i++) await handle(i); }
async function main() {
  const times = [];
  for (const phase of [first, second, third]) {
    const begin = performance.now();
    await phase();
    times.push(performance.now() - begin);
  }
  console.log(times.join());
}
main();
`),
  );
  const truth = run.stdout.split(',').map(Number);
  const found = [4, 5, 6].map(line => (timesOf(run)?.lines.get(line)?.total ?? 0) / 1000);
  const whole = truth.reduce((sum, ms) => sum + ms, 0);
  for (const [i, ms] of truth.entries())
    assert.ok(Math.abs(found[i]! - ms) < 0.08 * whole, `${found.join()} of ${truth.join()} ms`);
});

it('What Node.js does for a request by itself is below the line that awaits it', async () => {
  const run = await record(
    writeProgram(`
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true });
const get = port => new Promise(done => http.get({ port, agent }, r => r.resume().on('end', done)));
async function getAll(port) {
  const begin = performance.now();
  for (let i = 0; i < 400; i++) await get(port);
  console.log(performance.now() - begin);
}
if (process.send === undefined) {
  const server = require('node:child_process').fork(__filename);
  server.on('message', port => getAll(port).then(() => server.kill()));
} else {
  const server = http.createServer((_, response) => response.end('.'));
  server.listen(0, () => process.send(server.address().port));
}
`),
  );
  const total = timesOf(run)?.lines.get(6)?.total ?? 0;
  const truth = Number(run.stdout) * 1000;
  assert.ok(total > 0.45 * truth, `${total} of ${truth} us`);
});
