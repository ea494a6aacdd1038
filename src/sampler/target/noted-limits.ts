// Notes the time limits of `node:vm` as they begin, for whoever interrupts the thread; see `protocol/time-limits.ts`.
//
// No function of ours may stand around what the program runs: its errors would show it. But Node.js looks for an option
// of its own, whose key nobody else has, in the options of each run. Where it is not given V8 looks at `Object.prototype`:
// what is found there is told for which options.

import { Script } from 'node:vm';
import type { TimeLimit } from '../protocol/time-limits.ts';
import { bare, describeOwn } from './bare.ts';
import { captureSites } from './capture-stack.ts';

/** Notes limits until it is removed. */
export interface LimitNotes {
  remove(): void;
}

const { hrtime } = process;

/** Begins to tell of each limit that begins; without effect where the program has frozen `Object.prototype`. */
export function noteTimeLimits(onLimit: OnLimit): LimitNotes {
  const key = findKey();
  if (key === undefined) return { remove: () => undefined };
  const prototype: object = Object.prototype;
  // Another recording may have been there before.
  const earlier = describeOwn(prototype, key);
  const trap = trapOf(key, earlier, onLimit);
  Reflect.defineProperty(prototype, key, bare(trap.property));
  return {
    remove() {
      trap.isOff = true;
      if (describeOwn(prototype, key)?.get !== trap.property.get) return;
      if (earlier === undefined) Reflect.deleteProperty(prototype, key);
      else Reflect.defineProperty(prototype, key, earlier);
    },
  };
}

type OnLimit = (limit: TimeLimit) => void;

/** What is found at `Object.prototype`, until it is switched off. */
interface Trap {
  readonly property: PropertyDescriptor;
  isOff: boolean;
}

function trapOf(key: symbol, earlier: PropertyDescriptor | undefined, onLimit: OnLimit): Trap {
  const get = function (this: object): undefined {
    const limitMs: unknown = describeOwn(this, 'timeout')?.value;
    const beginUs = Number(hrtime.bigint() / 1000n);
    if (!trap.isOff && typeof limitMs === 'number')
      onLimit({ beginUs, limitMs, isOutermost: isOutermost(get) });
    return earlier?.get?.call(this) as undefined;
  };
  const set = function (this: object, value: unknown): void {
    const plain = { value, configurable: true, enumerable: true, writable: true };
    Reflect.defineProperty(this, key, bare(plain));
  };
  const trap: Trap = {
    property: { configurable: true, enumerable: false, get, set },
    isOff: false,
  };
  return trap;
}

/** Whether no other run of `node:vm` is on the stack, below the one that begins. */
function isOutermost(above: unknown): boolean {
  const sites = captureSites({ above, limit: MAX_FRAMES }) ?? [];
  if (sites.length === 0 || sites.length === MAX_FRAMES) return false;
  const isOfVm = sites.map(site => site.getScriptNameOrSourceURL() === 'node:vm');
  return !isOfVm.includes(true, isOfVm.indexOf(false));
}

/** To look at more would take longer than what most limits are set for. */
const MAX_FRAMES = 60;

/** The key of the option with which a debugger stops in the first line of a run. */
function findKey(): symbol | undefined {
  let key: symbol | undefined;
  const get = (_options: object, asked: string | symbol): undefined => {
    if (typeof asked === 'symbol' && asked.description === 'kVmBreakFirstLineSymbol') key = asked;
  };
  new Script('0').runInThisContext(new Proxy({}, { get }));
  return key;
}
