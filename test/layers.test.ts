// The import map of src/README.md, as a test: what each folder may import, and what only one folder may use.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';
import {
  findCycle,
  folderOf,
  importsOf,
  roomOf,
  SOURCE,
  sourceFiles,
} from './helpers/source-imports.ts';
import type { Import } from './helpers/source-imports.ts';

/** Folder → folders it may import besides itself. `.` is the library at the top of src. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  processors: ['model'],
  formats: ['model'],
  sourcemap: ['model'],
  sampler: ['model', 'formats'],
  renderers: ['model', 'processors'],
  webview: ['model', 'processors', 'renderers'],
  '.': ['model', 'processors', 'formats', 'sourcemap', 'sampler', 'renderers'],
  middleware: ['.', 'model', 'renderers'],
  'test-runners': ['.', 'model'],
  mapping: ['.', 'model', 'formats', 'sampler', 'renderers'],
  cli: ['.', 'model', 'processors', 'formats', 'sourcemap', 'sampler', 'renderers', 'mapping'],
  adapter: ['.', 'model', 'processors', 'formats', 'sourcemap', 'sampler', 'renderers'],
  extension: [
    '.',
    'model',
    'processors',
    'formats',
    'sourcemap',
    'sampler',
    'renderers',
    'mapping',
    'adapter',
  ],
};

/**
 * Folder → its rooms → rooms beside it that they may import. What stands in the folder itself may import all rooms, and
 * they may import that: no cycle of files comes of it.
 */
const ROOMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  sourcemap: { maps: [], syntax: ['maps'], inlined: ['syntax'] },
  sampler: {
    launching: [],
    protocol: [],
    'call-lines': ['protocol'],
    threads: ['protocol', 'call-lines'],
    target: ['protocol', 'call-lines', 'threads'],
    awaits: ['call-lines'],
    lanes: ['protocol', 'call-lines', 'awaits'],
    journal: ['protocol', 'lanes'],
    attaching: ['protocol', 'threads', 'lanes', 'journal'],
    'in-process': ['protocol', 'call-lines', 'threads', 'target', 'awaits', 'lanes'],
  },
  webview: { tree: [], page: [], lines: ['tree'], charts: ['tree'] },
  extension: {
    tracking: [],
    sessions: ['tracking'],
    lines: ['tracking', 'sessions'],
    'call-tree': ['tracking', 'sessions', 'lines'],
    recording: ['tracking', 'sessions', 'lines'],
  },
};

/** Folder → packages (or `node:`) it may import. Folders that are not named may import none. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  formats: ['pprof-format'],
  sourcemap: ['acorn', '@jridgewell/trace-mapping'],
  sampler: ['node:', 'ws', 'v8-profiler-next'],
  renderers: ['node:crypto'],
  webview: ['preact'],
  '.': ['node:'],
  middleware: ['node:'],
  'test-runners': ['node:', 'vitest'],
  mapping: ['node:'],
  cli: ['node:'],
  adapter: ['node:', '@vscode/debugadapter', '@vscode/debugprotocol'],
  extension: ['node:', 'vscode'],
};

const imports = sourceFiles(SOURCE).flatMap(importsOf);

describe('the import map', () => {
  it('knows every folder of src', () => {
    const folders = new Set(sourceFiles(SOURCE).map(folderOf));
    assert.deepEqual(
      [...folders].filter(folder => !(folder in MAY_IMPORT)),
      [],
    );
  });

  it('lets a folder import only what its row says', () => {
    const broken = imports.filter(({ file, from }) => {
      if (!from.startsWith('.')) return false;
      const [own, other] = [folderOf(file), folderOf(resolve(dirname(file), from))];
      return own !== other && !MAY_IMPORT[own]?.includes(other) && !isWebviewMessages(own, from);
    });
    assert.deepEqual(broken.map(show), []);
  });

  it('lets a room import only what its row says', () => {
    const broken = imports.filter(({ file, from }) => {
      const [folder, own, other] = [
        folderOf(file),
        roomOf(file),
        roomOf(resolve(dirname(file), from)),
      ];
      if (!from.startsWith('.') || folder !== folderOf(resolve(dirname(file), from))) return false;
      if (own === '.' || other === '.' || own === other) return false;
      return ROOMS[folder] !== undefined && !ROOMS[folder][own]?.includes(other);
    });
    assert.deepEqual(broken.map(show), []);
  });

  it('lets a folder use only the packages that it is for', () => {
    const broken = imports.filter(({ file, from }) => {
      if (from.startsWith('.')) return false;
      const allowed = MAY_USE[folderOf(file)] ?? [];
      return !allowed.some(
        name => from === name || from.startsWith(name.endsWith(':') ? name : `${name}/`),
      );
    });
    assert.deepEqual(broken.map(show), []);
  });

  it('lets only the command touch process.argv and process.exit, and target code end its own thread', () => {
    const broken = sourceFiles(SOURCE).filter(file => {
      if (folderOf(file) === 'cli' || file.includes(join('sampler', 'target'))) return false;
      // What is evaluated in the program, written out.
      if (file.endsWith(join('threads', 'expressions.ts'))) return false;
      if (file.endsWith(join('recording', 'terminal-host.ts'))) return false;
      // Node.js 20 tells a test's file in no other way.
      if (file.endsWith(join('test-runners', 'node-test.ts'))) return false;
      return /\bprocess\.(argv|exit)\b/.test(withoutComments(readFileSync(file, 'utf8')));
    });
    assert.deepEqual(
      broken.map(file => relative(SOURCE, file)),
      [],
    );
  });

  it('has no cycles between files', () => {
    const graph = new Map<string, string[]>();
    for (const { file, from } of imports)
      if (from.startsWith('.')) {
        const to = resolve(dirname(file), from);
        graph.set(file, [...(graph.get(file) ?? []), to]);
      }
    assert.deepEqual(findCycle(graph), []);
  });
});

function isWebviewMessages(own: string, from: string): boolean {
  return own === 'extension' && /webview\/messages\.ts$/.test(from);
}

function show({ file, from }: Import): string {
  return `${relative(SOURCE, file)} imports ${from}`;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
