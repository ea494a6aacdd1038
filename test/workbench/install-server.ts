/**
 * Installs VS Code's own server from the npm package `code-server`, without a compiler: the package's native
 * modules are replaced by prebuilt ones (terminals, search) or by a few lines of our own (`stand-ins/`).
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fillOnce } from './fill-once.ts';
import { run, runNpm } from './processes.ts';
import { step } from './progress.ts';

/** VS Code 1.100. */
const CODE_SERVER = '4.100.3';
/** The first line of node-pty with prebuilt binaries for Linux, too; 1.100 asks for 1.1.0-beta33, which has none. */
const NODE_PTY = '1.2.0-beta.6';
const RIPGREP = '1.18.0';
/** Native modules that only come as sources, and what takes their place. */
const STAND_INS = {
  '@vscode/spdlog': 'stand-ins/log-files.ts',
  'native-watchdog': 'stand-ins/watchdog.ts',
};
const NPM_INSTALL = [
  'install',
  '--omit=dev',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-save',
];

/** Installs the server under `cache` unless it is there, and returns the folder that holds `out/server-main.js`. */
export async function installServer(cache: string): Promise<string> {
  const name = `vscode-${CODE_SERVER}-${process.platform}-${process.arch}-${recipe()}`;
  const folder = join(cache, name);
  await fillOnce(folder, async partial => {
    await step(`Fetching the VS Code workbench (code-server ${CODE_SERVER}, 40 MB)`, () =>
      unpack(partial),
    );
    const root = serverRoot(partial);
    await step('Installing its packages', () => installPackages(root));
    installRipgrep(root);
    makeSpawnHelpersExecutable(root);
    await replaceNativeModules(root);
    removeSourceMaps(root);
  });
  linkModules(serverRoot(folder));
  return serverRoot(folder);
}

// Changes when anything changes that decides what an installed server looks like.
function recipe(): string {
  const sources = ['install-server.ts', ...Object.values(STAND_INS)].map(sourceFile);
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 8);
}

function sourceFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function serverRoot(folder: string): string {
  return join(folder, 'package/lib/vscode');
}

async function unpack(folder: string): Promise<void> {
  const archive = `code-server-${CODE_SERVER}.tgz`;
  await runNpm(['pack', `code-server@${CODE_SERVER}`], folder);
  await run('tar', ['-xzf', archive], { cwd: folder });
  rmSync(join(folder, archive));
}

async function installPackages(root: string): Promise<void> {
  const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}@${RIPGREP}`;
  await runNpm([...NPM_INSTALL, `node-pty@${NODE_PTY}`, ripgrep], root);
  await runNpm(NPM_INSTALL, join(root, 'extensions'));
}

function installRipgrep(root: string): void {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const modules = join(root, 'node_modules/@vscode');
  const target = join(modules, 'ripgrep/bin');
  mkdirSync(target, { recursive: true });
  copyFileSync(
    join(modules, `ripgrep-${process.platform}-${process.arch}/bin`, name),
    join(target, name),
  );
}

// On macOS node-pty starts a helper that its archive does not mark as executable.
function makeSpawnHelpersExecutable(root: string): void {
  const prebuilds = join(root, 'node_modules/node-pty/prebuilds');
  for (const platform of readdirSync(prebuilds)) {
    const helper = join(prebuilds, platform, 'spawn-helper');
    if (existsSync(helper)) chmodSync(helper, 0o755);
  }
}

async function replaceNativeModules(root: string): Promise<void> {
  for (const [module, source] of Object.entries(STAND_INS))
    await build({
      entryPoints: [sourceFile(source)],
      outfile: join(root, 'node_modules', module, 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      allowOverwrite: true,
      logLevel: 'warning',
    });
}

// They are nearly half of what lies on the disk.
function removeSourceMaps(root: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.map')) rmSync(join(root, file));
}

// The page asks the server for its modules under this name. On Windows such a link holds an absolute path, so it
// is made where the folder stays.
function linkModules(root: string): void {
  const link = join(root, 'node_modules.asar');
  if (!existsSync(link)) symlinkSync('node_modules', link, 'junction');
}
