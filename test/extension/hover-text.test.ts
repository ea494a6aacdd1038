import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, renderHover } from '../../src/extension/lines/hover-text.ts';
import { findRelations } from '../../src/extension/lines/line-relations.ts';
import { displayName } from '../../src/model/frame.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { LineTime } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

function timeAt(session: SessionData, file: string, line: number): LineTime {
  const time = buildLineTimes(session).get(file)?.lines.get(line);
  assert.ok(time);
  return time;
}

const FACTS = {
  runUs: 20_000,
  isStale: false,
  owner: undefined,
  isEstimate: false,
  lane: undefined,
  notes: [],
};

/** `callers: main 3ms | callees: parse 2ms`. */
function relate(profile: string, file: string, line: number): string {
  const session = parseProfile(profile);
  const relations = findRelations(session, file, timeAt(session, file, line));
  const show = (key: 'callers' | 'callees'): string =>
    relations[key].map(({ frame, us }) => `${displayName(frame)} ${us / 1000}ms`).join(', ');
  return `callers: ${show('callers')} | callees: ${show('callees')}`;
}

test('a line’s callers and callees are those of the calls on that very line', () => {
  const profile = `
    main@/a.js:1 :2 > render@/a.js:5 :6 > parse@/b.js:1 :1 3ms
    main@/a.js:1 :3 > render@/a.js:5 :7 > print@/b.js:9 :9 8ms
    test@/c.js:1 :2 > render@/a.js:5 :6 1ms
  `;
  assert.equal(relate(profile, '/a.js', 6), 'callers: main 3ms, test 1ms | callees: parse 3ms');
  assert.equal(relate(profile, '/a.js', 7), 'callers: main 8ms | callees: print 8ms');
});

test('a recursive line has its outside caller, and no callee takes more than the line', () => {
  const profile = `
    main@/a.js:1 :2 > fib@/a.js:5 :6 > fib@/a.js:5 :6 > fib@/a.js:5 :6 4ms
    main@/a.js:1 :2 > fib@/a.js:5 :6 2ms
  `;
  assert.equal(relate(profile, '/a.js', 6), 'callers: main 6ms | callees: fib 4ms');
});

test('waiting is a callee of the line that awaits', () => {
  const profile = 'load@/a.js:1 :2 > [await] 5ms';
  assert.equal(relate(profile, '/a.js', 2), 'callers:  | callees: [await] 5ms');
});

test('names cannot become markup', () => {
  assert.equal(escapeMarkdown('<b>[x](command:y)`*\n'), '\\<b\\>\\[x\\]\\(command\\:y\\)\\`\\* ');
  const session = parseProfile('a@/a.js:1 :1 > [x](command:evil)<img>@/b.js:1 :1 5ms');
  const time = timeAt(session, '/a.js', 1);
  const relations = findRelations(session, '/a.js', time);
  const markdown = renderHover({ ...FACTS, time, relations, notes: ['<script>'] });
  assert.doesNotMatch(markdown, /(?<!\\)<(?:img|script)|(?<!\\)\]\(command:evil/);
});

test('the calls of a line are no more than the line, however many functions on it call one another', () => {
  const session = parseProfile(
    'main@/a.js:1 :2 > each@/a.js:2:3 :2 > one@/a.js:2:9 :2 > b@/b.js:1 :1 9ms',
  );
  const time = timeAt(session, '/a.js', 2);
  const relations = findRelations(session, '/a.js', time);
  const markdown = renderHover({ ...FACTS, time, relations, runUs: 9000 });
  assert.match(
    markdown,
    /\*\*9\.0 ms\*\*, \*\*100 %\*\*.*\n\nself 0 ms \(0 %\), calls 9\.0 ms \(100 %\)/,
  );
});

test('a hover tells the times, the awaits and the links', () => {
  const session = parseProfile(`
    main@/a.js:1 :2 > load@/a.js:4:3 :5 > [await] 1500ms
    main@/a.js:1 :2 > load@/a.js:4:3 :5 500ms
    awaits /a.js:5 count=3 total=4s max=900ms
  `);
  const time = timeAt(session, '/a.js', 5);
  const relations = findRelations(session, '/a.js', time);
  const notes = ['A chunk was lost.'];
  const markdown = renderHover({ ...FACTS, time, relations, runUs: 4e6, isStale: true, notes });
  assert.match(markdown, /\*\*2\.0 s\*\*, \*\*50 %\*\* of the run, 2 samples/);
  assert.match(markdown, /self 500 ms \(13 %\), calls 1\.5 s \(38 %\), waiting 1\.5 s \(38 %\)/);
  assert.match(markdown, /3 awaits: 4\.0 s in sum, the longest 900 ms/);
  assert.match(markdown, /Called from \[main\]\(command:hotpath\.goTo\?/);
  assert.match(markdown, /Stale/);
  assert.match(markdown, /A chunk was lost/);
  assert.doesNotMatch(markdown, /estimate|Undecided/);
});

test('a hover says what is an estimate, and what may belong to the line as well', () => {
  const session = parseProfile(`
    load@/a.js:4:3 :5 > [await] 10ms
    load@/a.js:4:3 :0 10ms
    awaits /a.js:5 count=3 total=4s max=900ms
  `);
  const time = timeAt(session, '/a.js', 5);
  const relations = findRelations(session, '/a.js', time);
  const owner = buildLineTimes(session).get('/a.js')?.functions[0];
  const markdown = renderHover({ ...FACTS, time, relations, owner, isEstimate: true });
  assert.match(markdown, /waiting 10 ms \(\d+ %\) \*\(estimate\)\*/);
  assert.match(markdown, /3 awaits \*\(estimate\)\*: 4\.0 s in sum/);
  assert.match(markdown, /Undecided: 10 ms of load may belong to any of its lines/);
});
