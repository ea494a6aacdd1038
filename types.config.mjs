// Writes the library's type declarations, one file for each entry point: `node types.config.mjs`.
import { generateDtsBundle } from 'dts-bundle-generator';
import { mkdirSync, writeFileSync } from 'node:fs';
import { entries } from './entries.config.mjs';

const sources = { index: 'src/index.ts', ...entries };
const inputs = Object.values(sources).map(filePath => ({
  filePath,
  output: { noBanner: true, exportReferencedTypes: true },
}));

const bundles = generateDtsBundle(inputs, { preferredConfigPath: 'tsconfig.json' });
mkdirSync('dist', { recursive: true });
for (const [index, name] of Object.keys(sources).entries()) {
  // What modules import decides which of the two a user's compiler reads; what they say is the same.
  for (const ending of ['d.mts', 'd.cts']) writeFileSync(`dist/${name}.${ending}`, bundles[index]);
}
