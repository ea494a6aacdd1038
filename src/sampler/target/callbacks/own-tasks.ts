// Tasks of ours in the program's queue: they are none that it waits for. A program may be recorded by several at once.

/** Programs replace it. */
const queueTask = queueMicrotask;

/** Of a function, where it is ours. */
const IS_OWN = Symbol.for('hotpath.task');

interface OwnTask {
  (): void;
  [IS_OWN]?: true;
}

/** Calls back after what runs now, before anything that this has let go on. */
export function later(task: OwnTask): void {
  task[IS_OWN] = true;
  queueTask(task);
}

/** Whether a task is ours, or of others like us. */
export function isOwnTask(task: unknown): boolean {
  return typeof task === 'function' && IS_OWN in task;
}
