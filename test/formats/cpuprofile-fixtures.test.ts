import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { readFrames } from '../../src/model/frame-table.ts';
import { laneDurationUs } from '../../src/model/lane.ts';
import type { SessionData } from '../../src/model/session.ts';
import { printSamples } from '../helpers/print-session.ts';

function fixture(name: string): SessionData {
  const file = new URL(`../fixtures/profiles/${name}`, import.meta.url);
  return decodeCpuProfile(readFileSync(file, 'utf8')).session;
}

describe('decodeCpuProfile on real files', () => {
  for (const name of ['node20', 'node26']) {
    it(`reads what ${name} wrote`, () => {
      const session = fixture(`${name}.cpuprofile`);
      assert.ok(Math.abs(laneDurationUs(session.lanes[0]!) - session.meta.durationUs) < 1e-3);
      const names = readFrames(session).map(frame => frame.name);
      for (const expected of ['main', 'hash', 'fill', 'load', '<module>', '[idle]']) {
        assert.ok(names.includes(expected), `no ${expected}`);
      }
      assert.match(printSamples(session), /main > load > fill > \[gc\]/);
    });
  }
});
