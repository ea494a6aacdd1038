import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the examples take for granted. */
const PRELUDE = `
import express from 'express';
import { writeFileSync } from 'node:fs';
import { Profiler, renderSession } from 'hotpath';
import { profileRequests } from 'hotpath/express';
const busy = () => { const end = performance.now() + 5; while (performance.now() < end); return []; };
const given = new Profiler({ description: 'given' }).start();
busy();
const session = await given.stop();
writeFileSync('before.hotpath', renderSession(session));
Object.assign(globalThis, {
  Profiler, profileRequests, profiler: given, session, app: express(),
  work: async () => busy(), first: async () => busy(), second: async () => busy(),
  query: async () => busy(), save: async () => busy(), findUsers: async () => busy(),
});
`;

mkdirSync(join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(join(ROOT, '.cache', 'docs-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function examplesOf(page: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(?:js|ts)\n(.*?)^```/gms)].map(match => match[1] ?? '');
}

for (const page of ['library.md', 'middleware.md']) {
  describe(`docs/${page}`, () => {
    writeFileSync(join(folder, 'prelude.mjs'), PRELUDE);
    for (const [i, example] of examplesOf(page).entries()) {
      it(`has an example ${i + 1} that runs`, async () => {
        const { code } = transformSync(example, { loader: 'ts', target: 'node20', format: 'esm' });
        const file = join(folder, `${page}-${i + 1}.mjs`);
        writeFileSync(file, `import './prelude.mjs';\n${code}`);
        const { stderr } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
        assert.equal(stderr, '');
      });
    }
  });
}
