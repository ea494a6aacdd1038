import { describe, it } from 'node:test';
import {
  removeFrames,
  removeHiddenFrames,
  removeLoaderFrames,
} from '../../src/processors/remove-frames.ts';
import { assertProcessed, treeOf } from './tree-assertions.ts';

const removeHide = removeFrames(({ frame }) => frame.name.startsWith('hide'));

describe('removeFrames', () => {
  it('puts the children of a removed frame in its place, in their order', () => {
    assertProcessed(
      removeHide,
      treeOf(
        `
        main > first 1ms
        main > hide > a 1ms
        main > hide > b 2ms
        main > hide > c 3ms
        main > last 1ms
        `,
        { timeline: true },
      ),
      `
      <program> 8ms
        main 8ms
          first 1ms
            [self] 1ms
          a 1ms
            [self] 1ms
          b 2ms
            [self] 2ms
          c 3ms
            [self] 3ms
          last 1ms
            [self] 1ms
      `,
    );
  });

  it('removes chains of frames, and keeps what they call', () => {
    assertProcessed(
      removeHide,
      treeOf(
        `
        main > hide1 > hide2 > a 1ms
        main > hide1 > b > hide2 > c 2ms
        `,
        { timeline: true },
      ),
      `
      <program> 3ms
        main 3ms
          a 1ms
            [self] 1ms
          b 2ms
            c 2ms
              [self] 2ms
      `,
    );
  });

  it('gives the own time of a removed frame to the frame above it', () => {
    const removeSelfAndHide = removeFrames(({ frame }) => /hide|self/.test(frame.name));
    assertProcessed(
      removeSelfAndHide,
      treeOf(`
        main > hide > a 1ms
        main > hide 2ms
        main 4ms
      `),
      `
      <program> 7ms
        main 7ms self 6ms
          a 1ms
      `,
    );
  });

  it('never removes the root', () => {
    assertProcessed(
      removeFrames(() => true),
      treeOf('main > a 1ms'),
      '<program> 1ms',
    );
  });
});

describe('removeHiddenFrames', () => {
  it('removes the frames that the predicate knows', () => {
    assertProcessed(
      removeHiddenFrames(frame => frame.file === '/app/wrap.js'),
      treeOf('main@/app/a.js:1 > wrap@/app/wrap.js:7 > work@/app/a.js:9 1ms'),
      `
      <program> 1ms
        main 1ms
          work 1ms
            [self] 1ms
      `,
    );
  });
});

describe('removeLoaderFrames', () => {
  it("removes Node.js' CommonJS loader between the program and its modules", () => {
    const start =
      '<anonymous>@node:internal/main/run_main_module:1 > executeUserEntryPoint@node:internal/modules/run_main:5';
    const load =
      'Module._load@node:internal/modules/cjs/loader:9 > Module.load@node:internal/modules/cjs/loader:8';
    assertProcessed(
      removeLoaderFrames,
      treeOf(`
        ${start} > ${load} > <module>@/app/a.js:1 > require@node:internal/modules/helpers:2 > ${load} > <module>@/app/b.js:1 2ms
        ${start} > ${load} > <module>@/app/a.js:1 > work@/app/a.js:4 3ms
        ${start} 1ms
      `),
      `
      <program> 6ms
        <module> 5ms
          work 3ms
            [self] 3ms
          <module> 2ms
            [self] 2ms
        [self] 1ms
      `,
    );
  });

  it("removes the ES module loader with V8's native step into the module", () => {
    assertProcessed(
      removeLoaderFrames,
      treeOf(
        'run@node:internal/modules/esm/module_job:3 > evaluate@native > <module>@/app/a.mjs:1 2ms',
      ),
      `
      <program> 2ms
        <module> 2ms
          [self] 2ms
      `,
    );
  });

  it('keeps a native function called evaluate that no loader called', () => {
    assertProcessed(
      removeLoaderFrames,
      treeOf('main@/app/a.js:1 > evaluate@native 2ms'),
      `
      <program> 2ms
        main 2ms
          evaluate 2ms
            [self] 2ms
      `,
    );
  });

  it('removes loader hooks of packages, wherever they are installed', () => {
    assertProcessed(
      removeLoaderFrames,
      treeOf(`
        main@/app/a.ts:1 > load@/app/node_modules/tsx/dist/register.cjs:1 > <module>@/app/b.ts:1 1ms
        main@/app/a.ts:1 > _c@/s/.pnpm/ts-node@10/node_modules/ts-node/dist/index.js:1 > <module>@/app/c.ts:1 1ms
        main@/app/a.ts:1 > run@/app/node_modules/vite-node/dist/client.mjs:1 > <module>@/app/d.ts:1 1ms
        main@/app/a.ts:1 > run@/app/node_modules/tsx-like/index.js:1 1ms
      `),
      `
      <program> 4ms
        main 4ms
          <module> 1ms
            [self] 1ms
          <module> 1ms
            [self] 1ms
          <module> 1ms
            [self] 1ms
          run 1ms
            [self] 1ms
      `,
    );
  });

  it('removes its own frames with all that they call', () => {
    const own = '/x/hotpath/dist/target/preload.cjs';
    assertProcessed(
      removeLoaderFrames,
      treeOf(`
        <module>@${own}:1 > createHook@node:internal/promise_hooks:1 2ms
        main@/app/a.js:1 > init@${own}:9 > now@native 1ms
        main@/app/a.js:1 3ms
      `),
      `
      <program> 6ms self 2ms
        main 4ms self 1ms
          [self] 3ms
      `,
    );
  });
});
