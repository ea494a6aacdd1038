// One side of a conversation in the inspector protocol: numbers the questions, and finds the one that is answered.

import type { Post } from './command.ts';
import { CommandGate } from './command-gate.ts';
import type { InspectorPort, Reply } from './inspector-port.ts';
import { passTerminations } from './passed-terminations.ts';
import type { Again } from './passed-terminations.ts';
import { TimeLimits } from './time-limits.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** What is to be looked after beside the conversation. */
export interface ClientOptions {
  readonly again?: Again;
  /** Around what is asked. */
  readonly guard?: (post: Post) => Post;
}

type Listener = (params: Record<string, unknown>) => void;

/** An inspector with which messages are exchanged as text. */
export class ProtocolClient implements InspectorPort {
  private lastId = 0;
  private readonly replies = new Map<number, Reply>();
  private readonly listeners = new Map<string, Listener[]>();
  readonly gate: CommandGate;
  readonly post: Post;

  /** `send` takes what is to be told the inspector; for `again` see {@link passTerminations}. */
  constructor(
    private readonly send: (text: string) => void,
    { again, guard = post => post }: ClientOptions = {},
  ) {
    const ask: Post = (...command) => {
      this.ask(...command);
    };
    this.gate = new CommandGate(passTerminations(guard(ask), again), new TimeLimits());
    this.post = this.gate.post;
  }

  private ask(method: string, params: Readonly<Record<string, unknown>>, reply: Reply): void {
    const id = ++this.lastId;
    this.replies.set(id, reply);
    this.send(JSON.stringify({ id, method, params }));
  }

  on(method: string, listener: Listener): void {
    const listeners = this.listeners.get(method);
    if (listeners === undefined) this.listeners.set(method, [listener]);
    else listeners.push(listener);
  }

  /** To be called with what the inspector tells. */
  receive(text: string): void {
    const message = JSON.parse(text) as Message;
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
