// What can be attached to, as a user sees and types it: a process by its name, or the address of an inspector.

import type { AttachTarget } from '../../sampler/attach.ts';
import { parseInspectorAddress } from '../../sampler/attaching/inspector-address.ts';
import { nameProgram } from '../../sampler/attaching/program-name.ts';
import type { NodeProcess } from './node-processes.ts';

/** A target and what to call it. */
export interface AttachChoice {
  readonly target: AttachTarget;
  readonly name: string;
}

/** The choice of a running process, called after its script. */
export function choiceOfProcess({ pid, command }: NodeProcess): AttachChoice {
  return { target: { kind: 'pid', pid }, name: nameProgram(command) };
}

/** What was typed: `9229`, `localhost:9229` or `ws://127.0.0.1:9229/…`; `undefined` for anything else. */
export function parseAddress(text: string): AttachChoice | undefined {
  const typed = text.trim();
  const target = parseInspectorAddress(/^\d{1,5}$/.test(typed) ? `:${typed}` : typed);
  if (target === undefined) return undefined;
  return { target, name: target.kind === 'port' ? `port ${target.port}` : typed };
}
