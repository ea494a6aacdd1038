// Builds everything that ships: `node esbuild.config.mjs [--watch] [--production]`.
import { context } from 'esbuild';
import { entries } from './entries.config.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
  // ws asks for these native speed-ups and does without them.
  external: ['vscode', 'bufferutil', 'utf-8-validate', 'vitest'],
};

// A CommonJS bundle has no import.meta.url of its own.
const ownUrl = {
  define: { 'import.meta.url': 'ownUrl' },
  banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
};

// What the library's other entry points need of it is imported from it: there must be one sampler in a process.
const fromLibrary = extension => ({
  name: 'from-library',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/index\.ts$/ }, () => ({
      path: `./index${extension}`,
      external: true,
    }));
  },
});

const libraryBuilds = [
  { ...node, entryPoints: { index: 'src/index.ts' } },
  { ...node, entryPoints: entries },
].flatMap(build => [
  {
    ...build,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    plugins: [fromLibrary('.mjs')],
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url ?? process.cwd() + '/');",
    },
  },
  {
    ...build,
    ...ownUrl,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins: [fromLibrary('.cjs')],
  },
]);

const builds = [
  ...libraryBuilds,
  // What runs inside the profiled program stands alone and is kept small. The preload finds out in a child process of
  // the program that its Node.js is too old: up to there it must be able to read it.
  {
    ...node,
    entryPoints: ['src/sampler/target/preload.ts'],
    outdir: 'dist/target',
    target: 'node12',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...node,
    entryPoints: [
      'src/sampler/target/program-thread.ts',
      'src/sampler/target/worker-thread.ts',
      'src/sampler/target/relay.ts',
      'src/sampler/target/call-lines-relay.ts',
    ],
    outdir: 'dist/target',
    target: 'node18',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  },
  // Sent over the inspector to every thread, as one message: always small; see `protocol/send-window.ts`.
  {
    ...node,
    entryPoints: ['src/sampler/target/injected-awaits.ts'],
    outdir: 'dist/target',
    target: 'node18',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    sourcemap: false,
    minify: true,
  },
  {
    ...node,
    ...ownUrl,
    entryPoints: {
      extension: 'src/extension/main.ts',
      'mapping-thread': 'src/mapping/mapping-worker.ts',
    },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...node,
    entryPoints: { 'terminal-host': 'src/extension/recording/terminal-host.ts' },
    target: 'node18',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
  },
  // The page of the report. It is put into files whole, so that it is always small and carries no source map.
  {
    entryPoints: [
      { in: 'src/webview/main.tsx', out: 'report' },
      { in: 'media/report.css', out: 'report' },
    ],
    outdir: 'dist/webview',
    bundle: true,
    platform: 'browser',
    target: ['chrome122', 'firefox121', 'safari17'],
    format: 'iife',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  },
];

for (const build of builds) {
  const builder = await context({ outdir: 'dist', ...build });
  if (watch) {
    // Complete before the editor's watch task says so; errors are printed, and the next save may mend them.
    await builder.rebuild().catch(() => undefined);
    await builder.watch();
  } else {
    await builder.rebuild();
    await builder.dispose();
  }
}
// What the task `watch` in .vscode/tasks.json waits for.
if (watch) console.log('watching');
