/**
 * The default backend's double, on port 8080 (PORT): 200 at /healthz, at any other path the status of the header X-Code, which
 * the controller sends with custom-http-errors, or 404.
 */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/healthz') return response.end();
  const told = Number(request.headers['x-code']);
  const status = told >= 200 && told <= 599 ? told : 404;
  return response.writeHead(status, { 'content-type': 'text/html' }).end(`<p>default backend - ${status}</p>\n`);
});
// Longer than nginx keeps its connections to backends: otherwise a request may meet one that we are closing.
server.keepAliveTimeout = 150_000;

process.on('SIGTERM', () => process.exit(0));
server.listen(Number(process.env['PORT'] ?? 8080));
