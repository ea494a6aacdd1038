// The calls on the stacks of waits: a program waits on many stacks of the same calls, and what V8 tells of a call takes many
// times as long as to know it again.

import { functionKey, isSameFunction } from '../await-frames.ts';
import type { AwaitFrame } from '../await-batch.ts';
import { readSites } from './capture-stack.ts';
import type { CallSite, CapturedStack } from './capture-stack.ts';

/** A call, on whatever stacks it stands. */
export interface StackCall {
  /** The same for no other call. */
  readonly key: string;
  /** The function's. */
  readonly name: string;
  /** Of its script; `node:` for a built-in function. */
  readonly url: string;
  /** Of the program's own code, or a library's; not Node.js', nor a built-in function. */
  readonly isOfProgram: boolean;
  readonly isBuiltIn: boolean;
  /** It does not run but awaits what runs. */
  readonly isAsync: boolean;
  /** `null` for what has no place, as built-in functions, and for what calls promise hooks. */
  readonly frame: AwaitFrame | null;
}

/** Calls each of several promise hooks: it is on the stack where the program has hooks of its own, as AsyncLocalStorage has. */
const HOOK_DISPATCHER = 'node:internal/promise_hooks';

/** A program that makes code all its life has more than this; the others are read anew each time. */
const MAX_CALLS = 50_000;

/** Script → where a call stands in it → the call. */
const known = new Map<string, Map<number, StackCall>>();
let count = 0;

/** The stack's calls, innermost first; empty where it cannot be read. */
export function readCalls(captured: CapturedStack): readonly StackCall[] {
  return (readSites(captured) ?? []).map(readCall);
}

/** Their frames. */
export function framesOf(calls: readonly StackCall[]): readonly AwaitFrame[] {
  return calls.flatMap(({ frame }) => frame ?? []);
}

/** The same for stacks of the same calls, and for no others. */
export function keyOf(calls: readonly StackCall[]): string {
  let key = '';
  for (const call of calls) key += `${call.key} `;
  return key;
}

/** The same for calls of one function, and for no others. */
export function functionOf({ frame, key }: StackCall): string {
  return frame === null ? key : functionKey(frame);
}

/** The function where it begins, for one of which more is not known. */
export function atBegin(call: StackCall): StackCall {
  const { frame } = call;
  if (frame === null || frame.functionLine === 0) return call;
  const { functionLine: line, functionColumn: column } = frame;
  return { ...call, key: `${functionOf(call)} `, frame: { ...frame, line, column } };
}

/** Whether two calls are of one function, wherever in it they are. */
export function isSameCall(a: StackCall, b: StackCall): boolean {
  return a.frame !== null && b.frame !== null && isSameFunction(a.frame, b.frame);
}

function readCall(site: CallSite): StackCall {
  const url = site.getScriptNameOrSourceURL() ?? '';
  const script = url === '' ? `\n${site.getFunctionName()}` : url;
  // Of `Promise.all` the position is the index of what is awaited.
  const position = url === '' && site.getLineNumber() === null ? 0 : site.getPosition();
  const place = position * 2 + Number(site.isAsync());
  let ofScript = known.get(script);
  const call = ofScript?.get(place);
  if (call !== undefined) return call;
  if (count >= MAX_CALLS) return describe(site, `${script}:${place}`);
  if (ofScript === undefined) known.set(script, (ofScript = new Map<number, StackCall>()));
  const added = describe(site, String(count++));
  ofScript.set(place, added);
  return added;
}

function describe(site: CallSite, key: string): StackCall {
  const url = site.getScriptNameOrSourceURL() ?? 'node:';
  const isBuiltIn = site.getLineNumber() === null;
  return {
    key,
    name: site.getFunctionName() ?? '',
    url,
    isOfProgram: !isBuiltIn && !url.startsWith('node:'),
    isBuiltIn,
    isAsync: site.isAsync(),
    frame: isBuiltIn || url === HOOK_DISPATCHER ? null : frameOf(site),
  };
}

function frameOf(site: CallSite): AwaitFrame {
  return {
    name: site.getFunctionName() ?? '',
    url: site.getScriptNameOrSourceURL() ?? '',
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    functionLine: site.getEnclosingLineNumber?.() ?? 0,
    functionColumn: site.getEnclosingColumnNumber?.() ?? 0,
    isAsync: site.isAsync(),
  };
}
