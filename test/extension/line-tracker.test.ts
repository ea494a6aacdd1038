import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignLines, hashLines } from '../../src/extension/tracking/line-alignment.ts';
import { LineTracker } from '../../src/extension/tracking/line-tracker.ts';
import type { TextEdit } from '../../src/extension/tracking/line-tracker.ts';

/** An editor with one letter or word for each line, so that texts fit on a line of the test. */
class Editor {
  readonly #tracker: LineTracker;
  #text: string;
  readonly #base: readonly string[];

  constructor(base: string, now = base) {
    this.#base = base.split(' ');
    this.#text = now.replaceAll(' ', '\n');
    this.#tracker = new LineTracker(hashLines(this.#base.join('\n')), hashLines(this.#text));
  }

  /** Replaces from one place (line, character; from 0) to another. */
  replace(start: [number, number], end: [number, number], text: string): this {
    const edit: TextEdit = {
      startLine: start[0],
      startCharacter: start[1],
      endLine: end[0],
      endCharacter: end[1],
      text,
    };
    const lines = this.#text.split('\n');
    const head = [...lines.slice(0, start[0]), (lines[start[0]] ?? '').slice(0, start[1])].join(
      '\n',
    );
    const tail = [(lines[end[0]] ?? '').slice(end[1]), ...lines.slice(end[0] + 1)].join('\n');
    this.#text = head + text + tail;
    this.#tracker.shift([edit]);
    this.#tracker.compare(hashLines(this.#text));
    return this;
  }

  /** `a1 b3!`: line `a` is now line 1, `b` is line 3 and was changed; a line that is gone is left out. */
  get shown(): string {
    const places = this.#base.map((name, at) => {
      const now = this.#tracker.currentLine(at + 1);
      const mark = this.#tracker.isChanged(at + 1, at + 1) ? '!' : '';
      return now === undefined ? '' : `${name}${now}${mark}`;
    });
    return places.filter(place => place !== '').join(' ');
  }

  isChanged(first: number, last: number): boolean {
    return this.#tracker.isChanged(first, last);
  }
}

test('lines stay where they are in a text that was not changed', () => {
  assert.equal(new Editor('a b c').shown, 'a1 b2 c3');
});

test('lines move down below an inserted line and stay above it', () => {
  assert.equal(new Editor('a b c').replace([1, 0], [1, 0], 'new\nnew\n').shown, 'a1 b4 c5');
});

test('Enter at the end of a line leaves that line in its place', () => {
  assert.equal(new Editor('a b c').replace([1, 1], [1, 1], '\n  ').shown, 'a1 b2 c4');
});

test('Enter before the first word of a line takes that line down', () => {
  const editor = new Editor('a b c', 'a b c');
  editor.replace([1, 0], [1, 0], '  ').replace([1, 2], [1, 2], '\n  ');
  assert.equal(editor.shown, 'a1 b3 c4');
});

test('lines move up below a deleted line, which is gone', () => {
  assert.equal(new Editor('a b c').replace([1, 0], [2, 0], '').shown, 'a1 c2');
});

test('a line that is joined to the one above it is gone, and the one above is changed', () => {
  assert.equal(new Editor('a b c').replace([0, 1], [1, 0], '').shown, 'a1! c2');
});

test('a line that is joined to a new one goes with it, and is itself again without it', () => {
  const editor = new Editor('a b c').replace([1, 0], [1, 0], 'new\n');
  assert.equal(editor.shown, 'a1 b3 c4');
  assert.equal(editor.replace([1, 3], [2, 0], '').shown, 'a1 b2! c3');
  assert.equal(editor.replace([1, 0], [1, 3], '').shown, 'a1 b2 c3');
});

test('a line that was typed into is changed and stays in its place', () => {
  assert.equal(new Editor('a b c').replace([1, 1], [1, 1], 'x').shown, 'a1 b2! c3');
});

