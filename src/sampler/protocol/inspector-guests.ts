// How many of us are connected to a program's inspector, and whether one of us opened it: kept in the program itself,
// for the system does not tell everywhere. The last one who leaves closes it, unless another comes meanwhile.

import { ignoreReply } from './inspector-port.ts';
import type { InspectorPort } from './inspector-port.ts';

/** Key of the registered symbol of `process` that holds it, as long as somebody is there. */
const GUESTS = "Symbol.for('hotpath.guests')";

const OWN = '\n//# sourceURL=hotpath:guests';

/** To be called once connected. */
export function enterInspector(port: InspectorPort, openedByUs: boolean): void {
  const expression = `(key => {
  const { count = 0, isOpened = false } = process[key] ?? {};
  const value = { count: count + 1, isOpened: isOpened || ${openedByUs} };
  Reflect.defineProperty(process, key, { value, configurable: true });
})(${GUESTS})${OWN}`;
  port.post('Runtime.evaluate', { expression, silent: true }, ignoreReply);
}

/**
 * Whether the inspector is ours to close: it is open because of one of us, and no other is left. Then it is to be closed
 * by {@link closeLater}, or kept by {@link keepOpen}.
 */
export function leaveGuests(port: InspectorPort, openedByUs: boolean): Promise<boolean> {
  // A program that froze `process` holds nothing: each knows of itself only.
  const expression = `(key => {
  const guests = process[key];
  if (guests === undefined) return ${openedByUs};
  if (--guests.count > 0) return false;
  if (!guests.isOpened) delete process[key];
  return guests.isOpened;
})(${GUESTS})${OWN}`;
  return new Promise(resolve => {
    port.post('Runtime.evaluate', { expression, silent: true }, (_error, { result }) => {
      resolve((result as { readonly value?: unknown } | undefined)?.value === true);
    });
  });
}

/**
 * Settles when the program will close it, after so long, if nobody has come by then, and once its event loop has turned:
 * what asked it to open is carried out again then, in a program that was busy, and would open it anew. By what `node:inspector` has for it,
 * which that need not be loaded for: a program that has may count its calls by it.
 */
export function closeLater(port: InspectorPort, delayMs: number): Promise<void> {
  return tell(
    port,
    `(key => {
  const turn = setImmediate;
  const close = () => {
    if (process[key]?.count > 0) return;
    delete process[key];
    process._debugEnd();
  };
  setTimeout(() => void turn(close), ${delayMs}).unref();
})(${GUESTS})${OWN}`,
  );
}

/** Someone else needs it. */
export function keepOpen(port: InspectorPort): Promise<void> {
  return tell(port, `delete process[${GUESTS}]${OWN}`);
}

function tell(port: InspectorPort, expression: string): Promise<void> {
  return new Promise(resolve => {
    port.post('Runtime.evaluate', { expression, silent: true }, () => {
      resolve();
    });
  });
}
