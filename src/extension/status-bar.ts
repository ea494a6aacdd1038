// The status bar: while a program runs, elapsed time and samples, and a click stops it; afterwards, the shown session,
// and a click goes to its call tree.

import * as vscode from 'vscode';
import { formatCount, formatTime } from './figure-text.ts';
import type { RunState } from './run-state.ts';
import type { SessionStore } from './sessions/session-store.ts';
import { describeSession, describeShown } from './sessions/shown-text.ts';

const REFRESH_MS = 200;

/** Shows the item whenever there is something to tell. */
export function registerStatusBar(store: SessionStore, runs: RunState): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('hotpath.status', vscode.StatusBarAlignment.Left);
  item.name = 'Hotpath';
  let timer: NodeJS.Timeout | undefined;
  const stopTimer = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const refresh = (): void => {
    if (runs.active === undefined) {
      stopTimer();
      showSession(item, store);
    } else {
      timer ??= setInterval(refresh, REFRESH_MS);
      showRun(item, runs);
    }
  };
  return vscode.Disposable.from(
    item,
    runs.onDidChange.on(refresh),
    store.onDidChangeShown.on(refresh),
    { dispose: stopTimer },
  );
}

function showRun(item: vscode.StatusBarItem, runs: RunState): void {
  const { progress } = runs;
  const { name, isAttached } = runs.active ?? { name: '', isAttached: false };
  const beginning = isAttached ? `attaching to ${name}` : `starting ${name}`;
  if (progress === undefined) item.text = `$(loading~spin) Hotpath: ${beginning}`;
  else {
    const { elapsedUs, samples } = progress;
    const state = `${formatSeconds(elapsedUs)} · ${formatCount(samples, 'sample')}`;
    item.text = runs.isStopping
      ? `$(loading~spin) Hotpath: stopping · ${state}`
      : `$(debug-stop) Hotpath: ${state}`;
  }
  const stopping = isAttached ? 'to detach, leave it running' : 'to stop the program';
  item.tooltip = `Hotpath is recording ${name}. Click ${stopping} and keep the result.`;
  item.command = 'hotpath.stop';
  item.accessibilityInformation = { label: `Stop recording ${name}`, role: 'button' };
  item.show();
}

function showSession(item: vscode.StatusBarItem, store: SessionStore): void {
  const { shown, lane } = store;
  if (shown === undefined) {
    item.hide();
    return;
  }
  item.text = `$(flame) ${describeShown(shown, lane)}`;
  item.tooltip = describeSession(shown);
  item.command = 'hotpath.callTree.focus';
  item.accessibilityInformation = { label: `Hotpath: ${describeSession(shown)}` };
  item.show();
}

/** Always with a digit after the point, so that the text does not jump. */
function formatSeconds(us: number): string {
  return us < 60e6 ? `${(us / 1e6).toFixed(1)} s` : formatTime(us);
}
