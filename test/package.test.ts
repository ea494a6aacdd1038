// What is in the extension's package: only what it needs at run time.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const CONTENT = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/extension.cjs',
  'dist/mapping-thread.cjs',
  'dist/target/injected-awaits.cjs',
  'dist/target/preload.cjs',
  'dist/target/program-thread.cjs',
  'dist/target/relay.cjs',
  'dist/target/worker-thread.cjs',
  'dist/terminal-host.cjs',
  'dist/webview/report.css',
  'dist/webview/report.js',
  'media/hotpath.svg',
  'media/icon.png',
  'media/screenshot.png',
  'package.json',
];

describe('the package of the extension', () => {
  it('holds what the extension needs and nothing else', async () => {
    const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
    const { stdout } = await promisify(execFile)(process.execPath, [
      vsce,
      'ls',
      '--no-dependencies',
    ]);
    const files = stdout.split('\n').filter(line => line !== '');
    assert.deepEqual(files.sort(), CONTENT);
  });
});
