// Has real compilers make older JavaScript of a class.

import { transformSync } from 'esbuild';
import ts from 'typescript';
import type { SessionData } from '../../src/model/session.ts';
import { dedent, mapText, placeIn } from './map-text.ts';

/** A class and a function of every kind that compilers change. */
export const SOURCE = dedent(`
  class Users {
    static count = 0;
    handler = (id: number) => id * 2;
    async load(id: number) {
      await null;
      return this.spin(id);
    }
    #secret(id: number) {
      return id * 3;
    }
    spin(id: number) {
      return this.#secret(id) + Users.count;
    }
    get size() {
      return Users.count * 5;
    }
    async *[Symbol.asyncIterator]() {
      yield this.spin(4);
    }
  }
  export const later = async (id: number) => {
    await null;
    return new Users().spin(id);
  };
`);

/** What a compiler made of it, and places there. */
export interface Compiled {
  readonly text: string;
  /** Position of the `|` in an excerpt, behind a frame's name. */
  readonly at: (excerpt: string) => string;
  readonly line: (excerpt: string) => string;
}

/** The places in compiled text whose map is in it. */
function compiled(text: string): Compiled {
  return {
    text,
    at: excerpt => `@/app/dist/users.js:${placeIn(text, excerpt)}`,
    line: excerpt => `:${placeIn(text, excerpt).split(':')[0] ?? ''}`,
  };
}

/** By TypeScript, for this version of JavaScript. */
export function withTypeScript(target: 'es5' | 'es2015'): Compiled {
  const json = { target, module: 'commonjs', inlineSourceMap: true, sourceRoot: '../src' };
  const { options: compilerOptions } = ts.convertCompilerOptionsFromJson(json, '');
  return compiled(ts.transpileModule(SOURCE, { fileName: 'users.ts', compilerOptions }).outputText);
}

/** By esbuild, likewise. */
export function withEsbuild(target: string, more: { readonly minify?: boolean } = {}): Compiled {
  const { code } = transformSync(SOURCE, {
    ...{ loader: 'ts', format: 'cjs', sourcefile: '../src/users.ts', sourcemap: 'inline' },
    ...{ target, keepNames: more.minify === true, ...more },
  });
  return compiled(code);
}

/** Maps a profile of the compiled text. */
export function map({ text }: Compiled, profile: string): SessionData {
  return mapText(profile, { files: { '/app/dist/users.js': text, '/app/src/users.ts': SOURCE } });
}

/** Line of the source that holds the excerpt. */
export function sourceLine(excerpt: string): number {
  return Number(placeIn(SOURCE, excerpt).split(':')[0]);
}
