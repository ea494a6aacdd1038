// Records a program that is running already, over its inspector's WebSocket, and leaves it as it was.

import { ProfileError } from '../model/errors.ts';
import type { Micros } from '../model/frame.ts';
import { AttachedProgram } from './attaching/attached-program.ts';
import { askFacts } from './attaching/process-facts.ts';
import type { RunningProgram } from './program.ts';
import { enterInspector } from './protocol/inspector-guests.ts';
import { leaveInspector, openInspector } from './protocol/process-inspector.ts';
import type { OpenInspector } from './protocol/process-inspector.ts';
import { connectInspector, findInspector } from './protocol/web-socket-port.ts';

/** What to attach to. */
export type AttachTarget =
  | { readonly kind: 'pid'; readonly pid: number }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'address'; readonly address: string };

/** How to record it. */
export interface AttachOptions {
  readonly target: AttachTarget;
  /** Default 1,000. */
  readonly intervalUs?: Micros;
  /** As in `LaunchOptions`. */
  readonly journal?: string;
}

const DEFAULT_INTERVAL_US = 1000;
/**
 * Begins to record. `stop()` of what is returned detaches; the program goes on, its inspector closed if we opened it.
 * Rejects with a `ProfileError`: `not-found`, `connection`.
 */
export async function attach(options: AttachOptions): Promise<RunningProgram> {
  const inspector = await locate(options.target);
  const port = await connectInspector(inspector.address);
  enterInspector(port, inspector.openedByUs);
  try {
    const facts = await askFacts(port);
    const intervalUs = options.intervalUs ?? DEFAULT_INTERVAL_US;
    const { journal } = options;
    const how = { ...inspector, intervalUs, ...(journal === undefined ? {} : { journal }) };
    const attached = new AttachedProgram(port, facts, how);
    await attached.start();
    return attached;
  } catch (error) {
    await leaveInspector(port, inspector);
    throw error;
  }
}

async function locate(target: AttachTarget): Promise<OpenInspector> {
  if (target.kind === 'pid') return await locateByNumber(target.pid);
  if (target.kind === 'address') return { address: target.address, openedByUs: false };
  return { address: await findInspector(target.port), openedByUs: false };
}

/** A number is a process id; one that no process has is a port. */
async function locateByNumber(number: number): Promise<OpenInspector> {
  try {
    return await openInspector(number);
  } catch (error) {
    const isFree = error instanceof ProfileError && error.code === 'not-found';
    if (!isFree || number > 65_535) throw error;
    return { address: await findInspector(number), openedByUs: false };
  }
}
