/** The fields of a call that the double looks at; absent ones have their empty value. */
export interface Call {
  readonly requestId: string;
  readonly serverName: string;
  readonly serverVersion: string;
  readonly moduleVersion: string;
  readonly remoteAddress: string;
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly wafResponse: number;
  readonly responseCode: number;
}

/** Reads a call's parameter map, whichever of str and bin its texts are. A field of another type counts as absent. */
export function readCall(fields: Readonly<Record<string, unknown>>): Call {
  return {
    requestId: readText(fields['RequestID']),
    serverName: readText(fields['ServerName']),
    serverVersion: readText(fields['ServerVersion']),
    moduleVersion: readText(fields['ModuleVersion']),
    remoteAddress: readText(fields['RemoteAddr']),
    method: readText(fields['Method']),
    uri: readText(fields['URI']),
    headers: readPairs(fields['HeadersIn']),
    body: readText(fields['PostBody']),
    wafResponse: readNumber(fields['WAFResponse']),
    responseCode: readNumber(fields['ResponseCode']),
  };
}

/** Text of a str or bin; bytes that are no UTF-8 become U+FFFD and cannot swallow their neighbours. */
export function readText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  return typeof value === 'string' ? value : '';
}

function readNumber(value: unknown): number {
  return typeof value === 'number' ? value : -1;
}

function readPairs(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return [];
  return value.filter(Array.isArray).map((pair) => [readText(pair[0]), readText(pair[1])]);
}
