import { replyFrame } from './frames.ts';

/** Ways in which an agent can fail a call that it has read. */
export const faults = ['hang', 'garbage', 'oversized', 'close'] as const;
export type Fault = (typeof faults)[number];

export function isFault(word: string): word is Fault {
  return (faults as readonly string[]).includes(word);
}

/** 0xc1 is the one byte that MessagePack never uses: no reader can wait for more of it. */
const garbage = new Uint8Array(16).fill(0xc1);

/** A header whose value alone is over 64 KiB, in a reply that is otherwise in order and lets the request pass. */
const oversized = { WAFResponse: 200, RequestHeaders: [['X-Double-Oversized', 'x'.repeat(70_000)]] };

/** The bytes that a call gets instead of its reply; undefined: none. */
export function faultFrame(fault: Fault, messageId: number): Uint8Array | undefined {
  if (fault === 'garbage') return garbage;
  return fault === 'oversized' ? replyFrame(messageId, null, oversized) : undefined;
}
