// How people write down where an inspector listens on this machine.

import type { AttachTarget } from '../attach.ts';

/** `:9229`, `localhost:9229` or `ws://127.0.0.1:9229/…`; `undefined` for anything else. */
export function parseInspectorAddress(text: string): AttachTarget | undefined {
  if (/^wss?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { kind: 'address', address: text };
  const [, digits] = /^(?:localhost|127\.0\.0\.1|\[::1\])?:(\d{1,5})$/.exec(text) ?? [];
  return digits === undefined ? undefined : portTarget(Number(digits));
}

/** The inspector on this port of this machine; `undefined` for what is no port. */
export function portTarget(port: number): AttachTarget | undefined {
  const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535;
  return isPort ? { kind: 'port', port } : undefined;
}
