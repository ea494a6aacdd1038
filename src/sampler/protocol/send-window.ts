// Bounds how much is on its way to an inspector. Node.js reads 64 KiB at a time, and takes a message for whole when no more
// than its last few bytes are missing; then it writes over its own memory, and crashes. What fits into one read is not
// cut.

/** Less than one read, and than what the loopback interface carries at once (65,483 bytes). */
const WINDOW_BYTES = 60_000;
/** The longest header that a message gets in a WebSocket. */
const HEADER_BYTES = 14;

/** Passes messages on in their order. One that is longer than the window goes alone. */
export class SendWindow {
  /** Lengths of what was sent and is not known to have been read. */
  private readonly sent: number[] = [];
  private bytes = 0;
  private readonly held: string[] = [];

  constructor(private readonly pass: (text: string) => void) {}

  /** Passes it on now, or as soon as there is room. */
  send(text: string): void {
    this.held.push(text);
    this.passOn();
  }

  /** To be called with every answer. Messages are read in their order: with n answers at least the first n were. */
  noteReply(): void {
    this.bytes -= this.sent.shift() ?? 0;
    this.passOn();
  }

  private passOn(): void {
    for (;;) {
      const [text] = this.held;
      if (text === undefined) return;
      const bytes = Buffer.byteLength(text) + HEADER_BYTES;
      if (this.sent.length > 0 && this.bytes + bytes > WINDOW_BYTES) return;
      this.held.shift();
      this.sent.push(bytes);
      this.bytes += bytes;
      this.pass(text);
    }
  }
}
