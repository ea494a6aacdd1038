import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { renderHtml, reportPolicy } from '../../src/renderers/html.ts';
import { unpackReport } from '../../src/renderers/report-data.ts';
import type { Report, ReportData } from '../../src/renderers/report-data.ts';
import type { Frame } from '../../src/model/frame.ts';
import { readFrame } from '../../src/model/frame-table.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { webServer } from './web-server.ts';

const ASSETS = { script: "show('<program>');", style: 'body { margin: 0 }' };

describe('the HTML report', () => {
  it('carries the session whole', () => {
    const session = webServer();
    assert.deepEqual(reportIn(renderHtml(session, ASSETS)).session, session);
  });

  it('permits its own script and style by their hashes, and nothing else', () => {
    const html = renderHtml(webServer(), ASSETS);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      [
        "default-src 'none'",
        `script-src 'sha256-${hash(ASSETS.script)}'`,
        `style-src 'sha256-${hash(ASSETS.style)}'`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    );
    assert.equal(policy, reportPolicy(ASSETS));
  });

  it('hashes assets with line breaks of any system as the browser reads them', () => {
    const html = renderHtml(webServer(), { script: 'a();\r\nb();', style: '' });
    assert.ok(html.includes('<script>a();\nb();</script>'));
    assert.ok(html.includes(`script-src 'sha256-${hash('a();\nb();')}'`));
  });

  it('refuses an asset that would end its element', () => {
    assert.throws(() => renderHtml(webServer(), { ...ASSETS, script: "'</SCRIPT>'" }), /script/);
    assert.throws(() => renderHtml(webServer(), { ...ASSETS, style: '</style' }), /style/);
  });

  it('refers to nothing outside of itself', () => {
    const html = renderHtml(webServer(), ASSETS);
    assert.doesNotMatch(html, /<link|<img|<iframe|\bsrc=|\bhref=|@import|url\(/);
  });

  it('takes hostile names for text', () => {
    const builder = new SessionBuilder();
    const name = '</script><script>alert(1)</script><!--\u202eevil';
    const frame = { name, className: null, file: name, line: 1, column: 1, kind: 'application' };
    const lane = builder.lane({ name, pid: 1, threadId: 0 });
    lane.sample(builder.stack(-1, builder.frame({ ...frame, kind: 'application' })), 1000);
    const meta = { ...webServer().meta, program: name, notes: [name] };
    const html = renderHtml(builder.build(meta), ASSETS);
    assert.equal(html.split('<script').length - 1, 2);
    assert.equal(html.split('</script').length - 1, 2);
    assert.ok(!html.includes('<!--'));
    const { session } = reportIn(html);
    assert.equal(session.meta.program, name);
    assert.equal(session.strings[session.frames.name[0] ?? -1], name);
  });

  it('has the program as its title, with signs that would not be seen written out', () => {
    const html = renderHtml(webServer({ program: 'node <b>&\u202e.js' }), ASSETS);
    assert.ok(html.includes('<title>node &lt;b&gt;&amp;\\u202e.js – Hotpath</title>'));
  });

  it('takes less than eight bytes for a sample', () => {
    const lines = Array.from(
      { length: 2000 },
      (_, i) => `main > f${i % 50} > g${i % 7} ${990 + (i % 20)}us x10`,
    );
    const session = parseProfile(lines.join('\n'));
    const size = renderHtml(session, ASSETS).length - renderHtml(parseProfile(''), ASSETS).length;
    assert.ok(size < 20_000 * 8, `${size} bytes for 20,000 samples`);
  });

  it('begins with the settings that it is given', () => {
    const options = {
      timeline: true,
      units: 'percent',
      processorOptions: { filterThreshold: 0.05, hideRegex: /.*\/gen\//, showRegex: /x/ },
    } as const;
    assert.deepEqual(reportIn(renderHtml(webServer(), ASSETS, options)).settings, {
      view: 'timeline',
      units: 'percent',
      threshold: 0.05,
      folding: 'custom',
      hideRegex: '.*\\/gen\\/',
      showRegex: 'x',
    });
  });

  it('knows the frames that ask to be hidden', () => {
    const options = { processorOptions: { isHidden: (frame: Frame) => frame.name === 'query' } };
    const { hidden, session } = reportIn(renderHtml(webServer(), ASSETS, options));
    assert.deepEqual(
      hidden.map(index => readFrame(session, index).name),
      ['query'],
    );
  });

  it('shows everything when everything is asked for', () => {
    const options = { showAll: true, processorOptions: { filterThreshold: 0.05 } };
    assert.deepEqual(reportIn(renderHtml(webServer(), ASSETS, options)).settings, {
      threshold: 0,
      folding: 'off',
      loaders: 'shown',
    });
  });
});

describe('the source lines in the HTML report', () => {
  const readLine = (file: string, line: number) => (line > 35 ? undefined : `${file} ${line}`);

  it('are none when they cannot be read', () => {
    assert.deepEqual(reportIn(renderHtml(webServer(), ASSETS)).excerpts, []);
  });

  it('are those that took time, with three lines before and after, as far as the file goes', () => {
    const { excerpts } = reportIn(renderHtml(webServer(), ASSETS, { readLine }));
    const places = excerpts.map(({ file, line, lines }) => [file, line, line + lines.length - 1]);
    assert.deepEqual(places, [
      // Lines 3, 11 and 14 took time; 8 and 9; 31 and 33, of which the file ends two lines later.
      ['/app/server.js', 1, 6],
      ['/app/src/db.js', 5, 12],
      ['/app/src/routes.js', 8, 17],
      ['/app/src/service.js', 28, 35],
    ]);
    assert.deepEqual(excerpts[0]?.lines.slice(0, 2), ['/app/server.js 1', '/app/server.js 2']);
  });

  it('leave out lines below a thousandth of the run', () => {
    const profile = `
      main@/app/a.js:1 :50 999ms
      main@/app/a.js:1 :20 0.5ms
    `;
    const session = parseProfile(profile);
    const options = { readLine: (_: string, line: number) => String(line) };
    const { excerpts } = reportIn(renderHtml(session, ASSETS, options));
    assert.deepEqual(excerpts, [
      { file: '/app/a.js', line: 47, lines: ['47', '48', '49', '50', '51', '52', '53'] },
    ]);
  });

  it('are at most the thousand slowest', () => {
    // Line 10 i took i milliseconds.
    const lines = Array.from({ length: 1500 }, (_, i) => `main@/a.js:1 :${10 * i + 10} ${i + 1}ms`);
    const options = { readLine: () => 'text' };
    const { excerpts } = reportIn(renderHtml(parseProfile(lines.join('\n')), ASSETS, options));
    assert.equal(excerpts.length, 1000 - lineCountBelow(0.001));

    /** Of the thousand slowest, those below the threshold: the whole is Σ i = 1,125,750 ms. */
    function lineCountBelow(share: number): number {
      const least = 1_125_750 * share;
      return Array.from({ length: 1000 }, (_, i) => 501 + i).filter(ms => ms < least).length;
    }
  });

  it('are cut at 400 signs', () => {
    const session = parseProfile('main@/a.js:1 :1 5ms');
    const options = {
      readLine: (_: string, line: number) => (line === 1 ? 'x'.repeat(5000) : undefined),
    };
    const { excerpts } = reportIn(renderHtml(session, ASSETS, options));
    assert.deepEqual(excerpts, [{ file: '/a.js', line: 1, lines: ['x'.repeat(400)] }]);
  });
});

function reportIn(html: string): Report {
  const json = /<script type="application\/json" id="hotpath-report">(.*?)<\/script>/s.exec(html);
  return unpackReport(JSON.parse(json?.[1] ?? '') as ReportData);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
