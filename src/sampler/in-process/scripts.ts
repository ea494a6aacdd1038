// The scripts of this process that no file can tell about, looked up when a recording that has them is built.

import { Session } from 'node:inspector';
import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Script } from '../../model/session.ts';
import type { ScriptMessage } from '../messages.ts';
import { isMadeByTool, ScriptFinder } from '../threads/script-finder.ts';
import { sessionPort } from '../protocol/session-port.ts';

/** Grows with the number of scripts alone. */
export class InProcessScripts {
  readonly #found = new Map<string, Script>();
  readonly #session = new Session();
  readonly #finder = new ScriptFinder(
    sessionPort(this.#session),
    message => {
      this.#found.set(message.url, scriptOf(message));
    },
    // Who runs this process is not asked: the library may be loaded by a test runner.
    isMadeByTool,
  );
  #isConnected = false;

  /** Notes the scripts of these samples. */
  note(profile: V8Profile): void {
    this.#finder.note(profile);
  }

  /** What is known about the scripts among these URLs. */
  find(urls: readonly string[]): readonly Script[] {
    if (!this.#isConnected) this.#session.connect();
    this.#isConnected = true;
    // A session to its own thread answers at once.
    this.#finder.find(() => undefined);
    return urls.flatMap(url => this.#found.get(url) ?? []);
  }
}

function scriptOf({ url, sourceMapUrl, source }: ScriptMessage): Script {
  return {
    url,
    ...(sourceMapUrl === undefined ? {} : { sourceMapUrl }),
    ...(source === undefined ? {} : { source }),
  };
}
