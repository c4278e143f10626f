import type { IncomingMessage, RequestListener } from 'node:http';
import vendorModule from 'sigsci-module-nodejs';

type VendorModule = new (options: object) => { wrap(next: RequestListener): RequestListener };

/** A request on which the module has asked the agent; without an answer of it the field is absent. */
type Asked = IncomingMessage & { readonly SigSciAgent?: { readonly WAFResponse: number } };

/**
 * The listener behind the vendor's module for Node.js, which asks the agent at that socket first. What it leaves as a
 * property of the request becomes the header that the NGINX module sets, in place of what a client may have sent.
 */
export function inspected(socket: string, listener: RequestListener): RequestListener {
  // By itself it lets a request pass when the agent has not answered within 100 ms.
  const vendor = new (vendorModule as unknown as VendorModule)({ path: socket, socketTimeout: 5000 });
  return vendor.wrap((request, response) => {
    request.headers['x-sigsci-agentresponse'] = String((request as Asked).SigSciAgent?.WAFResponse ?? '');
    listener(request, response);
  });
}
