// *Show Lane…*: of a session with several threads or processes, shows one of them, or all of them merged.

import * as vscode from 'vscode';
import { formatCount, formatTime } from '../figure-text.ts';
import { listLaneOptions } from './lane-choices.ts';
import type { LaneOption } from './lane-choices.ts';
import type { SessionStore } from './session-store.ts';

/** Asks which lane to show, and shows it in the call tree and the editors. */
export async function showLane(store: SessionStore): Promise<void> {
  const { shown, lane: current } = store;
  if (shown === undefined) return;
  const items = listLaneOptions(shown.session).map(option => toItem(option, current));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Show Lane',
    placeHolder: 'Whose times to show in the call tree and on the lines',
    matchOnDescription: true,
  });
  if (picked !== undefined) await store.showLane(picked.lane);
}

interface LaneItem extends vscode.QuickPickItem {
  readonly lane: number | undefined;
}

function toItem({ lane, name, us, samples }: LaneOption, current: number | undefined): LaneItem {
  const figures = `${formatTime(us)} · ${formatCount(samples, 'sample')}`;
  const isShown = lane === current;
  return {
    lane,
    label: name,
    description: isShown ? `${figures} · shown` : figures,
    iconPath: new vscode.ThemeIcon(isShown ? 'check' : 'blank'),
  };
}
