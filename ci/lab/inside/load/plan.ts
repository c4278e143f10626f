/** How the requests of a stream reach the controller. */
export type StreamKind = 'new' | 'kept' | 'http2' | 'websocket';

/** Requests of one kind, sent at a steady rate. */
export interface Stream {
  readonly name: string;
  /** `new`: a connection for each request; `kept`: HTTP/1.1 keep-alive; `http2`: multiplexed over TLS; `websocket`: messages over open upgrades. */
  readonly kind: StreamKind;
  readonly tls?: boolean;
  /** Requests (for `websocket` messages) per second, over the whole stream. */
  readonly rate: number;
  /** Connections that stay open; 1 when absent, meaningless for `new`. */
  readonly connections?: number;
  /** GET without a body, POST with one of so many bytes. */
  readonly bodyBytes?: number;
  /** Share of requests, 0 to 1, that carry an attack which the agent must block. */
  readonly attacks?: number;
  /** Share of requests whose answer the application delays by so many milliseconds. */
  readonly slow?: { readonly share: number; readonly milliseconds: number };
  /** Path of the requests; `/` when absent. */
  readonly path?: string;
}

/** What one run of the driver does, in the same way each time for the same seed. */
export interface LoadPlan {
  /** Marks the requests of this run in every log. */
  readonly run: string;
  readonly seed: number;
  /** The run ends after so many seconds at the latest. */
  readonly seconds: number;
  /** And after so many requests at the latest. */
  readonly requests: number;
  readonly target: Target;
  readonly streams: readonly Stream[];
}

export interface Target {
  readonly address: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Host name of the Ingress, also the server name in TLS. */
  readonly host: string;
}
