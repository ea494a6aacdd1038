// A program of several files for tests that have real tools compile it.

import { dedent } from './map-text.ts';
import type { Files } from './map-text.ts';

/** By path: two modules in TypeScript, one in CommonJS, and a library. */
export const SOURCES: Files = {
  '/app/src/main.ts': dedent(`
    import { UserService } from './users';
    import { legacy } from './legacy.cjs';
    import { dep } from 'dep';

    const service = new UserService();
    export function main(count: number): number {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum += service.load(i);
        sum += legacy(i) + dep(i);
      }
      return sum;
    }
    main(3);
  `),
  '/app/src/users.ts': dedent(`
    interface Named { readonly name: string }

    export class UserService {
      private readonly names: Named[] = [];
      load(id: number): number {
        const found = this.names.filter(({ name }) => name.length > id);
        return found.length + this.count;
      }
      get count(): number {
        return this.names.length;
      }
    }
  `),
  '/app/src/legacy.cjs': 'const two = 2;\nexports.legacy = function (x) {\n  return x * two;\n};\n',
  '/app/node_modules/dep/index.js':
    'function dep(x) {\n  return x + 1;\n}\nmodule.exports = { dep };\n',
};
