// A server waits for requests: what else it has started, to watch over something, is not what it waits for.

/** In a server, operations that take longer than this are not waited for. */
export const LONGEST_IN_SERVER_MS = 2000;

/** An answer holds for so long: it goes through all that is open. */
const HOLDS_MS = 50;

/** Programs replace the clock (fake timers do). */
const now = performance.now.bind(performance);

let asked = -Infinity;
let answer = false;

/** Whether this process listens for connections, or did a moment ago. */
export function isListening(): boolean {
  if (now() - asked < HOLDS_MS) return answer;
  const names = process.getActiveResourcesInfo();
  asked = now();
  answer = names.includes('TCPServerWrap') || names.includes('PipeServerWrap');
  return answer;
}
