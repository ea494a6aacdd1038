/** Finds the browser that shows the workbench, or installs it where that can be done without asking. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, run } from './processes.ts';
import { step } from './progress.ts';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

/** How tests start it: with nothing that asks, updates or goes to the network of itself. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of Chromium, Chrome or Edge: `HOTPATH_CHROMIUM` if set, else the first found in the usual places, else
 * (on Debian as root) freshly installed. Throws an error that says what to install.
 */
export async function findChromium(): Promise<string> {
  const chosen = process.env['HOTPATH_CHROMIUM'];
  if (chosen) return existing(chosen);
  const found = findInstalled();
  if (found) return found;
  if (canInstall()) await step('Installing Chromium with apt-get', aptInstall);
  const installed = findInstalled();
  if (installed) return installed;
  throw new Error(
    'No browser found for the workbench. Install Chromium or Google Chrome ' +
      '(Debian: apt-get install chromium fonts-dejavu-core), or set HOTPATH_CHROMIUM to the path of one.',
  );
}

function existing(path: string): string {
  if (existsSync(path)) return path;
  throw new Error(`HOTPATH_CHROMIUM is set to "${path}", which does not exist.`);
}

function findInstalled(): string | undefined {
  return usualPlaces().find(path => existsSync(path)) ?? findOnPath(ON_PATH);
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  if (process.platform !== 'win32') return ['/usr/bin/chromium'];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
    name => process.env[name] ?? [],
  );
  const programs = [
    'Google/Chrome/Application/chrome.exe',
    'Microsoft/Edge/Application/msedge.exe',
  ];
  return programs.flatMap(program => roots.map(root => join(root, program)));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && findOnPath(['apt-get']) !== undefined;
}

async function aptInstall(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const patient = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
  await run('apt-get', [...patient, 'update'], { env });
  const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];
  await run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...packages], {
    env,
  });
}
