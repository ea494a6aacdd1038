// The channel of a forked command, passed on: whoever forked `hotpath app.js` talks with the program, as if it had
// forked that.
//
//   parent ── send ──▶ hotpath ── send ──▶ program, and back

import type { ChildProcess, SendHandle, Serializable } from 'node:child_process';

/** The part of `process` that has a channel. */
export type ChannelEnd = Pick<NodeJS.Process, 'on' | 'off' | 'send' | 'disconnect' | 'connected'>;

/**
 * Passes messages on in both directions, and the end of either side's connection. Settles when the program's side has
 * ended and all that it sent has been passed on.
 */
export function passChannel(parent: ChannelEnd, child: ChildProcess): Promise<void> {
  const toProgram = (message: Serializable, handle: SendHandle): void => {
    if (child.connected) child.send(message, handle, ignoreLoss);
  };
  const hangUp = (): void => {
    if (child.connected) child.disconnect();
  };
  parent.on('message', toProgram);
  parent.on('disconnect', hangUp);
  const underWay = new Set<Promise<void>>();
  child.on('message', (message, handle) => {
    const sent = sendTo(parent, message, handle).finally(() => underWay.delete(sent));
    underWay.add(sent);
  });
  return new Promise(resolve => {
    child.once('disconnect', () => {
      parent.off('message', toProgram);
      parent.off('disconnect', hangUp);
      void Promise.all(underWay).then(() => {
        if (parent.connected) parent.disconnect();
        resolve();
      });
    });
  });
}

function sendTo(parent: ChannelEnd, message: Serializable, handle: SendHandle): Promise<void> {
  return new Promise(resolve => {
    if (!parent.connected || parent.send === undefined) resolve();
    else
      parent.send(message, handle, undefined, () => {
        resolve();
      });
  });
}

/** The other side may go at any moment: what it does not get, it would not have got from the program either. */
function ignoreLoss(): void {
  return undefined;
}
