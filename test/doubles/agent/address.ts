import { StartError } from './start-error.ts';

/** Where a server listens, in the form that node:net takes. */
export type Address = { readonly path: string } | { readonly host: string; readonly port: number };

/** Reads `unix:/abs/path`, `/abs/path`, `host:port`, `:port` or `[::]:port`; `option` names the source in the refusal. */
export function parseAddress(option: string, text: string): Address {
  const path = text.replace(/^unix:/, '');
  if (path.startsWith('/')) return { path };
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (text.startsWith('unix:') || port === '' || Number(port) > 65_535) {
    throw new StartError(`${option}: found "${text}"; give unix:/path, /path or host:port`);
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1') || '0.0.0.0', port: Number(port) };
}

/** The address as people write it. */
export function showAddress(address: Address): string {
  return 'path' in address ? `unix:${address.path}` : `${address.host}:${address.port}`;
}
