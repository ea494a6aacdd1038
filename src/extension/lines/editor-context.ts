// What the views in the editor share: the shown session, the open files, and whether to show anything.

import type { AnnotationSwitch } from './annotation-switch.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { Disposable } from '../signal.ts';
import type { TrackedFiles } from './tracked-files.ts';

/** What a view in the editor works on. */
export interface EditorContext {
  readonly store: SessionStore;
  readonly tracked: TrackedFiles;
  readonly visibility: AnnotationSwitch;
}

/** Calls `listener` whenever a view in the editor may have something else to show. */
export function onDidChangeEditorViews(context: EditorContext, listener: () => void): Disposable {
  const listening = [
    context.store.onDidChangeShown.on(listener),
    context.tracked.onDidChange.on(listener),
    context.visibility.onDidChange.on(listener),
  ];
  return {
    dispose: () => {
      for (const each of listening) each.dispose();
    },
  };
}
