// Damaged files must end in a plain message or in a sound session, never in a crash.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeCpuProfile, encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { laneDurationUs } from '../../src/model/lane.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { seededRandom } from '../helpers/random.ts';

const ROUNDS = 400;

/** Values that files get when something goes wrong with them. */
const WRONG_VALUES = [null, -1, 0, 1, 1.5, 99, 2 ** 31, 1e300, -1e300, '', 'x', [], [1], {}, true];

type Random = () => number;

/** Replaces or removes one value somewhere in the JSON. */
function damageValue(text: string, random: Random): string {
  const json = JSON.parse(text) as unknown;
  const places: { readonly parent: Record<string, unknown>; readonly key: string }[] = [];
  const open: unknown[] = [json];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const parent = next as Record<string, unknown>;
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      open.push(parent[key]);
    }
  }
  const { parent, key } = places[Math.floor(random() * places.length)]!;
  const choice = Math.floor(random() * (WRONG_VALUES.length + 2));
  if (choice < WRONG_VALUES.length) parent[key] = WRONG_VALUES[choice];
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return JSON.stringify(json);
}

/** Cuts the text off, or changes, removes or repeats some of its characters. */
function damageText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const until = at + Math.floor(random() * 20);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return text.slice(0, at);
  if (kind === 1) return text.slice(0, at) + text.slice(until);
  if (kind === 2) return text.slice(0, until) + text.slice(at);
  return (
    text.slice(0, at) + String.fromCharCode(32 + Math.floor(random() * 95)) + text.slice(at + 1)
  );
}

/** Everything that is shown can be built, and no time appears or gets lost on the way. */
function checkSound(session: SessionData): void {
  const duration = session.lanes.reduce((sum, lane) => sum + laneDurationUs(lane), 0);
  const tolerance = 1e-6 + duration * 1e-9;
  assert.ok(duration >= 0 && Number.isFinite(duration));
  assert.ok(Math.abs(buildCallTree(session).total - duration) <= tolerance);
  for (const { lines, functions } of buildLineTimes(session).values()) {
    for (const time of [...lines.values(), ...functions]) {
      assert.ok(time.total >= 0 && time.total <= duration + tolerance);
    }
  }
}

function survive(decode: () => SessionData): 'read' | 'refused' {
  let session: SessionData;
  try {
    session = decode();
  } catch (error) {
    assert.ok(error instanceof ProfileError, String(error));
    assert.match(error.message, /^.{10,200}\.$/);
    return 'refused';
  }
  checkSound(session);
  return 'read';
}

function fuzz(text: string, seed: number, decode: (text: string) => SessionData): void {
  const random = seededRandom(seed);
  const ends = { read: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const damaged = round % 2 === 0 ? damageValue(text, random) : damageText(text, random);
    ends[survive(() => decode(damaged))]++;
  }
  assert.ok(ends.read > 20 && ends.refused > 100, JSON.stringify(ends));
}

const SESSION = parseProfile(`
  main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms
  main@/app/a.js:1 :13 > parse@/app/b.js:5 :8 > [gc] 1ms
  main@/app/a.js:1 :14 > [await] 2ms
  awaits /app/a.js:14:3 count=4 total=9ms max=3ms
  [idle] 5ms
  lane worker
  main@/app/w.js:1 :3 > main@/app/w.js:1 :4 2ms x3
`);

describe('decoders on damaged files', () => {
  it('either read a damaged session or say what is wrong', () => {
    fuzz(encodeSession(SESSION), 1, decodeSession);
  });

  it('either read a damaged CPU profile or say what is wrong', () => {
    fuzz(encodeCpuProfile(SESSION, 0), 2, text => decodeCpuProfile(text).session);
  });

  it('either read a damaged file of Node.js or say what is wrong', () => {
    const file = new URL('../fixtures/profiles/node20.cpuprofile', import.meta.url);
    fuzz(readFileSync(file, 'utf8'), 3, text => decodeCpuProfile(text).session);
  });
});
