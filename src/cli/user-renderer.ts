// A renderer of the user's own: `-r ./mine.js`.
//
//   export function render(session, api) {
//     const tree = api.buildCallTree(session, { selfNodes: true });
//     return `${tree.total / 1000} ms\n`;
//   }

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildCallTree } from '../model/call-tree.ts';
import { ProfileError } from '../model/errors.ts';
import { findHotPath } from '../model/hot-path.ts';
import { buildLineTimes } from '../model/line-times.ts';
import { withPlainSamples } from '../model/plain-samples.ts';
import type { SessionData } from '../model/session.ts';
import { defaultProcessors } from '../processors/default-processors.ts';
import { applyProcessors } from '../processors/processor.ts';
import { renderConsole } from '../renderers/console.ts';
import { renderJson } from '../renderers/json.ts';
import { renderMarkdown } from '../renderers/markdown.ts';
import type { RendererOutput } from '../renderer.ts';

/** What a renderer of the user's own can use. */
const API = {
  buildCallTree,
  buildLineTimes,
  findHotPath,
  applyProcessors,
  defaultProcessors,
  renderConsole,
  renderJson,
  renderMarkdown,
};

/** The second argument of a user's `render`: Hotpath's own functions, and what `-t`, `--show…` and `-p` said. */
export type RendererApi = typeof API & { readonly options: object };

/** A user's renderer, loaded. */
export type UserRender = (session: SessionData, options: object) => Promise<RendererOutput>;

/** Whether the name given to `-r` is meant as the path of a module. */
export function isModulePath(name: string): boolean {
  return /[\\/]/.test(name) || /\.[cm]?[jt]s$/.test(name);
}

/** Loads the module; its path is relative to `cwd`. Rejects with a `ProfileError` (`bad-option`). */
export async function loadUserRenderer(name: string, cwd: string): Promise<UserRender> {
  const path = resolve(cwd, name);
  if (!existsSync(path)) throw badRenderer(`There is no renderer at ${name}.`);
  const module = await importModule(path, name);
  const render = findRender(module);
  if (render === undefined) {
    throw badRenderer(
      `${name} is no renderer: it does not export a function render(session, api). To load it before the program, write --require.`,
    );
  }
  return async (session, options) => {
    const output = await call(() => render(withPlainSamples(session), { ...API, options }), name);
    if (typeof output === 'string' || output instanceof Uint8Array) return output;
    throw badRenderer(`The renderer ${name} returned neither a text nor bytes.`);
  };
}

async function call(render: () => unknown, name: string): Promise<unknown> {
  const stuck = whenStuck();
  try {
    return await Promise.race([render(), stuck.promise]);
  } catch (cause) {
    throw badRenderer(`The renderer ${name} failed: ${describeError(cause)}`, cause);
  } finally {
    stuck.forget();
  }
}

/** Rejects when nothing goes on any more that could settle what is awaited. */
function whenStuck(): { readonly promise: Promise<never>; readonly forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    const onIdle = (): void => {
      // Where in this file it was made tells nobody anything.
      reject(Object.assign(new Error('its promise is never settled'), { stack: '' }));
    };
    process.once('beforeExit', onIdle);
    forget = () => process.off('beforeExit', onIdle);
  });
  return { promise, forget };
}

/** In one line: the message, and where it was thrown. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [message = ''] = error.message.split('\n', 1);
  const place = /\n\s+at (.+)/.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${message}${place === undefined ? '' : ` (at ${place})`}`;
}

type Render = (session: SessionData, api: RendererApi) => unknown;

async function importModule(path: string, name: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw badRenderer(`The renderer ${name} cannot be loaded: ${why ?? ''}`, cause);
  }
}

/** A CommonJS module's exports may only be found below `default`. */
function findRender(module: unknown): Render | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  if ('render' in module && typeof module.render === 'function') return module.render as Render;
  return 'default' in module ? findRender(module.default) : undefined;
}

function badRenderer(sentence: string, cause?: unknown): ProfileError {
  return new ProfileError('bad-option', sentence, { cause });
}
