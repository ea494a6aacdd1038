// The page of a profile that was opened as a file: its facts, and where it is shown. A static page in the editor's own
// colours; nothing runs in it.

import { sampleCount } from '../../model/lane.ts';
import { formatCount, formatTime } from '../figure-text.ts';
import type { ShownSession } from './session-store.ts';

/** The page's HTML. `file` is what *Open Profile…* is to open again. */
export function renderProfilePage(
  { name, session }: Pick<ShownSession, 'name' | 'session'>,
  file: { toJSON(): unknown },
): string {
  const { meta, lanes } = session;
  const facts = [
    ['Program', meta.program],
    ['Recorded', new Date(meta.startTime).toLocaleString()],
    ['Duration', formatTime(meta.durationUs)],
    ['Samples', formatCount(sampleCount(session), 'sample')],
    ['Lanes', lanes.map(lane => lane.name).join(', ')],
  ];
  const rows = facts.map(
    ([title = '', text = '']) =>
      `<tr><th>${escapeHtml(title)}</th><td>${escapeHtml(text)}</td></tr>`,
  );
  const open = `hotpath.openProfile?${encodeURIComponent(JSON.stringify([file]))}`;
  return renderPage(
    name,
    `<p>This profile is shown on the lines of its source files and in the call tree.</p>
    <table>${rows.join('')}</table>
    ${meta.notes.map(note => `<p>${escapeHtml(note)}</p>`).join('')}
    <p><a href="command:hotpath.callTree.focus">Go to the call tree</a> ·
    <a href="command:${open}">Show it again</a> ·
    <a href="command:hotpath.exportProfile">Export what is shown…</a></p>`,
  );
}

/** The page of a file that is no profile, or a damaged one. */
export function renderProblemPage(sentence: string): string {
  return renderPage('Hotpath', `<p>${escapeHtml(sentence)}</p>`);
}

function renderPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
body { padding: 1em 2em; line-height: 1.6; overflow-wrap: anywhere; }
th { text-align: start; vertical-align: top; font-weight: normal; padding-inline-end: 2em; opacity: 0.8; }
</style>
</head>
<body><h2>${escapeHtml(title)}</h2>${body}</body>
</html>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
  return text.replace(/[&<"]/g, char => entities[char] ?? char);
}
