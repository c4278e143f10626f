import { encode } from '@msgpack/msgpack';
import { readCall } from './call.ts';
import { replyFrame, requests } from './frames.ts';
import type { DoubleSettings } from './settings.ts';
import { judge } from './verdict.ts';

/**
 * Sends sample calls through decoding, judging and encoding, so that no real call waits for the compiler.
 * A module gives up after 100 ms; on a busy machine the first call alone took a third of that.
 */
export async function warmUp(settings: DoubleSettings): Promise<void> {
  const HeadersIn = [['Host', 'warm.example'], ['User-Agent', 'warm-up'], ['Cookie', 'a=b; c=%20d']];
  const sample = { Method: 'GET', URI: '/a?q=1+2%20', HeadersIn, PostBody: 'a=b+c%2Bd', Timestamp: 1, NowMillis: 2 ** 40 };
  const frame = encode([0, 1, 'RPC.PreRequest', [sample]]);
  for await (const { messageId, fields } of requests(repeated(frame, 100))) {
    const { wafResponse } = judge(readCall(fields), settings);
    replyFrame(messageId, null, { WAFResponse: wafResponse, RequestHeaders: [] });
  }
}

async function* repeated(frame: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  for (let count = 0; count < times; count++) yield frame;
}
