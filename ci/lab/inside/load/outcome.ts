/** What became of one numbered request. Times are milliseconds, `started` since the epoch. */
export interface Outcome {
  readonly number: number;
  readonly stream: string;
  readonly attack: boolean;
  readonly started: number;
  readonly took: number;
  /** Absent when no answer came. */
  readonly status?: number;
  /** What the application behind the controller says of the WAF: the header X-SigSci-AgentResponse that reached it. */
  readonly seen?: string;
  /** The connection closed before the first byte of an answer, and the request was sent once more. */
  readonly resent?: true;
  /** Why there is no answer, or what is wrong with it. */
  readonly error?: string;
}

/** The life of one websocket, written when it is over. */
export interface SocketLife {
  readonly socket: number;
  readonly stream: string;
  readonly started: number;
  readonly took: number;
  readonly sent: number;
  readonly echoed: number;
  /** Close code of RFC 6455; 1006: the connection went without one. */
  readonly code: number;
  /** The driver closed it, because the run was over. */
  readonly ours: boolean;
}

/** The last line of a run. */
export interface RunEnd {
  readonly event: 'ended';
  readonly requests: number;
  readonly because: 'told' | 'time' | 'count';
}
