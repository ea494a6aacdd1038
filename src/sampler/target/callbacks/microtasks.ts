// Notes what was given to `queueMicrotask`: it goes on for those who queued it, as what is given to `.then` does.
//
//   task.callback = …     set      it is queued: who does so is on the stack
//   task.callback         get      Node.js looks it up, to call it

import { AsyncResource } from 'node:async_hooks';
import type { CallbackNotes } from './callback-notes.ts';
import { bare, describeOwn } from '../bare.ts';
import { isOwnTask } from './own-tasks.ts';
import { onFirstSet } from './property-traps.ts';
import type { Undo } from './property-traps.ts';

/** Programs replace it. */
const queueTask = queueMicrotask;

const { defineProperty, getPrototypeOf } = Reflect;
const setProperty = Reflect.set;
const { prototype } = AsyncResource;

/** From now on, notes them. */
export class Microtasks {
  readonly remove: Undo;

  constructor(private readonly notes: CallbackNotes) {
    this.remove = onFirstSet(prototype, 'callback', task => {
      // Programs have resources of their own, of classes of their own.
      if (getPrototypeOf(task) === prototype) this.begin(task);
    });
  }

  private begin(task: object): void {
    const { notes } = this;
    // Another that notes them may be told of the same.
    const own = describeOwn(task, 'callback');
    if (own === undefined || isOwnTask(own.value) || !notes.beginTask(task, queueTask)) return;
    // From its first use on the property is what it would be without us: the program can look at the task that runs.
    // Where the program has frozen it meanwhile it stays as it is.
    const putBack = (): boolean => defineProperty(task, 'callback', own);
    const get = (): unknown => {
      putBack();
      notes.runTask(task);
      return own.get === undefined ? (own.value as unknown) : (own.get.call(task) as unknown);
    };
    // That is not Node.js, but a program that has made such a resource itself.
    const set = (value: unknown): void => {
      notes.takeBack(task);
      if (putBack()) setProperty(task, 'callback', value);
    };
    defineProperty(task, 'callback', bare({ get, set, configurable: true, enumerable: true }));
  }
}
