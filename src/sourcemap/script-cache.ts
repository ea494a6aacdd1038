// The scripts of one program. Reading and parsing them takes longer than all else, so they are kept from one snapshot of
// a running program to the next.

import type { Script } from '../model/session.ts';
import { LoadedScript } from './loaded-script.ts';
import type { ScriptFiles } from './loaded-script.ts';

/** The scripts of one program, kept from one call of `mapRecording` to the next. */
export class ScriptCache {
  readonly #loaded = new Map<string, { readonly script: Script; readonly loaded: LoadedScript }>();

  /** The script that ran under this URL; read anew only when V8 has told more about it since. */
  load(script: Script, files: ScriptFiles): LoadedScript {
    const known = this.#loaded.get(script.url);
    if (known !== undefined && isSame(known.script, script)) return known.loaded;
    const loaded = new LoadedScript(script, files);
    this.#loaded.set(script.url, { script, loaded });
    return loaded;
  }
}

function isSame(a: Script, b: Script): boolean {
  return a.source === b.source && a.sourceMapUrl === b.sourceMapUrl;
}
