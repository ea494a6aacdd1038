import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderProblemPage, renderProfilePage } from '../../src/extension/sessions/profile-page.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const FILE = { toJSON: () => ({ scheme: 'file', path: '/a "b".hotpath' }) };

test('the page of a profile tells its facts and its notes', () => {
  const session = parseProfile('main 1500ms\nlane worker 1\nwork 5ms', {
    program: 'node app.js',
    notes: ['A chunk was lost.'],
  });
  const html = renderProfilePage({ name: 'app.hotpath', session }, FILE);
  for (const text of ['node app.js', '1.5 s', '2 samples', 'main, worker 1', 'A chunk was lost.'])
    assert.ok(html.includes(text), text);
});

test('nothing in a file becomes markup, and nothing runs', () => {
  const evil = '<img src=x onerror=alert(1)>"&';
  const session = parseProfile('main 1ms', { program: evil, notes: [evil] });
  const pages = [renderProfilePage({ name: evil, session }, FILE), renderProblemPage(evil)];
  for (const html of pages) {
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /default-src 'none'/);
  }
});
