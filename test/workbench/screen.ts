/**
 * The page of a workbench, with patience: everything is waited for with a deadline, and a failure says what was
 * waited for, what was there instead, and where the screenshot is.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { build } from 'esbuild';
import type { Locator, Page } from 'playwright-core';
import { SCREENSHOTS } from './folders.ts';
import type { Readers } from './seen.ts';

const PATIENCE_MS = 30_000;
const POLL_MS = 40;
const INSPECTION = { depth: 4, maxArrayLength: 20, breakLength: 120 };

/** A page with its readers; the parts of the page object share one. */
export class Screen {
  /** Playwright's page, for what the harness has no words for. */
  readonly page: Page;
  private readonly patienceMs: number;

  constructor(page: Page, patienceMs = PATIENCE_MS) {
    this.page = page;
    this.patienceMs = patienceMs;
    page.setDefaultTimeout(patienceMs);
  }

  /** Defines the readers in every document that the page loads from now on. */
  async prepare(): Promise<void> {
    await this.page.addInitScript({ content: await bundleReaders() });
  }

  /** Asks one of the readers in the page. */
  async read<K extends keyof Readers>(
    name: K,
    ...args: Parameters<Readers[K]>
  ): Promise<ReturnType<Readers[K]>> {
    return this.page.evaluate<ReturnType<Readers[K]>>(
      `workbenchReaders.${name}(...${JSON.stringify(args)})`,
    );
  }

  /**
   * Reads until `accept` is content, and returns what was read then. `what` completes the sentence "Waited 30 s
   * for …".
   */
  async waitUntil<T>(
    what: string,
    read: () => Promise<T>,
    accept: (seen: T) => boolean,
  ): Promise<T> {
    const deadline = performance.now() + this.patienceMs;
    let seen = await read();
    while (!accept(seen)) {
      if (performance.now() > deadline) throw await this.failure(what, inspect(seen, INSPECTION));
      await setTimeout(POLL_MS);
      seen = await read();
    }
    return seen;
  }

  /** Clicks the first element that matches, when it is there and can be clicked. */
  async click(
    what: string,
    locator: Locator,
    options?: Parameters<Locator['click']>[0],
  ): Promise<void> {
    try {
      await locator.first().click(options);
    } catch (error) {
      throw await this.failure(`${what} to click on`, String(error));
    }
  }

  /** Takes a screenshot into `test/workbench/screenshots/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const path = join(SCREENSHOTS, `${slug(name)}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  private async failure(what: string, seen: string): Promise<Error> {
    const notifications = await this.read('notifications');
    const said = notifications.map(
      ({ severity, message }) => `\nThe workbench says (${severity}): ${message}`,
    );
    const path = await this.screenshot(`failure ${what}`);
    return new Error(
      `Waited ${this.patienceMs / 1000} s for ${what}; there was: ${seen}${said.join('')}\nScreenshot: ${path}`,
    );
  }
}

let readersBundle: Promise<string> | undefined;

function bundleReaders(): Promise<string> {
  readersBundle ??= build({
    entryPoints: [fileURLToPath(new URL('page/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'warning',
  }).then(result => result.outputFiles[0]?.text ?? '');
  return readersBundle;
}

function slug(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return words.toLowerCase().slice(0, 100);
}
