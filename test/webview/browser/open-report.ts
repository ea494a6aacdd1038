// Opens reports in a real browser, and sees to it that they behave: no error, no request, no breach of their policy.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { SessionData } from '../../../src/model/session.ts';
import { renderHtml } from '../../../src/renderers/html.ts';
import type { HtmlAssets, HtmlOptions } from '../../../src/renderers/html.ts';
import { CHROMIUM_ARGS, findChromium } from '../../workbench/chromium.ts';

/** A browser for the tests of one file; the caller closes it. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, ...args] });
}

/** The page's code as it ships; `npm run build` makes it. */
export function readAssets(): HtmlAssets {
  const read = (name: string): string =>
    readFileSync(fileURLToPath(new URL(`../../../dist/webview/${name}`, import.meta.url)), 'utf8');
  return { script: read('report.js'), style: read('report.css') };
}

/** A report that is open in a browser. */
export class OpenReport {
  readonly page: Page;
  /** What went wrong so far: errors, complaints on the console, requests. */
  readonly complaints: string[] = [];

  constructor(page: Page, ownAddress: string) {
    this.page = page;
    page.setDefaultTimeout(15_000);
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('console', message => {
      // Reading pixels is the tests' own doing.
      const isOurs = message.text().includes('willReadFrequently');
      if (['error', 'warning'].includes(message.type()) && !isOurs) {
        this.complaints.push(message.text());
      }
    });
    page.on('request', request => {
      if (request.url() !== ownAddress) this.complaints.push(`request of ${request.url()}`);
    });
  }

  /** The rows of the view in sight: cells of a row separated by ` | `, without the heads. */
  async rows(): Promise<string[]> {
    const rows = this.page.locator('.view:not([hidden]) [role=row]:not(.column-heads)');
    return rows.evaluateAll(elements =>
      elements
        .map(element => {
          const top = Number(/translateY\((\d+)/.exec(element.parentElement?.outerHTML ?? '')?.[1]);
          const cells = [...element.querySelectorAll('[role=gridcell], [role=rowheader]')];
          return { top, text: cells.map(cell => cell.textContent.trim()).join(' | ') };
        })
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  }

  /** The row whose text contains this. */
  row(text: string): Locator {
    return this.page.locator('.view:not([hidden]) [role=row]', { hasText: text }).first();
  }

  /** Goes to a view by its tab. */
  async goTo(view: 'Call tree' | 'Timeline' | 'Flame graph' | 'Hot lines'): Promise<void> {
    await this.page.getByRole('tab', { name: view }).click();
  }

  /** The panel beside the view in sight. */
  get details(): Locator {
    return this.page.locator('.view:not([hidden]) .details');
  }

  /** The chart in sight. */
  get chart(): Locator {
    return this.page.locator('.view:not([hidden]) .chart');
  }

  /** Colour of a pixel of the chart's canvas, given in CSS pixels from its corner. */
  async chartColor(x: number, y: number): Promise<string> {
    return this.chart.locator('canvas').evaluate((canvas, at) => readPixel(canvas, at), { x, y });
  }
}

/** Opens the report in a new page, and waits until it shows something. */
export async function openReport(
  browser: Browser,
  session: SessionData,
  options: HtmlOptions & BrowserContextOptions = {},
): Promise<OpenReport> {
  return openHtml(browser, renderHtml(session, readAssets(), options), options);
}

/** Opens an HTML file likewise. */
export async function openHtml(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const folder = mkdtempSync(join(tmpdir(), 'hotpath-report-'));
  try {
    const path = join(folder, 'report.html');
    writeFileSync(path, html);
    const address = pathToFileURL(path).href;
    const viewport = { width: 1280, height: 800 };
    const page = await browser.newPage({ viewport, reducedMotion: 'reduce', ...options });
    await page.addInitScript({ content: READ_PIXEL });
    const report = new OpenReport(page, address);
    await page.goto(address);
    await page.locator('.view:not([hidden]) > *').first().waitFor();
    return report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

declare function readPixel(canvas: unknown, at: { x: number; y: number }): string;

const READ_PIXEL = `globalThis.readPixel = (canvas, at) => {
  const ratio = devicePixelRatio;
  const pen = canvas.getContext('2d');
  return [...pen.getImageData(at.x * ratio, at.y * ratio, 1, 1).data].slice(0, 3).join(' ');
};`;
