// What the queue of tasks runs: functions that go on after an await, and those that `.then` calls back.

import type { SessionTables } from '../../model/session.ts';

/** Whether functions of this script run what was queued: `processTicksAndRejections` and the like. */
export function isTaskQueue(url: string): boolean {
  return url === 'node:internal/process/task_queues';
}

/** The frames of a stack from its leaf to what the queue has called; all of them where no queue is on it. */
export function taskOn({ frames, stacks, strings }: SessionTables, stack: number): number[] {
  const task: number[] = [];
  const urlOf = (frame: number): string => strings[frames.file[frame] ?? -1] ?? '';
  for (let at = stack; at >= 0; at = stacks.parent[at] ?? -1) {
    const frame = stacks.frame[at] ?? -1;
    if (isTaskQueue(urlOf(frame))) return withoutCaller(task, frame => urlOf(frame) === '');
    task.push(frame);
  }
  return task;
}

/** Whether it is a function that is written in some file, not a built-in one, nor what stands for no function. */
export function hasText({ frames, strings }: SessionTables, frame: number): boolean {
  return strings[frames.file[frame] ?? -1] !== undefined;
}

/** The queue calls a built-in function, which calls what was queued. */
function withoutCaller(task: number[], isBuiltIn: (frame: number) => boolean): number[] {
  const last = task.findLastIndex(frame => !isBuiltIn(frame));
  return task.slice(0, last + 1);
}
