// A server waits for requests: what else it has started, to watch over something, is not what it waits for.

/** In a server, operations that take longer than this are not waited for. */
export const LONGEST_IN_SERVER_MS = 2000;

/** Whether this process listens for connections. */
export function isListening(): boolean {
  const names = process.getActiveResourcesInfo();
  return names.includes('TCPServerWrap') || names.includes('PipeServerWrap');
}
