export const text = 1;
export const binary = 2;
export const close = 8;
export const ping = 9;

export interface FrameParts {
  readonly opcode?: number;
  /** The last frame of its message; default: yes. */
  readonly final?: boolean;
  /** RSV1: the payload is compressed (RFC 7692). */
  readonly compressed?: boolean;
  /** Four bytes; default: some. `false` sends the payload without one. */
  readonly mask?: readonly [number, number, number, number] | false;
}

/** The bytes of one frame as a client sends it (RFC 6455, section 5.2), by default a whole text message. */
export function frame(payload: Buffer | string, { opcode = text, final = true, compressed = false, mask = [0x37, 0xfa, 0x21, 0x3d] }: FrameParts = {}): Buffer {
  const content = Buffer.from(payload);
  const first = (final ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode;
  const masked = mask ? 0x80 : 0;
  return Buffer.concat([Buffer.from([first]), lengthBytes(content.length, masked), Buffer.from(mask || []), mask ? content.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : content]);
}

function lengthBytes(length: number, masked: number): Buffer {
  if (length < 126) return Buffer.from([masked | length]);
  const wide = length > 0xffff;
  const bytes = Buffer.alloc(wide ? 9 : 3);
  bytes[0] = masked | (wide ? 127 : 126);
  if (wide) bytes.writeBigUInt64BE(BigInt(length), 1);
  else bytes.writeUInt16BE(length, 1);
  return bytes;
}
