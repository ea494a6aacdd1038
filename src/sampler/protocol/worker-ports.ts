// A worker thread's inspector, reached through the main thread's: its messages travel as text inside those.

import type { Post } from './command.ts';
import { EndingWorkers } from './ending-workers.ts';
import { ignoreReply } from './inspector-port.ts';
import type { InspectorPort } from './inspector-port.ts';
import { ProtocolClient } from './protocol-client.ts';
import { WorkerQuestions } from './worker-questions.ts';

/** The worker threads of a process, by the number that the main thread's inspector gave each session. */
export class WorkerPorts {
  private readonly open = new Map<string, OpenPort>();

  /** `ending`: who ends them tells there, if somebody does. */
  constructor(
    private readonly main: InspectorPort,
    private readonly ending = new EndingWorkers(),
  ) {
    main.on('NodeWorker.receivedMessageFromWorker', ({ sessionId, message }) => {
      this.open.get(String(sessionId))?.client.receive(String(message));
    });
  }

  /** Speaks to one worker. Of its time limits it tells: what terminates it at other times is `worker.terminate()`. */
  connect(sessionId: string, threadId: number): InspectorPort {
    const send = (text: string): void => {
      const params = { sessionId, message: asciiOnly(text) };
      this.main.post('NodeWorker.sendMessageToWorker', params, ignoreReply);
    };
    const questions = new WorkerQuestions(this.ending, threadId);
    const guard = (post: Post): Post => questions.guard(post);
    const client = new ProtocolClient(send, { again: 'at once', guard });
    this.open.set(sessionId, { client, questions });
    return client;
  }

  /** Calls it once the worker has answered: what it is still to run could be terminated in place of the program's own. */
  whenAnswered(sessionId: string, done: () => void): void {
    const open = this.open.get(sessionId);
    if (open === undefined) done();
    else open.questions.whenAnswered(done);
  }

  /** The worker is gone, or of no interest any more. */
  close(sessionId: string): void {
    this.open.get(sessionId)?.questions.end();
    this.open.delete(sessionId);
  }
}

interface OpenPort {
  readonly client: ProtocolClient;
  readonly questions: WorkerQuestions;
}

/** Node.js does not get other characters through to a worker whole. */
function asciiOnly(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
