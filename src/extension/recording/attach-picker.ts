// Asks what to attach to, and for how long.

import * as vscode from 'vscode';
import { choiceOfProcess, parseAddress } from './attach-choice.ts';
import type { AttachChoice } from './attach-choice.ts';
import { listNodeProcesses } from './node-processes.ts';
import type { NodeProcess } from './node-processes.ts';

const TITLE = 'Attach to Process';

/**
 * Lets the user choose a running Node.js process, or type a port or an address. Processes whose command line names one
 * of `hidden`, folders, are not offered: they are the editor's and ours. `undefined` when the user has cancelled.
 */
export function pickTarget(hidden: readonly string[]): Promise<AttachChoice | undefined> {
  const picker = makePicker();
  const items = new PickerItems(picker, hidden);
  return new Promise((resolve, reject) => {
    const load = (): void => void items.reload().catch(reject);
    picker.onDidChangeValue(() => {
      items.show();
    });
    picker.onDidTriggerButton(load);
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item === undefined) return;
      resolve(item.choice);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
    load();
  });
}

function makePicker(): vscode.QuickPick<TargetItem> {
  const picker = vscode.window.createQuickPick<TargetItem>();
  picker.title = TITLE;
  picker.placeholder = 'Choose a Node.js process, or type a port or ws:// address';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.buttons = [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Refresh' }];
  return picker;
}

/** The processes, and what is typed. */
class PickerItems {
  private processes: readonly TargetItem[] = [];

  constructor(
    private readonly picker: vscode.QuickPick<TargetItem>,
    private readonly hidden: readonly string[],
  ) {}

  show(): void {
    const { picker, processes } = this;
    const typed = addressItem(picker.value, processes);
    // The window says which item was chosen by its number, and may do so while it still shows the items of an earlier
    // keystroke: a process has to keep its number.
    picker.items = [...processes, ...typed];
    if (typed.length > 0) picker.activeItems = typed;
  }

  async reload(): Promise<void> {
    const { picker } = this;
    picker.busy = true;
    picker.items = this.processes = [];
    const found = await listNodeProcesses();
    this.processes = found.filter(isOffered(this.hidden)).map(toProcessItem);
    picker.busy = false;
    this.show();
  }
}

interface TargetItem extends vscode.QuickPickItem {
  readonly choice: AttachChoice;
}

function isOffered(hidden: readonly string[]): (process: NodeProcess) => boolean {
  return ({ pid, command }) =>
    pid !== process.pid && !hidden.some(folder => command.includes(folder));
}

function toProcessItem(found: NodeProcess): TargetItem {
  const choice = choiceOfProcess(found);
  return { choice, label: choice.name, description: String(found.pid), detail: found.command };
}

/** The address that was typed, unless it is the number of a process. */
function addressItem(text: string, processes: readonly TargetItem[]): TargetItem[] {
  const isPid = processes.some(({ description }) => description === text.trim());
  const choice = isPid ? undefined : parseAddress(text);
  return choice === undefined
    ? []
    : [{ choice, label: `Attach to ${choice.name}`, alwaysShow: true }];
}

/** How long to record. */
export interface RecordingTime {
  /** `undefined`: until the user stops it. */
  readonly seconds: number | undefined;
}

/** Asks for how long to record. `undefined` when the user has cancelled. */
export async function pickRecordingTime(): Promise<RecordingTime | undefined> {
  const picked = await vscode.window.showQuickPick(TIMES, {
    title: `${TITLE}: How Long to Record`,
  });
  if (picked?.seconds !== 'ask') return picked;
  const typed = await vscode.window.showInputBox({
    title: `${TITLE}: Seconds to Record`,
    value: '10',
    validateInput: text =>
      isSeconds(text) ? undefined : 'A number of seconds, such as 10 or 0.5.',
  });
  return typed === undefined ? undefined : { seconds: Number(typed) };
}

/** A day is longer than any timer needs to run. */
const MAX_SECONDS = 86_400;

function isSeconds(text: string): boolean {
  const seconds = Number(text);
  return text.trim() !== '' && seconds > 0 && seconds <= MAX_SECONDS;
}

const TIMES = [
  { label: 'Until stopped', seconds: undefined, description: 'by Hotpath: Stop' },
  { label: '10 seconds', seconds: 10 },
  { label: '30 seconds', seconds: 30 },
  { label: '1 minute', seconds: 60 },
  { label: 'Other…', seconds: 'ask' as const },
];
