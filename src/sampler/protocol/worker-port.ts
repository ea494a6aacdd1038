// A worker thread's inspector, reached through the main thread's.

import { ignoreReply } from './inspector-port.ts';
import type { InspectorPort, Reply } from './inspector-port.ts';

interface WorkerMessage {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Speaks to one worker; its messages travel as text inside those of the main thread. */
export class WorkerPort implements InspectorPort {
  private lastId = 0;
  private readonly replies = new Map<number, Reply>();
  private readonly listeners = new Map<string, ((params: Record<string, unknown>) => void)[]>();

  constructor(
    private readonly main: InspectorPort,
    private readonly sessionId: string,
  ) {
    main.on('NodeWorker.receivedMessageFromWorker', params => {
      if (params['sessionId'] === sessionId)
        this.receive(JSON.parse(String(params['message'])) as WorkerMessage);
    });
  }

  post(method: string, params: Readonly<Record<string, unknown>>, reply: Reply): void {
    const id = ++this.lastId;
    this.replies.set(id, reply);
    const message = asciiOnly(JSON.stringify({ id, method, params }));
    const { sessionId } = this;
    this.main.post('NodeWorker.sendMessageToWorker', { sessionId, message }, ignoreReply);
  }

  on(method: string, listener: (params: Record<string, unknown>) => void): void {
    const listeners = this.listeners.get(method);
    if (listeners === undefined) this.listeners.set(method, [listener]);
    else listeners.push(listener);
  }

  private receive(message: WorkerMessage): void {
    if (message.id === undefined) {
      for (const listener of this.listeners.get(message.method ?? '') ?? [])
        listener(message.params ?? {});
      return;
    }
    const reply = this.replies.get(message.id);
    this.replies.delete(message.id);
    const error = message.error === undefined ? null : new Error(message.error.message);
    reply?.(error, message.result ?? {});
  }
}

/** Node.js does not get other characters through to a worker whole. */
function asciiOnly(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
