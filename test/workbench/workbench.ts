/**
 * A real VS Code workbench with the extension, for tests:
 *
 *     openWorkbench()  ─→  Workbench  ─┬─ .editor      annotations, CodeLens, hovers, typing
 *      server + browser                ├─ .sideBar     views, tree rows, welcome texts
 *      on fresh profiles               ├─ .messages    status bar, notifications, dialogs, menus, terminal
 *                                      └─ .quickInput  palette, pickers, input boxes
 */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { Editor } from './editor.ts';
import { REPOSITORY } from './folders.ts';
import { installWorkbench } from './install.ts';
import { readManifest } from './install-extension.ts';
import { Messages } from './messages.ts';
import { QuickInput } from './quick-input.ts';
import { CHROMIUM_ARGS } from './chromium.ts';
import { Screen } from './screen.ts';
import { WorkbenchServer } from './server.ts';
import type { ServerOptions, Settings } from './server.ts';
import { SideBar } from './side-bar.ts';

/** What a workbench is opened with. */
export interface WorkbenchOptions extends Partial<ServerOptions> {
  /** The workspace: files by path, written into a new folder that is removed at the end. */
  readonly files?: Readonly<Record<string, string>>;
  /** The workspace: a folder that exists. Without `files` and `folder` it is an empty new one. */
  readonly folder?: string;
  /** 1280 by 800 pixels if not given. */
  readonly size?: Size;
  /** How long anything may take to appear, 30 seconds if not given. */
  readonly patienceMs?: number;
}

/** The size of the window, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Opens a workspace in a new workbench, installing one if necessary. The caller closes it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  endOnSignals();
  const installed = await installWorkbench();
  const server = await WorkbenchServer.start(installed.server, {
    extension: REPOSITORY,
    ...options,
  });
  try {
    const browser = await chromium.launch({
      executablePath: installed.chromium,
      args: CHROMIUM_ARGS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return await openPage({ server, browser, options });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** An open workbench. */
export class Workbench {
  /** The absolute path of the workspace folder. */
  readonly workspace: string;
  readonly server: WorkbenchServer;
  readonly editor: Editor;
  readonly sideBar: SideBar;
  readonly messages: Messages;
  readonly quickInput: QuickInput;
  /** The page, for what the other parts have no words for. */
  readonly screen: Screen;
  private readonly browser: Browser;

  constructor(parts: {
    server: WorkbenchServer;
    browser: Browser;
    screen: Screen;
    workspace: string;
  }) {
    const { screen, workspace } = parts;
    this.server = parts.server;
    this.browser = parts.browser;
    this.screen = screen;
    this.workspace = workspace;
    this.quickInput = new QuickInput(screen);
    this.editor = new Editor({ screen, workspace, quickInput: this.quickInput });
    this.sideBar = new SideBar(screen);
    this.messages = new Messages(screen);
  }

  /** Runs a command from the palette by its whole title, such as `Hotpath: Profile Current File`. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Reads until `accept` is content; `what` completes the sentence "Waited 30 s for …" of the failure. */
  async waitUntil<T>(
    what: string,
    read: () => Promise<T>,
    accept: (seen: T) => boolean,
  ): Promise<T> {
    return this.screen.waitUntil(what, read, accept);
  }

  /** Takes a screenshot into `test/workbench/screenshots/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    return this.screen.screenshot(name);
  }

  /** Changes user settings, without waiting for what they change; `undefined` removes one. */
  changeSettings(changes: Settings): void {
    this.server.changeSettings(changes);
  }

  /** Writes a file into the workspace, as another program would. */
  write(path: string, text: string): void {
    writeInto(this.workspace, path, text);
  }

  /** Switches to VS Code's default light or dark theme, and waits until it is on the screen. */
  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    const name = theme === 'light' ? 'Default Light Modern' : 'Default Dark Modern';
    this.changeSettings({ 'workbench.colorTheme': name });
    const root = this.screen.page.locator(
      `.monaco-workbench.${theme === 'light' ? 'vs' : 'vs-dark'}`,
    );
    await this.waitUntil(
      `the ${theme} theme`,
      () => root.count(),
      count => count > 0,
    );
  }

  /** Changes the size of the window. */
  async resize(size: Size): Promise<void> {
    await this.screen.page.setViewportSize(size);
  }

  /** Loads the page again, which restarts the extension, as when a window is closed and opened again. */
  async reload(): Promise<void> {
    await this.screen.page.reload();
    await waitUntilShown(this.screen);
  }

  /** What the extension host has logged so far. */
  logs(): string {
    return this.server.logs();
  }

  /** Closes the browser, ends the server and removes the profile. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

// A process that a signal ends runs no exit handlers, and those are what ends the server and the browser with it.
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    if (process.listenerCount(signal) === 0)
      process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

async function openPage(parts: {
  server: WorkbenchServer;
  browser: Browser;
  options: WorkbenchOptions;
}): Promise<Workbench> {
  const { server, browser, options } = parts;
  const workspace = prepareWorkspace(server, options);
  const viewport = options.size ?? { width: 1280, height: 800 };
  const screen = new Screen(await browser.newPage({ viewport }), options.patienceMs);
  await screen.prepare();
  await screen.page.goto(server.pageAddress(workspace));
  await waitUntilShown(screen);
  await waitForExtension(screen, options.extension ?? REPOSITORY);
  return new Workbench({ server, browser, screen, workspace });
}

function prepareWorkspace(server: WorkbenchServer, options: WorkbenchOptions): string {
  if (options.folder !== undefined) return realpathSync(resolve(options.folder));
  // Inside the server's folder, which is removed with it.
  const workspace = mkdtempSync(join(server.folder, 'workspace-'));
  for (const [path, text] of Object.entries(options.files ?? {})) writeInto(workspace, path, text);
  return workspace;
}

function writeInto(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function waitUntilShown(screen: Screen): Promise<void> {
  await screen.waitUntil(
    'the workbench to appear',
    () => screen.read('statusItems'),
    items => items.some(item => item.id === 'status.host'),
  );
}

// All that an extension contributes appears at once, its icon, its commands and its menus.
async function waitForExtension(screen: Screen, extension: string): Promise<void> {
  for (const title of readManifest(extension).containers) {
    const icon = screen.page.locator(`.activitybar .action-label[aria-label^="${title}"]`);
    await screen.waitUntil(
      `the icon "${title}"`,
      () => icon.count(),
      count => count > 0,
    );
  }
}
