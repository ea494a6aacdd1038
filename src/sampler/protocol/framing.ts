// Messages over a byte stream: four bytes of length, big-endian, then that many bytes of UTF-8 JSON.

/** A longer frame than this is a broken stream, not a message. */
const MAX_FRAME_BYTES = 1 << 30;

/** One message as the bytes to send. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/**
 * Cuts a byte stream into messages. Feed it the chunks as they come; it gives back the messages that are complete.
 * Throws on a stream that is not ours.
 */
export class FrameReader {
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  push(bytes: Buffer): unknown[] {
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    const messages: unknown[] = [];
    for (let need = this.frameBytes(); need !== null; need = this.frameBytes()) {
      const buffer = this.join();
      messages.push(JSON.parse(buffer.toString('utf8', 4, need)));
      this.keep(buffer.subarray(need));
    }
    return messages;
  }

  /** Bytes of the first frame, its head included; `null` while it is not complete. */
  private frameBytes(): number | null {
    if (this.pendingBytes < 4) return null;
    const first = this.pending[0];
    const head = first !== undefined && first.length >= 4 ? first : this.join();
    const need = 4 + head.readUInt32BE();
    if (need > MAX_FRAME_BYTES) throw new Error(`A frame of ${need} bytes is not one of ours.`);
    return this.pendingBytes >= need ? need : null;
  }

  private join(): Buffer {
    const [first] = this.pending;
    if (this.pending.length === 1 && first !== undefined) return first;
    const joined = Buffer.concat(this.pending);
    this.pending = [joined];
    return joined;
  }

  private keep(rest: Buffer): void {
    this.pending = rest.length > 0 ? [rest] : [];
    this.pendingBytes = rest.length;
  }
}
