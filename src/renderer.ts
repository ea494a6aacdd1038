// Renderers as the library's users name or write them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderGzippedPprof, renderSpeedscope } from './format-renderers.ts';
import { encodeCpuProfile } from './formats/cpuprofile.ts';
import { encodeFolded } from './formats/folded.ts';
import { encodeSession } from './formats/session.ts';
import { ProfileError } from './model/errors.ts';
import type { SessionData } from './model/session.ts';
import { renderConsole } from './renderers/console.ts';
import { renderHtml, reportPolicy } from './renderers/html.ts';
import type { HtmlAssets, HtmlOptions } from './renderers/html.ts';
import { renderJson } from './renderers/json.ts';
import { renderMarkdown } from './renderers/markdown.ts';
import { OWN_FOLDER } from './sampler/in-process/own-code.ts';
import { openSourceLines } from './source-text.ts';

/** What a renderer gives: text, or bytes for the formats that are none. */
export type RendererOutput = string | Uint8Array;

/** A renderer of the user's own. */
export type RenderFunction = (session: SessionData) => RendererOutput;

/** The renderers that have a name. */
export type RendererName = keyof typeof RENDERERS;

/** A renderer by its name, or one of the user's own. */
export type Renderer = RendererName | RenderFunction;

const RENDERERS = {
  text: { extension: 'txt', render: (session: SessionData) => renderConsole(session) },
  html: { extension: 'html', render: (session: SessionData) => htmlReport(session).html },
  json: { extension: 'json', render: (session: SessionData) => renderJson(session) },
  markdown: {
    extension: 'md',
    render: (session: SessionData) => renderMarkdown(session, { readLine: openSourceLines() }),
  },
  session: { extension: 'hotpath', render: encodeSession },
  cpuprofile: {
    extension: 'cpuprofile',
    render: (session: SessionData) => encodeCpuProfile(session),
  },
  speedscope: {
    extension: 'speedscope.json',
    render: (session: SessionData) => renderSpeedscope(session),
  },
  folded: { extension: 'folded.txt', render: (session: SessionData) => encodeFolded(session) },
  pprof: { extension: 'pb.gz', render: (session: SessionData) => renderGzippedPprof(session) },
} as const;

/**
 * What the renderer makes of the session. Throws a `ProfileError` (`bad-option`) for a name that there is not, and
 * whatever a renderer of the user's own throws.
 */
export function render(session: SessionData, renderer: Renderer): RendererOutput {
  if (typeof renderer === 'function') return renderer(session);
  return entryOf(renderer).render(session);
}

/**
 * How files of this renderer end, without a dot; those of a renderer of the user's own with `txt`. Throws a
 * `ProfileError` (`bad-option`) for a name that there is not.
 */
export function extensionOf(renderer: Renderer): string {
  return typeof renderer === 'function' ? 'txt' : entryOf(renderer).extension;
}

/** An HTML report, and the content-security policy that a server sends along with it. */
export interface HtmlReport {
  readonly html: string;
  readonly policy: string;
}

/**
 * Renders the HTML report, with excerpts of the sources that are on disk. Throws a `ProfileError` (`not-found`) when the
 * report's own page is missing from the installation.
 */
export function htmlReport(session: SessionData, options: HtmlOptions = {}): HtmlReport {
  const assets = loadAssets();
  const html = renderHtml(session, assets, { readLine: openSourceLines(), ...options });
  return { html, policy: reportPolicy(assets) };
}

function entryOf(name: string): (typeof RENDERERS)[RendererName] {
  if (!Object.hasOwn(RENDERERS, name)) {
    const names = Object.keys(RENDERERS).join(', ');
    throw new ProfileError('bad-option', `There is no renderer ${name}; there are ${names}.`);
  }
  return RENDERERS[name as RendererName];
}

let loadedAssets: HtmlAssets | null = null;

/** The page of the report: beside the library, or in `dist` when it is run from source. */
function loadAssets(): HtmlAssets {
  if (loadedAssets !== null) return loadedAssets;
  for (const place of ['webview', join('..', 'dist', 'webview')]) {
    const folder = join(OWN_FOLDER, place);
    const [script, style] = [join(folder, 'report.js'), join(folder, 'report.css')];
    if (!existsSync(script)) continue;
    loadedAssets = { script: readFileSync(script, 'utf8'), style: readFileSync(style, 'utf8') };
    return loadedAssets;
  }
  throw new ProfileError('not-found', 'The page of the HTML report (dist/webview) is missing.');
}
