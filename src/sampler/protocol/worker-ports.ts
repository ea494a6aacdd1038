// A worker thread's inspector, reached through the main thread's: its messages travel as text inside those.

import { ignoreReply } from './inspector-port.ts';
import type { InspectorPort } from './inspector-port.ts';
import { ProtocolClient } from './protocol-client.ts';

/** The worker threads of a process, by the number that the main thread's inspector gave each session. */
export class WorkerPorts {
  private readonly clients = new Map<string, ProtocolClient>();

  constructor(private readonly main: InspectorPort) {
    main.on('NodeWorker.receivedMessageFromWorker', ({ sessionId, message }) => {
      this.clients.get(String(sessionId))?.receive(String(message));
    });
  }

  /** Speaks to one worker. Of its time limits it tells: what terminates it at other times is `worker.terminate()`. */
  open(sessionId: string): InspectorPort {
    const client = new ProtocolClient(text => {
      const params = { sessionId, message: asciiOnly(text) };
      this.main.post('NodeWorker.sendMessageToWorker', params, ignoreReply);
    }, 'at once');
    this.clients.set(sessionId, client);
    return client;
  }

  /** The worker is gone, or of no interest any more. */
  close(sessionId: string): void {
    this.clients.delete(sessionId);
  }
}

/** Node.js does not get other characters through to a worker whole. */
function asciiOnly(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