test('typing a change back makes the line unchanged again', () => {
  const editor = new Editor('a b c').replace([1, 1], [1, 1], 'x').replace([1, 1], [1, 2], '');
  assert.equal(editor.shown, 'a1 b2 c3');
});

test('undoing the deletion of lines brings them back', () => {
  const editor = new Editor('a b c d').replace([1, 0], [3, 0], '');
  assert.equal(editor.shown, 'a1 d2');
  assert.equal(editor.replace([1, 0], [1, 0], 'b\nc\n').shown, 'a1 b2 c3 d4');
});

test('replacing the whole text keeps the lines that are still in it', () => {
  const editor = new Editor('a b c d').replace([0, 0], [3, 1], 'a\nnew\nb\nc\nd');
  assert.equal(editor.shown, 'a1 b3 c4 d5');
});

test('a changed line next to inserted ones is followed exactly', () => {
  const editor = new Editor('a b c').replace([1, 1], [1, 1], 'x').replace([1, 0], [1, 0], 'new\n');
  assert.equal(editor.shown, 'a1 b3! c4');
});

test('re-indenting is no change', () => {
  assert.equal(new Editor('a b c').replace([1, 0], [1, 0], '    ').shown, 'a1 b2 c3');
});

test('a range of lines is changed when a line was added inside of it, and not when it only moved', () => {
  const inside = new Editor('a b c d').replace([2, 0], [2, 0], 'new\n');
  assert.equal(inside.isChanged(2, 3), true);
  const above = new Editor('a b c d').replace([1, 0], [1, 0], 'new\n');
  assert.equal(above.isChanged(2, 3), false);
});

test('lines of a file that was changed while it was closed are found again', () => {
  assert.equal(new Editor('a b c d e', 'a new b x d e').shown, 'a1 b3 c4! d5 e6');
});

test('repeated lines are aligned by those that stand only once', () => {
  const editor = new Editor('f } g } h }', 'new } f } g } h }');
  assert.equal(editor.shown, 'f3 }4 g5 }6 h7 }8');
});

test('aligning 10,000 lines with scattered changes finds every unchanged line', () => {
  const base = Array.from({ length: 10_000 }, (_, at) => (at % 4 === 3 ? '}' : `line ${at}`));
  const now = base.flatMap((line, at) => (at % 100 === 0 ? ['new', line] : [line]));
  const positions = alignLines(hashLines(base.join('\n')), hashLines(now.join('\n')));
  base.forEach((line, at) => {
    assert.equal(now[(positions[at] ?? 0) - 1], line);
    assert.equal(positions[at], at + Math.floor(at / 100) + 2);
  });
});

test('a line break after each line of a huge file, all at once, is followed without a noticeable wait', () => {
  const base = Array.from({ length: 50_000 }, (_, at) => `line ${at}`);
  const tracker = new LineTracker(hashLines(base.join('\n')), hashLines(base.join('\n')));
  const edits = base.map((line, at): TextEdit => {
    const character = line.length;
    return {
      startLine: at,
      startCharacter: character,
      endLine: at,
      endCharacter: character,
      text: '\n',
    };
  });
  const start = performance.now();
  tracker.shift(edits.reverse());
  tracker.compare(hashLines(base.join('\n\n')));
  const ms = performance.now() - start;
  assert.deepEqual(
    [1, 2, 50_000].map(line => tracker.currentLine(line)),
    [1, 3, 99_999],
  );
  assert.ok(ms < 3_000, `took ${Math.round(ms)} ms`);
});

test('the hash of a line is the one that older sessions keep, also of letters beyond the first plane', () => {
  // FNV-1a over code points, by hand.
  const fnv = (codes: readonly number[]): number =>
    codes.reduce((hash, code) => Math.imul(hash ^ code, 0x01000193), 0x811c9dc5) >>> 0;
  assert.deepEqual(hashLines('  aé😀b '), [fnv([0x61, 0xe9, 0x1f600, 0x62])]);
});
