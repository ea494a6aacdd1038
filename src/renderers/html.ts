// The HTML report: one file that needs no network, no server and no exception from a strict content-security policy.

import { createHash } from 'node:crypto';
import type { SessionData } from '../model/session.ts';
import type { TreeOptions } from '../processors/default-processors.ts';
import type { ReadLine } from './hot-lines.ts';
import { packReport, REPORT_ELEMENTS } from './report-data.ts';
import type { ReportSettings } from './report-data.ts';
import { visibleText } from './visible-text.ts';

/** The page's own code: the contents of `dist/webview/report.js` and `report.css`. */
export interface HtmlAssets {
  readonly script: string;
  readonly style: string;
}

/** What the report is to hold and how it begins; its reader can change all but the source lines. */
export interface HtmlOptions extends TreeOptions {
  /** Gives the source lines to be shown; without it the report has only line numbers. */
  readonly readLine?: ReadLine;
  /** Index of the lane to show first. Default: all of them together. */
  readonly lane?: number;
  /** Default `time`. */
  readonly units?: ReportSettings['units'];
}

/**
 * Renders the session as an HTML document. It carries its own content-security policy, which permits the two assets
 * by their hashes and nothing else. Throws an `Error` when an asset would end its own element.
 */
export function renderHtml(
  session: SessionData,
  assets: HtmlAssets,
  options: HtmlOptions = {},
): string {
  const script = assetText(assets.script, 'script');
  const style = assetText(assets.style, 'style');
  const data = dataOf(session, options);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${reportPolicy(assets)}">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(visibleText(session.meta.program))} – Hotpath</title>`,
    `<style>${style}</style>`,
    `<div id="${REPORT_ELEMENTS.page}"><p class="opening">Opening the profile…</p></div>`,
    '<noscript>This report shows a profile with the help of JavaScript, which is switched off.</noscript>',
    `<script type="application/json" id="${REPORT_ELEMENTS.data}">${data}</script>`,
    `<script>${script}</script>`,
    '</html>',
    '',
  ].join('\n');
}

function dataOf(session: SessionData, options: HtmlOptions): string {
  const { readLine, processorOptions: { isHidden } = {} } = options;
  const data = packReport(session, {
    settings: startSettings(options),
    ...(readLine === undefined ? {} : { readLine }),
    ...(isHidden === undefined ? {} : { isHidden }),
  });
  return embedJson(data);
}

/** The content-security policy of the report, for a server that sends it as a header too. */
export function reportPolicy(assets: HtmlAssets): string {
  const script = hashSource(assetText(assets.script, 'script'));
  const style = hashSource(assetText(assets.style, 'style'));
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function startSettings(options: HtmlOptions): Partial<ReportSettings> {
  const { filterThreshold, hideRegex, showRegex } = options.processorOptions ?? {};
  const isCustom = hideRegex !== undefined || showRegex !== undefined;
  return {
    ...(options.timeline === true ? { view: 'timeline' } : {}),
    ...(options.lane === undefined ? {} : { lane: options.lane }),
    ...(options.units === undefined ? {} : { units: options.units }),
    ...(filterThreshold === undefined ? {} : { threshold: filterThreshold }),
    ...(isCustom ? { folding: 'custom' } : {}),
    ...(hideRegex === undefined ? {} : { hideRegex: hideRegex.source }),
    ...(showRegex === undefined ? {} : { showRegex: showRegex.source }),
    ...(options.showAll === true ? { folding: 'off', threshold: 0, loaders: 'shown' } : {}),
  };
}

/** The text as a browser reads it, and hashes it, between its tags. */
function assetText(text: string, element: 'script' | 'style'): string {
  const end = new RegExp(`</${element}`, 'i');
  if (end.test(text) || text.includes('<!--'))
    throw new Error(`The ${element} of the report would end its element`);
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** JSON in which nothing can be taken for a tag. */
function embedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, sign => entities[sign] ?? sign);
}
