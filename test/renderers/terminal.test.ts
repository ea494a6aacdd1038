import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canMoveCursor, wantsColor, wantsUnicode } from '../../src/renderers/terminal.ts';

const TTY = { isTTY: true };

describe('wantsColor', () => {
  it('colours terminals only', () => {
    assert.equal(wantsColor({}, TTY), true);
    assert.equal(wantsColor({}, {}), false);
  });

  it('obeys NO_COLOR and TERM=dumb', () => {
    assert.equal(wantsColor({ NO_COLOR: '1' }, TTY), false);
    assert.equal(wantsColor({ NO_COLOR: '' }, TTY), true);
    assert.equal(wantsColor({ TERM: 'dumb' }, TTY), false);
  });

  it('obeys FORCE_COLOR before all others', () => {
    assert.equal(wantsColor({ FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, {}), true);
    assert.equal(wantsColor({ FORCE_COLOR: '' }, {}), true);
    assert.equal(wantsColor({ FORCE_COLOR: '0' }, TTY), false);
  });
});

describe('wantsUnicode', () => {
  it('goes by the locale, the strongest variable first', () => {
    assert.equal(wantsUnicode({ LANG: 'de_DE.UTF-8' }), true);
    assert.equal(wantsUnicode({ LANG: 'C.utf8' }), true);
    assert.equal(wantsUnicode({ LANG: 'de_DE.ISO-8859-1' }), false);
    assert.equal(wantsUnicode({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }), false);
    assert.equal(wantsUnicode({ LC_ALL: '', LANG: 'de_DE.UTF-8' }), true);
    assert.equal(wantsUnicode({}), true);
  });
});

describe('canMoveCursor', () => {
  it('needs a terminal that is not dumb', () => {
    assert.equal(canMoveCursor({}, TTY), true);
    assert.equal(canMoveCursor({ TERM: 'dumb' }, TTY), false);
    assert.equal(canMoveCursor({}, {}), false);
  });
});
