import { connect, constants } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import type { Answer } from './answer.ts';
import { ClosedBeforeAnswer } from './closed.ts';
import type { Connection } from './connection.ts';
import { answerTimeout } from './http1.ts';
import type { Target } from './plan.ts';
import type { Question } from './question.ts';

/** HTTP/2 over TLS: many requests at once over one connection; after a GOAWAY the next request opens another. */
export function http2(target: Target): Connection {
  let session: ClientHttp2Session | undefined;
  const usable = (): ClientHttp2Session => {
    if (!session || session.closed || session.destroyed) session = open(target);
    return session;
  };
  return { ask: (question) => ask(usable(), target.host, question), close: () => session?.destroy() };
}

function open({ address, httpsPort, host }: Target): ClientHttp2Session {
  const session = connect(`https://${address}:${httpsPort}`, { servername: host, rejectUnauthorized: false });
  // Its streams report the fault; a GOAWAY closes the session for new ones and lets the old ones end.
  session.on('error', () => undefined).on('goaway', () => session.close());
  return session;
}

function ask(session: ClientHttp2Session, host: string, { path, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': body ? 'POST' : 'GET', ':path': path, ':authority': host });
    const chunks: Buffer[] = [];
    let status: number | undefined;
    const fail = (reason: string): void => reject(status === undefined ? new ClosedBeforeAnswer(reason) : new Error(reason));
    stream.setTimeout(answerTimeout, () => stream.close(constants.NGHTTP2_CANCEL));
    stream.on('response', (headers) => (status = headers[':status']));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', (error: Error) => (isRefusal(error) ? reject(error) : fail(error.message)));
    stream.on('close', () => fail('the stream closed'));
    stream.on('end', () => status !== undefined && resolve({ status, body: Buffer.concat(chunks).toString() }));
    stream.end(body);
  });
}

/** Nobody listened: nothing was sent, and the user sees it. */
function isRefusal({ cause }: Error): boolean {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED';
}
