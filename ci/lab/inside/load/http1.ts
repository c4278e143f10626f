import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Answer } from './answer.ts';
import { ClosedBeforeAnswer } from './closed.ts';
import type { Connection } from './connection.ts';
import type { Target } from './plan.ts';
import type { Question } from './question.ts';

/** Milliseconds without a whole answer after which a request counts as failed. */
export const answerTimeout = 60_000;

/** HTTP/1.1: `kept` sends every request over one connection as long as the other side keeps it, else each over a new one. */
export function http1(target: Target, tls: boolean, kept: boolean): Connection {
  const options = { keepAlive: kept, maxSockets: kept ? 1 : Infinity };
  const agent = tls ? new HttpsAgent(options) : new HttpAgent(options);
  return { ask: (question) => ask(target, tls, agent, question), close: () => agent.destroy() };
}

async function ask(target: Target, tls: boolean, agent: HttpAgent, question: Question): Promise<Answer> {
  const response = await send(target, tls, agent, question);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

function send(target: Target, tls: boolean, agent: HttpAgent, { path, body }: Question): Promise<IncomingMessage> {
  const { address, host, httpPort, httpsPort } = target;
  const common = { host: address, path, agent, method: body ? 'POST' : 'GET', headers: headers(host, body), signal: AbortSignal.timeout(answerTimeout) };
  return new Promise((resolve, reject) => {
    const outgoing = tls
      ? httpsRequest({ ...common, port: httpsPort, servername: host, rejectUnauthorized: false }, resolve)
      : httpRequest({ ...common, port: httpPort }, resolve);
    // A refused connection is no closed one: nothing was sent, and the user sees it.
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? new ClosedBeforeAnswer(error.message) : error));
    outgoing.end(body);
  });
}

function headers(host: string, body: Buffer | undefined): Record<string, string | number> {
  return body ? { host, 'content-type': 'text/plain', 'content-length': body.length } : { host };
}
